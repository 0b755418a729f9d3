//! The page of `slant stats`: rates and what a reader must know to trust them, in one HTML file that needs nothing
//! else, no script, no network.
//!
//! Invariants: every value is escaped by the template engine, and a policy in the page forbids scripts and outside
//! resources on top; the same data give the same bytes, whatever the order of the outlets.

mod data;

pub use data::{
    AgreementFigure, AgreementSummary, AuditSummary, Calibration, ChecklistItem, CoderPair,
    Contrast, Contrasts, CorrectedRate, ErrorDifference, Estimand, Figure, FileHash,
    GroupPerformance, LabelSensitivity, LabelValidity, NameSwapFigure, NameSwapSummary, NetTone,
    NetToneRow, OutletRates, OutletSeries, Performance, PeriodRate, ReliabilityBin, RiskPoint,
    Sensitivity, Specification, StatisticsPage, StatisticsSettings, Target, TimeSeries,
    TopicRecall, Validity,
};
