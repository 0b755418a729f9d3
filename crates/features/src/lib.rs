//! Text of articles as units and feature vectors: `&str` in, values out.
//!
//! No file, clock, environment or thread is touched here, so the same text gives the same values everywhere.

mod ngrams;
mod normalize;

pub use ngrams::{NgramExtractor, NgramSchema, NgramSchemaError, Ngrams};

mod topic;
pub use topic::{TopicQuery, TopicQueryError};

mod segment;
pub use segment::{Segmenter, Span, Unit, UnitKind};
