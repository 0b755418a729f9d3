//! The bar that parts an outlet's sentences by voice.

use serde::Serialize;

use super::data::OutletRow;

/// In units of the drawing.
const WIDTH: f64 = 160.0;

/// One outlet: how many sentences each voice has, and where its stretch of the bar lies.
#[derive(Debug, Serialize)]
pub(super) struct VoiceBar<'a> {
    name: &'a str,
    n_units: u64,
    width: String,
    voices: [Stretch; 3],
}

/// One voice.
#[derive(Debug, PartialEq, Serialize)]
struct Stretch {
    name: &'static str,
    n_units: u64,
    share: Option<f64>,
    x: String,
    width: String,
}

impl<'a> VoiceBar<'a> {
    pub(super) fn draw(outlet: &'a OutletRow) -> Self {
        let n_units = outlet.all.n_units;
        let mut n_before = 0;
        let mut stretch = |name, n: u64| {
            let position = |n: u64| WIDTH * n as f64 / n_units.max(1) as f64;
            let stretch = Stretch {
                name,
                n_units: n,
                share: (n_units > 0).then(|| n as f64 / n_units as f64),
                x: format!("{:.1}", position(n_before)),
                width: format!("{:.1}", position(n)),
            };
            n_before += n;
            stretch
        };
        Self {
            name: &outlet.name,
            n_units,
            width: format!("{WIDTH:.0}"),
            voices: [
                stretch("own", outlet.own.n_units),
                stretch("direct quote", outlet.n_direct_quote),
                stretch("indirect", outlet.n_indirect),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::VoiceRow;

    fn check(counts: [u64; 3], expected: [(Option<f64>, &str, &str); 3]) {
        let row = |n_units| VoiceRow { n_units, ..VoiceRow::default() };
        let outlet = OutletRow {
            own: row(counts[0]),
            n_direct_quote: counts[1],
            n_indirect: counts[2],
            all: row(counts.iter().sum()),
            ..OutletRow::default()
        };
        let bar = VoiceBar::draw(&outlet);
        let found: Vec<_> =
            bar.voices.iter().map(|s| (s.share, s.x.as_str(), s.width.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stretches_follow_each_other_in_proportion() {
        check(
            [20, 15, 5],
            [
                (Some(0.5), "0.0", "80.0"),
                (Some(0.375), "80.0", "60.0"),
                (Some(0.125), "140.0", "20.0"),
            ],
        );
        check(
            [7, 0, 0],
            [(Some(1.0), "0.0", "160.0"), (Some(0.0), "160.0", "0.0"), (Some(0.0), "160.0", "0.0")],
        );
        check([0, 0, 0], [(None, "0.0", "0.0"), (None, "0.0", "0.0"), (None, "0.0", "0.0")]);
    }
}
