//! The units that can be drawn, and the cells that strata are made of.

use std::ops::Range;

use crate::Error;

/// Highest scores at which the next band begins.
pub(super) const BAND_CUTS: [f64; 4] = [0.05, 0.2, 0.5, 0.8];
const N_BANDS: usize = BAND_CUTS.len() + 1;
/// Cells of an outlet: a band in each of three voices, and what stands aside.
pub(super) const N_CELLS: usize = 3 * N_BANDS + 1;

/// What residuals vary by, at least: that of one unit in a hundred carrying a label where the score is 0.
///
/// Without it, units that the classifier is sure of would never be looked at.
const LEAST_VARIANCE: f64 = 0.01;

/// What a unit counts as by the rules, before anybody has looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitClass {
    /// A sentence in the outlet's own voice.
    Own,
    /// A sentence that gives somebody's words without marks.
    Indirect,
    /// A sentence in quotation marks.
    DirectQuote,
    /// A caption or boilerplate, which counts in no rate unless a coder calls it a sentence.
    Aside,
}

/// One unit of a [`SamplingFrame`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SamplingUnit {
    /// A stable hash of the unit's id: decides, with the seed, whether it is drawn.
    pub key: u64,
    /// A stable hash of its article's id.
    pub article: u64,
    /// A stable hash of the cluster of copies that its article belongs to.
    pub cluster: u64,
    /// A stable hash of what makes two sentences the same: units that share it are copies.
    pub sentence: u64,
    /// Position of the outlet.
    pub outlet: u32,
    /// Voice and kind by the rules.
    pub class: UnitClass,
}

/// All units that can be drawn, each with a calibrated probability for each label.
#[derive(Debug, Clone, PartialEq)]
pub struct SamplingFrame {
    pub(super) n_outlets: usize,
    pub(super) n_labels: usize,
    pub(super) units: Vec<SamplingUnit>,
    probabilities: Vec<f32>,
}

impl SamplingFrame {
    /// A frame of `units`, whose outlets are below `n_outlets`, with `n_labels` probabilities for each, unit by unit.
    ///
    /// # Errors
    /// [`Error::Frame`] where probabilities are missing or lie outside of 0 to 1, or an outlet is out of range.
    pub fn new(
        n_outlets: usize,
        n_labels: usize,
        units: Vec<SamplingUnit>,
        probabilities: Vec<f32>,
    ) -> Result<Self, Error> {
        let expected = units.len() * n_labels;
        if n_labels == 0 || probabilities.len() != expected {
            let found = probabilities.len();
            return Err(Error::Frame(format!(
                "found {found} probabilities of {n_labels} labels, expected {expected}, and a label"
            )));
        }
        if let Some(at) = probabilities.iter().position(|found| !(0.0..=1.0).contains(found)) {
            return Err(Error::Frame(format!(
                "found a probability of {} of unit {}, expected 0 to 1",
                probabilities[at],
                at / n_labels
            )));
        }
        if let Some(unit) = units.iter().find(|unit| unit.outlet as usize >= n_outlets) {
            return Err(Error::Frame(format!(
                "found outlet {}, expected one below {n_outlets}",
                unit.outlet
            )));
        }
        Ok(Self { n_outlets, n_labels, units, probabilities })
    }

    /// Number of units.
    #[must_use]
    pub fn n_units(&self) -> usize {
        self.units.len()
    }

    /// Units, or articles, that there are to draw.
    #[must_use]
    pub fn n_to_draw(&self, whole_articles: bool) -> u64 {
        self.elements(whole_articles).elements.len() as u64
    }

    /// The probability of each label.
    pub(super) fn probabilities_of(&self, unit: usize) -> impl Iterator<Item = f64> + '_ {
        let at = unit * self.n_labels;
        self.probabilities[at..at + self.n_labels].iter().map(|&value| f64::from(value))
    }

    /// The expected variance of label minus probability, as a mean over the labels.
    pub(super) fn residual_variance(&self, unit: usize) -> f64 {
        if self.units[unit].class == UnitClass::Aside {
            return LEAST_VARIANCE;
        }
        let sum: f64 = self.probabilities_of(unit).map(|f| f * (1.0 - f)).sum();
        (sum / self.n_labels as f64).max(LEAST_VARIANCE)
    }

    /// The band of the highest probability.
    fn band(&self, unit: usize) -> usize {
        let highest = self.probabilities_of(unit).fold(0.0, f64::max);
        BAND_CUTS.iter().filter(|&&cut| highest >= cut).count()
    }

    /// What is drawn: each unit for itself, or whole articles.
    pub(super) fn elements(&self, whole_articles: bool) -> Elements {
        let mut order: Vec<u32> = (0..self.units.len() as u32).collect();
        let article = |unit: &u32| {
            let SamplingUnit { outlet, article, .. } = self.units[*unit as usize];
            (outlet, article)
        };
        if whole_articles {
            order.sort_by_key(article);
        }
        let mut elements = Vec::new();
        let mut start = 0;
        for units in order.chunk_by(|a, b| whole_articles && article(a) == article(b)) {
            let end = start + units.len();
            elements.push(self.element(units, start..end, whole_articles));
            start = end;
        }
        Elements { elements, order }
    }

    fn element(&self, units: &[u32], members: Range<usize>, whole_articles: bool) -> Element {
        let SamplingUnit { outlet, article, key, .. } = self.units[units[0] as usize];
        let cells = units.iter().map(|&unit| {
            let unit = unit as usize;
            match (whole_articles, self.units[unit].class) {
                (true, UnitClass::Aside) => cell(UnitClass::Own, 0),
                (true, _) => cell(UnitClass::Own, self.band(unit)),
                (false, class) => cell(class, self.band(unit)),
            }
        });
        // The first cells are those of the highest bands.
        let cell = cells.min().unwrap_or(0);
        Element { key: if whole_articles { article } else { key }, outlet, cell, members }
    }
}

/// What is drawn, with its units.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Elements {
    pub(super) elements: Vec<Element>,
    order: Vec<u32>,
}

impl Elements {
    pub(super) fn units_of(&self, element: &Element) -> impl Iterator<Item = usize> + '_ {
        self.order[element.members.clone()].iter().map(|&unit| unit as usize)
    }
}

/// What is drawn at once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Element {
    /// Decides, with the seed, whether it is drawn.
    pub(super) key: u64,
    pub(super) outlet: u32,
    pub(super) cell: usize,
    members: Range<usize>,
}

/// The cells of an outlet in an order in which neighbours are alike: own from the highest band down, indirect from the
/// lowest up, quotations from the highest down, then what stands aside.
fn cell(class: UnitClass, band: usize) -> usize {
    match class {
        UnitClass::Own => N_BANDS - 1 - band,
        UnitClass::Indirect => N_BANDS + band,
        UnitClass::DirectQuote => 3 * N_BANDS - 1 - band,
        UnitClass::Aside => 3 * N_BANDS,
    }
}

/// The name of a cell: its class, and its band from 1.
pub(super) fn cell_name(cell: usize, whole_articles: bool) -> String {
    let own = if whole_articles { "articles" } else { "own" };
    match cell / N_BANDS {
        0 => format!("{own}.{}", N_BANDS - cell),
        1 => format!("indirect.{}", cell - N_BANDS + 1),
        2 => format!("quote.{}", 3 * N_BANDS - cell),
        _ => "aside".to_owned(),
    }
}
