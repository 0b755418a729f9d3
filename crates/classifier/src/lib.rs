//! Stance scores for the units of articles: training, calibration, thresholds, evaluation, and the model file.
//!
//! [`train`] turns a [`LabelTable`] into [`ModelFiles`]; a [`Model`] loaded from them gives every thread a
//! [`Scorer`]. Bytes are handed in and out; no file is opened here. rayon is used only where the order of
//! results is fixed, so the number of threads changes no bit.
//!
//! # Example
//! ```
//! use classifier::{Codebook, LabelOrigin, LabelTable, Scorer, TrainConfig, train};
//!
//! let codebook = Codebook::from_toml("name = 'tone'\nlabels = [{ name = 'praise', definition = 'approves' }]")?;
//! let rows: String = (0..20)
//!     .map(|n| format!("{n},A good and welcome step on day {n},1\n{n},The panel meets on day {n},0\n"))
//!     .collect();
//! let file = ("labels.csv".to_owned(), format!("article_id,text,praise\n{rows}").into_bytes());
//! let table = LabelTable::read(&[file], &codebook)?;
//!
//! let model = train(&table, &LabelOrigin::default(), &codebook, &TrainConfig::default())?.load()?;
//! let probabilities = Scorer::new(&model).score("A welcome step, she said.");
//! assert_eq!(model.decide(&probabilities), [Some(true)]);
//! # Ok::<(), classifier::Error>(())
//! ```

mod annotators;
mod calibration;
mod check;
mod codebook;
mod error;
mod evaluate;
mod folds;
mod label_cells;
mod label_columns;
mod label_file;
mod labels;
mod learner;
mod learning_curve;
mod linear;
mod logistic;
mod mask;
mod metrics;
mod model;
mod model_file;
mod name_swaps;
mod sparse;
mod spreadsheet;
mod train;
mod trust_region;
mod whole_words;

pub use annotators::is_adjudicator;
pub use check::{GroupCounts, LabelCheck, LabelCounts, LabelSummary, check_labels};
pub use codebook::{Codebook, Label};
pub use error::Error;
pub use evaluate::{Evaluation, LabelEvaluation, Prediction, confusion_by_article, evaluate};
pub use label_cells::{CellRow, LabelCells};
pub use labels::{LabelFault, LabelTable, LabelledUnit};
pub use learning_curve::CurvePoint;
pub use metrics::Confusion;
pub use model::{Model, Scorer};
pub use model_file::ModelFiles;
pub use name_swaps::{NameSwaps, Swapped};
pub use spreadsheet::{protect_cell, unprotect_cell};
pub use train::{LabelOrigin, TrainConfig, TrainingRecord, train};
