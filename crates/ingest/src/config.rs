//! The settings of reading.

use crate::{FieldMap, OutletAliases};

/// How records become articles.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Which fields hold what.
    pub fields: FieldMap,
    /// Which names of outlets mean the same outlet.
    pub outlets: OutletAliases,
}
