//! Counts and labels in, estimates with intervals out.
//!
//! The unit of chance is the cluster: the syndicated copies of one text, else the single article. Sentences of
//! one article are not independent, and copies of one wire story even less so.
//!
//! Architecture invariants:
//! - One method a file. A method takes counts and a config, and returns values: no files, no clock, no threads.
//! - Sums are of integers, so they are exact and no order of adding can change a result.
//! - A random weight is a function of (seed, cluster, replicate) alone. A cluster that appears in several outlets
//!   has the same weight in each, so that later comparisons between outlets see what they share.
//!
//! ```
//! use stats::{BootstrapConfig, ClusterCounts, classified_shares};
//!
//! let clusters: Vec<ClusterCounts> = (0..12)
//!     .map(|id| ClusterCounts { cluster_id: id, n_articles: 1, n_units: 20, n_labelled: vec![id as u32 % 4] })
//!     .collect();
//! let shares = classified_shares(&clusters, 1, &BootstrapConfig::default())?;
//!
//! assert_eq!(shares[0].share, Some(18.0 / 240.0));
//! let (lo, hi) = shares[0].sampling.unwrap();
//! assert!(lo < 0.075 && 0.075 < hi);
//! # Ok::<(), stats::Error>(())
//! ```

mod agreement;
mod bootstrap;
mod classified_share;
mod clusters;
mod error;
mod random;

pub use agreement::{
    Alpha, CodeDistance, CodedUnit, CoderConfusion, Kappa, code_confusion, cohen_kappa,
    krippendorff_alpha,
};
pub use bootstrap::BootstrapConfig;
pub use classified_share::{ClassifiedShare, classified_shares};
pub use clusters::ClusterCounts;
pub use error::Error;
