//! Samples of frames that are made up on the spot.

use super::*;
use crate::{Error, random::permanent_number};

/// A frame in which outlet `o` has `sizes[o]` units in articles of 10; two labels, most scores low.
fn frame(sizes: &[u32]) -> SamplingFrame {
    frame_of(sizes, |uniform| uniform.powi(4))
}

fn frame_of(sizes: &[u32], score: impl Fn(f64) -> f64) -> SamplingFrame {
    let uniform = |key: u64, label: u64| permanent_number(label, key) as f64 / 2.0_f64.powi(64);
    let (mut units, mut probabilities) = (Vec::new(), Vec::new());
    for (outlet, &size) in (0..).zip(sizes) {
        for number in 0..size {
            let key = u64::from(outlet) << 32 | u64::from(number);
            let class = match number % 10 {
                0..=4 => UnitClass::Own,
                5 | 6 => UnitClass::Indirect,
                7 | 8 => UnitClass::DirectQuote,
                _ => UnitClass::Aside,
            };
            let article = u64::from(outlet) << 32 | u64::from(number / 10);
            units.push(SamplingUnit {
                key,
                article,
                cluster: article,
                sentence: key,
                outlet,
                class,
            });
            probabilities.extend([901, 902].map(|label| score(uniform(key, label)) as f32));
        }
    }
    SamplingFrame::new(sizes.len(), 2, units, probabilities).unwrap()
}

fn config(n: u64) -> SamplingConfig {
    SamplingConfig { n, seed: 7, ..SamplingConfig::default() }
}

fn units(sample: &Sample) -> Vec<usize> {
    sample.drawn.iter().map(|drawn| drawn.unit).collect()
}

/// What holds for every sample.
fn check_sample(frame: &SamplingFrame, config: &SamplingConfig) -> Sample {
    let sample = draw_sample(frame, config).unwrap();
    let n_drawn: u64 = sample.strata.iter().map(|stratum| stratum.n_drawn).sum();
    assert_eq!(n_drawn, config.n);
    for (at, stratum) in sample.strata.iter().enumerate() {
        let in_frame =
            sample.stratum_of_unit.iter().filter(|&&of| of as usize == at).count() as u64;
        let drawn = sample.drawn.iter().filter(|drawn| drawn.stratum == at).count() as u64;
        if !config.whole_articles {
            assert_eq!((in_frame, drawn), (stratum.n, stratum.n_drawn));
        }
        assert!(stratum.n_drawn >= 2.min(stratum.n).min(config.n) && stratum.n_drawn <= stratum.n);
    }
    for drawn in &sample.drawn {
        let stratum = &sample.strata[drawn.stratum];
        assert!((drawn.pi - stratum.n_drawn as f64 / stratum.n as f64).abs() < 1e-15);
        assert_eq!(sample.stratum_of_unit[drawn.unit] as usize, drawn.stratum);
    }
    sample
}

#[test]
fn any_size_from_one_to_all_is_a_sample() {
    let frame = frame(&[35, 400, 0, 3, 1]);
    for n in [1, 2, 3, 5, 9, 40, 100, 300, 438, 439] {
        check_sample(&frame, &config(n));
        check_sample(&frame, &SamplingConfig { allocation: Allocation::Proportional, ..config(n) });
    }
    let all = check_sample(&frame, &config(439));
    assert!(all.drawn.iter().all(|drawn| drawn.pi >= 1.0));
}

#[test]
fn sizes_that_cannot_be_drawn_are_refused() {
    let frame = frame(&[30]);
    for n in [0, 31] {
        let error = draw_sample(&frame, &config(n)).unwrap_err();
        assert_eq!(error, Error::SampleSize { found: n, most: 30 });
        assert_eq!(plan_sample(&frame, &config(1), &[n]).unwrap_err(), error);
    }
}

#[test]
fn frames_that_contradict_themselves_are_refused() {
    let check = |n_labels, probabilities: Vec<f32>, message: &str| {
        let unit = frame(&[1]).units[0];
        let error = SamplingFrame::new(1, n_labels, vec![unit], probabilities).unwrap_err();
        assert_eq!(error.to_string(), message);
    };
    check(2, vec![0.5], "found 1 probabilities of 2 labels, expected 2, and a label");
    check(1, vec![f32::NAN], "found a probability of NaN of unit 0, expected 0 to 1");
    check(1, vec![1.5], "found a probability of 1.5 of unit 0, expected 0 to 1");
}

