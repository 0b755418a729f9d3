//! Stance scores for the units of articles: training, calibration, thresholds, evaluation, and the model file.
//!
//! Bytes are handed in and out; no file is opened here. rayon is used only where the order of results is fixed, so the number of threads changes no bit.

mod annotators;
mod calibration;
mod codebook;
mod error;
mod evaluate;
mod folds;
mod label_columns;
mod labels;
mod linear;
mod logistic;
mod metrics;
mod model;
mod model_file;
mod sparse;
mod train;
mod trust_region;

pub use codebook::{Codebook, Label};
pub use error::Error;
pub use evaluate::{Evaluation, LabelEvaluation, Prediction, confusion_by_article, evaluate};
pub use labels::{LabelFault, LabelTable, LabelledUnit};
pub use metrics::Confusion;
pub use model::{Model, Scorer};
pub use model_file::ModelFiles;
pub use train::{TrainConfig, TrainingRecord, train};
