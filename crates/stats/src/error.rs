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