#[test]
fn an_extended_sample_contains_the_first_one_in_the_same_strata() {
    let frame = frame(&[200, 500, 80]);
    let first = check_sample(&frame, &config(60));
    for n in [61, 90, 300, 780] {
        let extended = check_sample(&frame, &SamplingConfig { strata_n: Some(60), ..config(n) });
        assert_eq!(extended.stratum_of_unit, first.stratum_of_unit);
        assert!(units(&first).iter().all(|unit| units(&extended).contains(unit)));
    }
}

#[test]
fn the_order_of_the_frame_does_not_matter() {
    let forward = frame(&[120, 300]);
    let n = forward.n_units();
    let units_backward = forward.units.iter().rev().copied().collect();
    let probabilities =
        (0..n).rev().flat_map(|unit| forward.probabilities_of(unit)).map(|f| f as f32).collect();
    let backward = SamplingFrame::new(2, 2, units_backward, probabilities).unwrap();
    let found = units(&draw_sample(&forward, &config(50)).unwrap());
    let mut turned: Vec<usize> = units(&draw_sample(&backward, &config(50)).unwrap());
    turned.iter_mut().for_each(|unit| *unit = n - 1 - *unit);
    turned.sort_unstable();
    assert_eq!(found, turned);
}

#[test]
fn each_unit_is_drawn_as_often_as_its_probability_says() {
    let frame = frame(&[60, 40]);
    let n_seeds = 4000;
    let mut n_drawn = vec![0_u32; frame.n_units()];
    let mut pi = vec![0.0; frame.n_units()];
    for seed in 0..n_seeds {
        for drawn in draw_sample(&frame, &SamplingConfig { seed, ..config(25) }).unwrap().drawn {
            n_drawn[drawn.unit] += 1;
            pi[drawn.unit] = drawn.pi;
        }
    }
    for (n_drawn, pi) in n_drawn.into_iter().zip(pi) {
        let deviation = f64::from(n_drawn) / n_seeds as f64 - pi;
        // Five standard errors, so that none of a hundred units strays by chance.
        assert!(deviation.abs() <= 5.0 * (pi * (1.0 - pi) / n_seeds as f64).sqrt());
    }
}

#[test]
fn uncertain_units_and_small_outlets_are_drawn_more_often() {
    let frame = frame(&[2000, 150]);
    let sample = check_sample(&frame, &config(300));
    let mean_pi = |wanted: &dyn Fn(usize) -> bool| {
        let found: Vec<f64> =
            sample.drawn.iter().filter(|d| wanted(d.unit)).map(|d| d.pi).collect();
        found.iter().sum::<f64>() / found.len() as f64
    };
    assert!(
        mean_pi(&|unit| frame.units[unit].outlet == 1)
            > 2.0 * mean_pi(&|unit| frame.units[unit].outlet == 0)
    );
    let highest = |unit| frame.probabilities_of(unit).fold(0.0, f64::max);
    let of_first =
        |unit: usize| frame.units[unit].outlet == 0 && frame.units[unit].class == UnitClass::Own;
    assert!(
        mean_pi(&|unit| of_first(unit) && highest(unit) > 0.5)
            > 2.0 * mean_pi(&|unit| of_first(unit) && highest(unit) < 0.05)
    );
}

#[test]
fn outlets_share_strata_where_draws_do_not_reach() {
    let frame = frame(&[20, 300, 25, 200, 10]);
    let sample = check_sample(&frame, &config(6));
    let outlets: Vec<&[usize]> =
        sample.strata.iter().map(|stratum| stratum.outlets.as_slice()).collect();
    assert_eq!(outlets, [&[1][..], &[3], &[2, 0, 4]]);
}

#[test]
fn whole_articles_are_drawn_with_all_their_units() {
    let frame = frame(&[400, 120]);
    let sample = check_sample(&frame, &SamplingConfig { whole_articles: true, ..config(12) });
    assert_eq!(sample.drawn.len(), 120);
    for drawn in &sample.drawn {
        let article = frame.units[drawn.unit].article;
        let units = (0..frame.n_units()).filter(|&unit| frame.units[unit].article == article);
        let found = sample.drawn.iter().filter(|other| frame.units[other.unit].article == article);
        assert_eq!(units.count(), found.count());
    }
}

