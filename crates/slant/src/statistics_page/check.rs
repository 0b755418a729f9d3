//! Whether the data fit the codebook that they name.

use super::StatisticsPageError;
use super::data::{StatisticsPage, TimeSeries, Validity};

/// # Errors
/// Where a list has not one entry per label, period or factor.
pub(super) fn check(data: &StatisticsPage) -> Result<(), StatisticsPageError> {
    let n_labels = data.codebook.labels.len();
    for outlet in data.outlets.iter().chain(&data.pooled) {
        for rates in [&outlet.own, &outlet.carried] {
            fits("labels", || format!("outlet `{}`", outlet.name), rates.len(), n_labels)?;
        }
    }
    if let Some(contrasts) = &data.contrasts {
        fits("labels", || "contrasts".to_owned(), contrasts.labels.len(), n_labels)?;
    }
    if let Some(time) = &data.time {
        check_time(time, n_labels)?;
    }
    if let Some(sensitivity) = &data.sensitivity {
        fits("labels", || "sensitivity".to_owned(), sensitivity.labels.len(), n_labels)?;
        for specification in sensitivity.labels.iter().flat_map(|label| &label.specifications) {
            let (found, expected) = (specification.choices.len(), sensitivity.factors.len());
            fits("factors", || "specification".to_owned(), found, expected)?;
        }
    }
    data.validity.as_ref().map_or(Ok(()), |validity| check_validity(validity, n_labels))
}

fn check_time(time: &TimeSeries, n_labels: usize) -> Result<(), StatisticsPageError> {
    let check = |of: &str, labels: &[Vec<_>]| {
        fits("labels", || of.to_owned(), labels.len(), n_labels)?;
        labels.iter().try_for_each(|rates| {
            fits("periods", || of.to_owned(), rates.len(), time.periods.len())
        })
    };
    check("time series of all outlets", &time.pooled)?;
    time.outlets
        .iter()
        .try_for_each(|outlet| check(&format!("time series of `{}`", outlet.name), &outlet.labels))
}

fn check_validity(validity: &Validity, n_labels: usize) -> Result<(), StatisticsPageError> {
    fits("labels", || "validity".to_owned(), validity.labels.len(), n_labels)?;
    if let Some(swap) = &validity.name_swap {
        fits("labels", || "name-swap test".to_owned(), swap.labels.len(), n_labels)?;
    }
    for pair in validity.agreement.iter().flat_map(|agreement| &agreement.pairs) {
        let of = || format!("coders `{}` and `{}`", pair.a, pair.b);
        fits("labels", of, pair.kappas.len(), n_labels)?;
    }
    Ok(())
}

fn fits(
    what: &'static str,
    of: impl FnOnce() -> String,
    found: usize,
    expected: usize,
) -> Result<(), StatisticsPageError> {
    if found == expected {
        return Ok(());
    }
    Err(StatisticsPageError::Length { of: of(), what, found, expected })
}
