//! Who disagrees with whom, on what: how two coders use one code.

use super::CodedUnit;

/// How two coders, `a` and `b`, used one code on the units that both judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CoderConfusion {
    /// Both gave the code.
    pub both: u64,
    /// `a` gave it, `b` did not.
    pub only_a: u64,
    /// `b` gave it, `a` did not.
    pub only_b: u64,
    /// Neither gave it.
    pub neither: u64,
}

impl CoderConfusion {
    /// Units that both coders judged.
    #[must_use]
    pub fn n_units(&self) -> u64 {
        self.both + self.only_a + self.only_b + self.neither
    }

    /// Of the units to which `b` gave the code, the share to which `a` gave it too, in [0, 1]: the precision of `b`
    /// with `a` as the reference, and the recall of `a` with `b` as the reference. `None` where `b` never gave it.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        share(self.both, self.both + self.only_b)
    }

    /// Of the units to which `a` gave the code, the share to which `b` gave it too, in [0, 1]: the recall of `b`
    /// with `a` as the reference, and the precision of `a` with `b` as the reference. `None` where `a` never gave it.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        share(self.both, self.both + self.only_a)
    }

    /// The harmonic mean of precision and recall, `2 both / (2 both + only_a + only_b)`, in [0, 1]; `None` where
    /// neither coder ever gave the code. It does not depend on which coder is the reference.
    ///
    /// As a measure of agreement on a rare code, where kappa approaches it: Hripcsak, Rothschild 2005, "Agreement,
    /// the F-measure, and reliability in information retrieval".
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.both, 2 * self.both + self.only_a + self.only_b)
    }
}

/// How two coders, given by their positions, used `code` on the units that both judged.
///
/// For a table of one label, `code` is 1; for labels that exclude each other, the position of the label. Of a table
/// of sets it would count one whole set: make a table per label instead. A position that no unit has gives zeros.
#[must_use]
pub fn code_confusion(units: &[CodedUnit], code: u64, coders: (usize, usize)) -> CoderConfusion {
    let mut confusion = CoderConfusion::default();
    for (a, b) in units.iter().filter_map(|unit| unit.pair(coders)) {
        *match (a == code, b == code) {
            (true, true) => &mut confusion.both,
            (true, false) => &mut confusion.only_a,
            (false, true) => &mut confusion.only_b,
            (false, false) => &mut confusion.neither,
        } += 1;
    }
    confusion
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::super::testing::units_of;
    use super::*;

    fn counts(confusion: CoderConfusion) -> [u64; 4] {
        [confusion.both, confusion.only_a, confusion.only_b, confusion.neither]
    }

    #[test]
    fn units_that_both_judged_fall_into_four_cells() {
        let units = units_of(&["11110000.1", "1100001010", ".........1"]);
        let check = |code, coders, expected| {
            assert_eq!(counts(code_confusion(&units, code, coders)), expected);
        };
        check(1, (0, 1), [2, 3, 1, 3]);
        check(1, (1, 0), [2, 1, 3, 3]);
        check(0, (0, 1), [3, 1, 3, 2]);
        check(1, (0, 2), [1, 0, 0, 0]);
        check(9, (0, 1), [0, 0, 0, 9]);
        check(1, (0, 9), [0, 0, 0, 0]);
    }

    #[test]
    fn precision_recall_and_f1_follow_from_the_cells() {
        let check = |[both, only_a, only_b, neither]: [u64; 4], expected| {
            let confusion = CoderConfusion { both, only_a, only_b, neither };
            assert_eq!((confusion.precision(), confusion.recall(), confusion.f1()), expected);
            assert_eq!(confusion.n_units(), both + only_a + only_b + neither);
        };
        check([2, 2, 0, 3], (Some(1.0), Some(0.5), Some(2.0 / 3.0)));
        check([3, 1, 1, 9], (Some(0.75), Some(0.75), Some(0.75)));
        check([0, 1, 0, 9], (None, Some(0.0), Some(0.0)));
        check([0, 0, 0, 9], (None, None, None));
    }
}