#[test]
fn the_plan_foresees_the_spread_of_corrected_rates() {
    // Labels are drawn from the scores; audits of 120 units are drawn anew each time.
    let frame = frame(&[700]);
    let planned = plan_sample(&frame, &config(120), &[120]).unwrap().remove(0);
    let own = |unit: usize| frame.units[unit].class == UnitClass::Own;
    let n_own = (0..700).filter(|&unit| own(unit)).count() as f64;
    let f = |unit: usize| frame.probabilities_of(unit).next().unwrap();
    let n_seeds = 3000;
    let (mut corrected, mut alone) = (0.0, 0.0);
    for seed in 0..n_seeds {
        let label = |unit: usize| {
            let uniform = permanent_number(seed + 5000, unit as u64) as f64 / 2.0_f64.powi(64);
            f64::from(u8::from(uniform < f(unit)))
        };
        let truth = (0..700).filter(|&unit| own(unit)).map(label).sum::<f64>() / n_own;
        let sample = draw_sample(&frame, &SamplingConfig { seed, ..config(120) }).unwrap();
        let audited = || sample.drawn.iter().filter(|drawn| own(drawn.unit));
        let residual: f64 = audited().map(|d| (label(d.unit) - f(d.unit)) / d.pi).sum();
        let proxy: f64 = (0..700).filter(|&unit| own(unit)).map(f).sum();
        corrected += ((proxy + residual) / n_own - truth).powi(2);
        let total: f64 = audited().map(|d| label(d.unit) / d.pi).sum();
        let n: f64 = audited().map(|d| 1.0 / d.pi).sum();
        alone += (total / n - truth).powi(2);
    }
    let rate = planned.rates.iter().find(|rate| rate.outlet == Some(0) && rate.own_voice).unwrap();
    let found = 1.96 * (corrected / n_seeds as f64).sqrt();
    // The standard error of a spread from 3,000 draws is 1.3 %.
    assert!((found / rate.corrected_of_dump.unwrap() - 1.0).abs() < 0.06, "{found} {rate:?}");
    let (alone, labels_only) = (1.96 * (alone / n_seeds as f64).sqrt(), rate.labels_only.unwrap());
    assert!(labels_only > rate.corrected.unwrap() && labels_only > alone, "{alone} {rate:?}");
}

#[test]
fn more_labels_buy_precision_down_to_what_clusters_leave() {
    let frame = frame(&[600, 300]);
    let plans = plan_sample(&frame, &config(50), &[50, 100, 400, 900]).unwrap();
    let width = |plan: &SamplePlan| plan.rates[0].corrected.unwrap();
    assert!(plans.windows(2).all(|pair| width(&pair[1]) < width(&pair[0])));
    let last = plans.last().unwrap();
    assert!(last.rates.iter().all(|rate| rate.corrected_of_dump.is_none_or(|width| width == 0.0)));
    assert!(last.rates.iter().all(|rate| rate.corrected == rate.labels_only));
    assert!(width(last) > 0.0);
    assert_eq!(last.rates.len(), 3 * 4);
}

#[test]
fn under_ten_clusters_no_interval_is_promised() {
    let plan = plan_sample(&frame(&[90]), &config(20), &[20]).unwrap().remove(0);
    assert!(plan.rates.iter().all(|rate| rate.n_clusters == 9 && rate.corrected.is_none()));
}

#[test]
fn active_units_are_uncertain_diverse_and_no_copies() {
    let mut frame = frame(&[300, 300]);
    for unit in &mut frame.units[300..] {
        unit.sentence &= 0xFFFF_FFFF;
    }
    let thresholds = [0.5, 0.3];
    let chosen = choose_active(&frame, 30, 7, &thresholds).unwrap();
    assert_eq!(chosen.len(), 30);
    let mut clusters: Vec<u64> = chosen.iter().map(|&unit| frame.units[unit].cluster).collect();
    clusters.sort_unstable();
    clusters.dedup();
    assert_eq!(clusters.len(), 30);
    let doubt = |unit: usize| {
        let nearest = frame.probabilities_of(unit).zip(thresholds).map(|(f, t)| (f - t).abs());
        nearest.fold(1.0, f64::min)
    };
    let mean = |units: &mut dyn Iterator<Item = usize>| {
        let found: Vec<f64> = units.map(doubt).collect();
        found.iter().sum::<f64>() / found.len() as f64
    };
    assert!(mean(&mut chosen.iter().copied()) < 0.6 * mean(&mut (0..600)));
    assert!((0..2).all(|outlet| chosen.iter().any(|&unit| frame.units[unit].outlet == outlet)));
    assert_eq!(choose_active(&frame, 30, 7, &thresholds).unwrap(), chosen);
    // 270 different sentences: 300 units of the first outlet, less 30 captions; the second has copies of them.
    assert_eq!(choose_active(&frame, 270, 7, &thresholds).unwrap().len(), 270);
    let error = choose_active(&frame, 271, 7, &thresholds).unwrap_err();
    assert_eq!(error, Error::SampleSize { found: 271, most: 270 });
}
