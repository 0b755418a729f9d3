//! Strata: neighbouring cells of an outlet, as many as its draws allow.

use super::{
    allocation::{Claim, allocate_to_total},
    frame::{Element, Elements, N_CELLS, SamplingFrame, cell_name},
    groups::{Group, LEAST_DRAWS, SamplingConfig, allocate_to_groups, form_groups},
    moments::{Moments, count_cells},
};

/// Draws for each stratum of an outlet: with fewer, all would go where they are owed, and none where they help most.
const DRAWS_OF_STRATUM: u64 = 4;

/// The strata of a frame, with their draws.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Strata {
    pub(super) strata: Vec<StratumSums>,
    /// The stratum of each cell of each outlet, where the cell is not empty.
    of_cell: Vec<u32>,
}

/// One stratum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StratumSums {
    pub(super) outlets: Vec<usize>,
    /// First and last cell.
    cells: (usize, usize),
    pub(super) moments: Moments,
    pub(super) n_drawn: u64,
}

impl StratumSums {
    pub(super) fn name(&self, whole_articles: bool) -> String {
        let (first, last) = self.cells;
        let (first, last) = (cell_name(first, whole_articles), cell_name(last, whole_articles));
        if first == last { first } else { format!("{first}..{last}") }
    }
}

impl Strata {
    /// Forms strata and shares the draws out among them.
    pub(super) fn form(
        frame: &SamplingFrame,
        elements: &Elements,
        config: &SamplingConfig,
    ) -> Self {
        Self::of_cells(&count_cells(frame, elements, N_CELLS), config)
    }

    /// As [`Self::form`], from the moments of all cells.
    pub(super) fn of_cells(cells: &[Moments], config: &SamplingConfig) -> Self {
        let strata_n = config.strata_n.unwrap_or(config.n).min(config.n);
        let groups = form_groups(cells, strata_n);
        let of_groups = allocate_to_groups(&groups, strata_n, config.allocation, |_| 0);
        let mut strata = Vec::new();
        let mut ends = Vec::new();
        for (group, n_drawn) in groups.iter().zip(of_groups) {
            let mut of_group = merge_cells(group, n_drawn);
            share_out(&mut of_group, n_drawn);
            strata.extend(of_group);
            ends.push(strata.len());
        }
        if strata_n < config.n {
            extend(&mut strata, &ends, &groups, config);
        }
        let of_cell = number_cells(&strata, cells.len());
        Self { strata, of_cell }
    }

    /// The stratum of an element of the frame.
    pub(super) fn of(&self, element: &Element) -> usize {
        self.of_cell[element.outlet as usize * N_CELLS + element.cell] as usize
    }
}

/// Gives the draws of a larger sample to strata, none of which loses one.
fn extend(strata: &mut [StratumSums], ends: &[usize], groups: &[Group], config: &SamplingConfig) {
    let start = |group: usize| if group == 0 { 0 } else { ends[group - 1] };
    let drawn = |strata: &[StratumSums], group: usize| -> u64 {
        strata[start(group)..ends[group]].iter().map(|stratum| stratum.n_drawn).sum()
    };
    let of_groups =
        allocate_to_groups(groups, config.n, config.allocation, |group| drawn(strata, group));
    for (group, n_drawn) in of_groups.into_iter().enumerate() {
        share_out(&mut strata[start(group)..ends[group]], n_drawn);
    }
}

fn share_out(strata: &mut [StratumSums], n_drawn: u64) {
    let claims: Vec<Claim> = strata
        .iter()
        .map(|stratum| Claim {
            weight: stratum.moments.n as f64 * stratum.moments.residual_sd(),
            least: stratum.n_drawn.max(LEAST_DRAWS).min(n_drawn),
            most: stratum.moments.n,
        })
        .collect();
    for (stratum, n) in strata.iter_mut().zip(allocate_to_total(n_drawn, &claims)) {
        stratum.n_drawn = n;
    }
}

/// Joins neighbouring cells until the draws reach for all: always the two that lose least by it.
///
/// What is lost is the growth of Σ N S, whose square is the variance under Neyman's allocation (Cochran 1977, "Sampling
/// Techniques", 5.5). S counts what labels alone would tell, so that strata serve estimates with and without scores.
fn merge_cells(group: &Group, n_drawn: u64) -> Vec<StratumSums> {
    let mut strata: Vec<StratumSums> = (0..N_CELLS)
        .filter(|&cell| group.cells[cell].n > 0)
        .map(|cell| StratumSums {
            outlets: group.outlets.clone(),
            cells: (cell, cell),
            moments: group.cells[cell].clone(),
            n_drawn: 0,
        })
        .collect();
    let most = usize::try_from(n_drawn / DRAWS_OF_STRATUM).unwrap_or(usize::MAX).max(1);
    while strata.len() > most {
        let losses = (1..strata.len()).map(|at| loss(&strata[at - 1].moments, &strata[at].moments));
        let cheapest = losses.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        let Some((at, _)) = cheapest else { break };
        let next = strata.remove(at + 1);
        strata[at].moments.add(&next.moments);
        strata[at].cells.1 = next.cells.1;
    }
    strata
}

fn loss(one: &Moments, other: &Moments) -> f64 {
    let need = |moments: &Moments| moments.n as f64 * moments.spread();
    let mut both = one.clone();
    both.add(other);
    need(&both) - need(one) - need(other)
}

fn number_cells(strata: &[StratumSums], n_cells: usize) -> Vec<u32> {
    let mut of_cell = vec![u32::MAX; n_cells];
    for (number, stratum) in (0..).zip(strata) {
        for outlet in &stratum.outlets {
            let (first, last) = stratum.cells;
            of_cell[outlet * N_CELLS + first..=outlet * N_CELLS + last].fill(number);
        }
    }
    of_cell
}
