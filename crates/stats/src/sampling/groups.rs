//! How draws are shared out among outlets.

use super::{
    allocation::{Claim, allocate_to_each, allocate_to_total},
    frame::N_CELLS,
    moments::Moments,
};

/// Draws that a stratum or an outlet gets at least, where it has so many: fewer tell nothing of its variance.
pub(super) const LEAST_DRAWS: u64 = 2;

/// How draws are shared out among outlets. Within an outlet, strata always get what minimises its variance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Allocation {
    /// So that every outlet's rate is about as precise: the most even widths of intervals.
    #[default]
    Outlet,
    /// In proportion to the outlets' units: the most precise rates over all outlets together.
    Proportional,
}

/// How a sample is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SamplingConfig {
    /// Units to draw; articles in a design of whole articles.
    pub n: u64,
    /// The size of the sample that strata are formed for; `n` if not given. A sample that is extended keeps its strata.
    pub strata_n: Option<u64>,
    /// Decides who is drawn.
    pub seed: u64,
    /// How draws are shared out among outlets.
    pub allocation: Allocation,
    /// Draws articles with all their units.
    pub whole_articles: bool,
}

/// Outlets that share their strata: one alone, or the smallest where draws do not reach for all.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) outlets: Vec<usize>,
    /// The moments of its cells.
    pub(super) cells: Vec<Moments>,
}

impl Group {
    pub(super) fn n(&self) -> u64 {
        self.cells.iter().map(|cell| cell.n).sum()
    }

    /// The mean standard deviation of a residual, over cells.
    fn mean_sd(&self) -> f64 {
        let total: f64 = self.cells.iter().map(|cell| cell.n as f64 * cell.residual_sd()).sum();
        total / self.n().max(1) as f64
    }
}

/// Puts outlets together until `n` draws reach for all groups; in the order of the outlets, the shared group last.
pub(super) fn form_groups(cells: &[Moments], n: u64) -> Vec<Group> {
    let mut outlets: Vec<Group> = cells
        .chunks_exact(N_CELLS)
        .enumerate()
        .map(|(outlet, cells)| Group { outlets: vec![outlet], cells: cells.to_vec() })
        .filter(|group| group.n() > 0)
        .collect();
    let n_groups = usize::try_from(n / LEAST_DRAWS).unwrap_or(usize::MAX).max(1);
    if outlets.len() <= n_groups {
        return outlets;
    }
    outlets.sort_by_key(|group| std::cmp::Reverse(group.n()));
    let shared = outlets.split_off(n_groups - 1);
    outlets.sort_by_key(|group| group.outlets[0]);
    outlets.extend(shared.into_iter().reduce(|mut all, group| {
        all.outlets.extend(group.outlets);
        all.cells.iter_mut().zip(&group.cells).for_each(|(all, cell)| all.add(cell));
        all
    }));
    outlets
}

/// The draws of each group.
pub(super) fn allocate_to_groups(
    groups: &[Group],
    n: u64,
    allocation: Allocation,
    least: impl Fn(usize) -> u64,
) -> Vec<u64> {
    let claims: Vec<Claim> = groups
        .iter()
        .enumerate()
        .map(|(at, group)| Claim {
            weight: match allocation {
                Allocation::Outlet => group.mean_sd(),
                Allocation::Proportional => group.n() as f64,
            },
            least: LEAST_DRAWS.min(n).max(least(at)),
            most: group.n(),
        })
        .collect();
    match allocation {
        Allocation::Outlet => allocate_to_each(n, &claims),
        Allocation::Proportional => allocate_to_total(n, &claims),
    }
}
