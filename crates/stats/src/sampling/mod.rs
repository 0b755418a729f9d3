//! Which units people should label: samples with known probabilities, and what precision they buy.
//!
//! An audit sample is stratified by outlet, voice and score band ([`draw_sample`]); its expected precision is known
//! before anything is labelled ([`plan_sample`]). Units for the next training round are chosen where the classifier is in
//! doubt ([`choose_active`]), without probabilities: nothing can be estimated from them.

mod active;
mod allocation;
mod draw;
mod frame;
mod groups;
mod moments;
mod plan;
mod strata;
#[cfg(test)]
mod tests;

pub use active::choose_active;
pub use draw::{DrawnUnit, Sample, Stratum, draw_sample};
pub use frame::{SamplingFrame, SamplingUnit, UnitClass};
pub use groups::{Allocation, SamplingConfig};
pub use plan::{PlannedRate, SamplePlan, plan_sample};
