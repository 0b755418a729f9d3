//! The pipeline of slant: dumps of news articles in, per-outlet stance statistics out.
//!
//! [`run()`] is the main job. Its stages are also there one by one: [`ingest_articles`], [`segment_articles`]
//! and [`score_units`]. All of them apply an [`ArticleScorer`] to every article, the one composition of units,
//! features and classifier. [`train_model`] and [`evaluate_model`] make and judge models.
//!
//! # Example
//! ```
//! use slant::{Analysis, ArticleScorer, UnitSource, shipped_model};
//!
//! let model = shipped_model()?;
//! let analysis = Analysis::new(UnitSource::Segmented, None, Some(&model));
//! let article = ingest::Article {
//!     id: "1".to_owned(),
//!     outlet: "The Example".to_owned(),
//!     url: None,
//!     title: None,
//!     author: None,
//!     date: None,
//!     text: "The order was signed on Wednesday. It does not go far enough, two senators said.".to_owned(),
//!     block_quotes: Vec::new(),
//!     source_path: "example".into(),
//!     source_line: 1,
//!     source_offset: 0,
//! };
//! let scored = ArticleScorer::new(&analysis).score(&article);
//! assert_eq!(scored.units[1].text, "It does not go far enough, two senators said.");
//! assert!(scored.units[1].probabilities[1] > scored.units[0].probabilities[1]);
//! # Ok::<(), slant::Error>(())
//! ```

mod admission;
mod agreement;
mod atomic;
mod audit;
mod convert;
mod copies;
mod error;
mod export;
mod frame;
mod highlights;
mod labels;
mod manifest;
mod model_card;
mod name_swap;
mod outlets;
mod page;
mod part_sink;
mod parts;
mod reading;
mod reading_log;
mod rejects;
pub mod report;
mod report_data;
mod rows;
mod run;
mod run_tables;
mod sampling;
mod scoring;
mod shipped;
mod simulate;
mod speakers;
mod statistics;
pub mod statistics_page;
mod table;
mod tally;
mod threads;
mod training;
mod voices;
mod voices_page;

pub use agreement::{Agreement, AlphaFigures, PairAgreement, PairFigures, agree_on_labels};
pub use atomic::remove_partial_files;
pub use convert::{
    ScoreOptions, TableOutput, UnitsOutput, ingest_articles, score_units, segment_articles,
};
pub use error::Error;
pub use export::{ExportAudit, ExportOptions, ExportResult, export_run};
pub use labels::{check_label_files, read_labels};
pub use manifest::Manifest;
pub use name_swap::{NameSwapFigures, NameSwapReport, read_name_swaps};
pub use outlets::{LabelShare, OutletShares, VoiceShares};
pub use parts::has_parts;
pub use reading::ReadOptions;
pub use reading_log::{InputLog, ReadingLog, RejectsOfCode, place_and_message};
pub use run::{CHECKPOINT_RECORDS, RunOptions, RunResult, finished_already, run};
pub use sampling::{
    NearMissOptions, NearMissResult, PlannedContrast, PlannedSample, PlannedWidth, SampleDesign,
    SampleOptions, SampleResult, plan_units, sample_near_misses, sample_units,
};
pub use scoring::{Analysis, ArticleScorer, LanguageFilter, ScoredArticle, ScoredUnit, UnitSource};
pub use shipped::{shipped_codebook, shipped_model};
pub use simulate::{
    MethodFigures, ScenarioFigures, SimulationOptions, SimulationReport, documented_scenarios,
    read_scenarios, simulate,
};
pub use statistics::{
    AuditedRate, BesideRate, ContrastFigures, Contrasts, Estimand, LabelStatistics, NetTone,
    OutletContrast, OutletPeriods, OutletStatistics, Period, PeriodStatistics, RoleStatistics,
    SensitivityRow, StatisticsOptions, StatisticsResult, VoiceStatistics, write_statistics,
};
pub use threads::{Progress, Silent, Workers};
pub use training::{
    EvaluationReport, evaluate_model, read_codebook, read_labels_note, read_model, train_model,
};
pub use voices_page::{PAGE_ARTICLES, PageOutput};
