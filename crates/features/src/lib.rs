//! Text of articles as units and feature vectors: `&str` in, values out.
//!
//! A [`TopicQuery`] tells which articles are about the topic, a [`Segmenter`] cuts them into units, and an
//! [`NgramExtractor`] turns a unit into hashed n-grams. No file, clock, environment or thread is touched here,
//! so the same text gives the same values everywhere.
//!
//! # Example
//! ```
//! use features::{NgramExtractor, NgramSchema, Segmenter, TopicQuery};
//!
//! let text = "Sen. Roe called the order weak. Few of the U.S. election officials agreed.";
//! assert!(TopicQuery::parse("order AND \"election official*\"")?.matches(None, text));
//!
//! let units = Segmenter::new().segment(None, text);
//! assert_eq!(units[1].text, "Few of the U.S. election officials agreed.");
//!
//! let mut extractor = NgramExtractor::new(&NgramSchema::default());
//! // Six words and five pairs of neighbours.
//! assert_eq!(extractor.extract(units[0].text).words.len(), 11);
//! # Ok::<(), features::TopicQueryError>(())
//! ```

mod attribution;
mod clean;
mod ngrams;
mod normalize;
mod segment;
mod topic;
mod word_list;

pub use attribution::{
    Attribution, Attributor, QuotationForm, Speaker, SpeakerRole, UnitVoice, Voice, Voices,
};
pub use clean::{CleanText, clean};
pub use ngrams::{NgramExtractor, NgramSchema, NgramSchemaError, Ngrams};
pub use segment::{Segmenter, Span, Unit, UnitKind};
pub use topic::{TopicQuery, TopicQueryError};
