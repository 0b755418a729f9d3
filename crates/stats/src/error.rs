//! What can be wrong with the counts or the settings of an estimate.

/// Why no estimate could be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A cluster does not count every group of units and every label once.
    #[error("cluster {cluster_id:016x}: found {found} counts, expected {expected}")]
    NumberOfCounts {
        /// The cluster.
        cluster_id: u64,
        /// How many counts it has.
        found: usize,
        /// How many there are of every cluster.
        expected: usize,
    },
    /// A cluster has more labelled units than units.
    #[error(
        "cluster {cluster_id:016x}: found {n_labelled} units with label {label}, expected at most its {n_units} units"
    )]
    MoreLabelledThanUnits {
        /// The cluster.
        cluster_id: u64,
        /// The position of the label.
        label: usize,
        /// Units that carry the label.
        n_labelled: u32,
        /// All units.
        n_units: u32,
    },
    /// A cluster is listed twice for one outlet.
    #[error("cluster {cluster_id:016x}: found more than once, expected once per outlet")]
    RepeatedCluster {
        /// The cluster.
        cluster_id: u64,
    },
    /// A unit of the frame has a number that is none, or out of range.
    #[error("unit {position} of the frame: found {what} of {found}")]
    FrameUnit {
        /// Its position, from 0.
        position: usize,
        /// What the number is.
        what: &'static str,
        /// The number.
        found: f64,
    },
    /// The number of bootstrap replicates is out of range.
    #[error("found {found} bootstrap replicates, expected 1 to {most}")]
    Replicates {
        /// The number asked for.
        found: u32,
        /// The most that are drawn.
        most: u32,
    },
    /// The level of the interval is no probability between 0 and 1.
    #[error("found an interval level of {found}, expected one above 0 and below 1")]
    Level {
        /// The level asked for.
        found: f64,
    },
    /// A setting of a simulation from which no corpus can be drawn.
    #[error("simulation, {setting}: found {found}, expected {expected}")]
    Simulation {
        /// The setting.
        setting: &'static str,
        /// Its value.
        found: String,
        /// What it can be.
        expected: &'static str,
    },
    /// A number that a method starts from is out of range.
    #[error("found {name} {found}, expected {expected}")]
    OutOfRange {
        /// What the number is.
        name: &'static str,
        /// The number.
        found: f64,
        /// The range, in words.
        expected: &'static str,
    },
    /// A p-value is none.
    #[error("p-value {position}: found {found}, expected one from 0 to 1")]
    PValue {
        /// Its position, from 0.
        position: usize,
        /// The number.
        found: f64,
    },
    /// Fewer observations than the method needs.
    #[error("found {found} {name}, expected at least {least}")]
    TooFew {
        /// What the observations are.
        name: &'static str,
        /// How many there are.
        found: usize,
        /// How many there have to be.
        least: usize,
    },
    /// A classifier that tells the classes hardly apart, whose errors cannot be divided out.
    #[error(
        "found a sensitivity of {sensitivity} and a specificity of {specificity}, expected a sum of at least 1.1 or at most 0.9"
    )]
    Uninformative {
        /// The share of the positives that it finds.
        sensitivity: f64,
        /// The share of the negatives that it leaves.
        specificity: f64,
    },
    /// A regression has another number of rows of covariates than of units.
    #[error("found {found} rows of covariates, expected one for each of {expected} units")]
    NumberOfRows {
        /// How many rows there are.
        found: usize,
        /// How many units there are.
        expected: usize,
    },
    /// A row of a regression has another number of covariates than the first one.
    #[error("row {row}: found {found} covariates, expected {expected}")]
    NumberOfCovariates {
        /// The position of the row, from 0.
        row: usize,
        /// How many covariates it has.
        found: usize,
        /// How many the first row has.
        expected: usize,
    },
    /// A covariate is a sum of multiples of those before it, or always 0: it has no coefficient.
    #[error(
        "covariate {column}: found a sum of multiples of those before it, expected one of its own"
    )]
    Collinear {
        /// The position of the covariate, from 0.
        column: usize,
    },
    /// The estimating equations of a logistic regression have no solution that Newton's method reaches.
    #[error(
        "found no finite coefficients in {steps} steps, expected outcomes that the covariates do not separate"
    )]
    NotConverged {
        /// The steps taken.
        steps: u32,
    },
    /// What can be drawn from contradicts itself.
    #[error("{0}")]
    Frame(String),
    /// The size of a sample is out of range.
    #[error("found a sample of {found}, expected 1 to {most}, which is all there is")]
    SampleSize {
        /// The size asked for.
        found: u64,
        /// What there is to draw from.
        most: u64,
    },
}

/// Refuses a number that is out of range.
pub(crate) fn check_range(
    in_range: bool,
    name: &'static str,
    found: f64,
    expected: &'static str,
) -> Result<(), Error> {
    if in_range { Ok(()) } else { Err(Error::OutOfRange { name, found, expected }) }
}

/// Refuses a level of an interval that is not between 0 and 1.
pub(crate) fn check_level(level: f64) -> Result<(), Error> {
    if level > 0.0 && level < 1.0 { Ok(()) } else { Err(Error::Level { found: level }) }
}
