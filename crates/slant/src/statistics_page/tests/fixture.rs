//! Pages of invented outlets: any number of them, with any text wherever a text can stand.

use super::super::*;
use super::fixture_validity::validity;
use crate::report::{CodebookSummary, LabelDefinition, ModelSummary};

pub(super) const LABELS: [(&str, f64); 3] =
    [("supportive", 0.12), ("not_far_enough", 0.05), ("helsinki_critical", 0.02)];
const PERIODS: usize = 12;

/// Numbers that look drawn and are always the same: in [0, 1), by three counters.
pub(super) fn draw(a: usize, b: usize, c: usize) -> f64 {
    let mut x = (a as u64) << 40 ^ (b as u64) << 20 ^ c as u64 ^ 0x9E37_79B9_7F4A_7C15;
    for (shift, factor) in [(30, 0xBF58_476D_1CE4_E5B9), (27, 0x94D0_49BB_1331_11EB)] {
        x = (x ^ (x >> shift)).wrapping_mul(factor);
    }
    ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Outlet names of a made-up newspaper town.
pub(super) fn names(n_outlets: usize) -> Vec<String> {
    const PLACES: [&str; 10] = [
        "Alder Valley",
        "Harbor",
        "Millbrook",
        "Eastmere",
        "Quarry Hill",
        "Stonebridge",
        "Larkfield",
        "North Fen",
        "Willow Bay",
        "Copperton",
    ];
    const PAPERS: [&str; 10] = [
        "Chronicle",
        "Post",
        "Gazette",
        "Herald",
        "Courier",
        "Times",
        "Observer",
        "Ledger",
        "Dispatch",
        "Tribune",
    ];
    let name = |n: usize| {
        let place = PLACES[n % 10];
        let paper = PAPERS[(n + n / 10) % 10];
        if n < 100 {
            format!("{place} {paper}")
        } else {
            format!("{place} {paper} {}", n / 100 + 1)
        }
    };
    (0..n_outlets).map(name).collect()
}

/// One rate of outlet `n`: few audited units make it labels only, few clusters leave it without interval.
fn corrected(n: usize, label: usize, scale: f64) -> CorrectedRate {
    let n_units = ((40.0 + 3000.0 * draw(n, 9, 1).powi(2)) * scale) as u64;
    let n_clusters = n_units / 14 + 1;
    let n_audited = (20.0 + 200.0 * draw(n, 9, 3)) as u64;
    let truth = LABELS[label].1 * (0.4 + 1.3 * draw(n, label, 4)) * scale.sqrt();
    let half = 1.2 * (truth / n_audited as f64).sqrt();
    let is_small = n_audited < 60;
    let has_interval = n_clusters >= 10;
    let around = |center: f64, half: f64| ((center - half).max(0.0), (center + half).min(1.0));
    let wide = around(truth * 1.05, half * 1.6);
    let narrow = around(truth, half);
    let interval = if is_small { wide } else { narrow };
    let classified_share = truth * 1.2 + 0.02 * draw(n, label, 5);
    CorrectedRate {
        n_articles: n_units / 12 + 1,
        n_clusters,
        n_units,
        n_abstained: n_units / 20,
        n_audited,
        n_audited_clusters: n_audited.min(n_clusters),
        n_positive: (truth * n_audited as f64).round() as u64,
        classified_share: Some(classified_share),
        sampling: has_interval.then(|| around(classified_share, half * 0.4)),
        abstention_bounds: Some((classified_share * 0.8, classified_share + 0.04)),
        method: Some(if is_small { "labels only" } else { "ppi++" }.to_owned()),
        estimate: Some(if is_small { truth * 1.05 } else { truth }),
        interval: has_interval.then_some(interval),
        percentile_interval: has_interval.then_some(interval),
        labels_only: Some(truth * 1.05),
        labels_only_interval: has_interval.then_some(wide),
        missing: (!has_interval).then(|| "No interval: fewer than 10 clusters.".to_owned()),
        warnings: if is_small {
            vec!["Fewer than 60 audited units: labels only.".to_owned()]
        } else {
            Vec::new()
        },
    }
}

fn outlet(n: usize, name: &str) -> OutletRates {
    let labels = |scale| (0..LABELS.len()).map(|label| corrected(n, label, scale)).collect();
    OutletRates { name: name.to_owned(), own: labels(0.5), carried: labels(1.0) }
}

/// All outlets together: as precise as can be.
fn pooled(n_outlets: usize) -> OutletRates {
    let rate = |label: usize, scale: f64| {
        let (n_units, truth) =
            ((600.0 * scale) as u64 * n_outlets as u64, LABELS[label].1 * scale.sqrt());
        let around = |center: f64, half: f64| Some((center - half * truth, center + half * truth));
        CorrectedRate {
            n_articles: n_units / 12,
            n_clusters: n_units / 14,
            n_units,
            n_abstained: n_units / 20,
            n_audited: 1371,
            n_audited_clusters: 811,
            n_positive: (truth * 1371.0) as u64,
            classified_share: Some(truth * 1.3),
            sampling: around(truth * 1.3, 0.03),
            abstention_bounds: around(truth * 1.3, 0.4),
            method: Some("ppi++".to_owned()),
            estimate: Some(truth),
            interval: around(truth, 0.1),
            percentile_interval: around(truth, 0.11),
            labels_only: Some(truth * 1.02),
            labels_only_interval: around(truth * 1.02, 0.2),
            ..CorrectedRate::default()
        }
    };
    let labels = |scale| (0..LABELS.len()).map(|label| rate(label, scale)).collect();
    OutletRates { name: String::new(), own: labels(0.5), carried: labels(1.0) }
}

fn contrast(n: usize, label: usize, name: &str) -> Contrast {
    let difference = LABELS[label].1 * (1.6 * draw(n, label, 6) - 0.8);
    let half = LABELS[label].1 * (0.3 + 0.5 * draw(n, label, 7));
    let p = 0.9 * (-2.5 * (difference / half).powi(2)).exp();
    let is_missing = n % 17 == 7;
    let found = |x: f64| (!is_missing).then_some(x);
    Contrast {
        outlet: name.to_owned(),
        against: None,
        difference: found(difference),
        interval: (!is_missing).then_some((difference - half, difference + half)),
        p: found(p),
        p_bh: found((p * 1.4).min(1.0)),
        p_holm: found((p * 9.0).min(1.0)),
        missing: is_missing.then(|| "Fewer than 10 clusters of its own.".to_owned()),
        warnings: Vec::new(),
    }
}

fn period(n: usize, label: usize, period: usize) -> PeriodRate {
    let truth = LABELS[label].1 * (0.6 + 0.8 * draw(n, label, 20 + period));
    let is_missing = period == 8 || (n > 0 && period % 5 == 3);
    PeriodRate {
        n_units: if is_missing { 0 } else { 400 / (period as u64 + 1) },
        n_clusters: if is_missing { 0 } else { 60 / (period as u64 + 1) },
        n_audited: 30,
        classified_share: (!is_missing).then_some(truth * 1.3),
        sampling: (!is_missing).then_some((truth, truth * 1.6)),
        method: (!is_missing).then(|| "ppi++".to_owned()),
        estimate: (!is_missing).then_some(truth),
        interval: (!is_missing).then_some((truth * 0.6, truth * 1.4)),
        missing: is_missing.then(|| "no sentences".to_owned()),
    }
}

fn time(names: &[String]) -> TimeSeries {
    let series = |n: usize| {
        let rates = |label| (0..PERIODS).map(|at| period(n, label, at)).collect();
        (0..LABELS.len()).map(rates).collect::<Vec<Vec<_>>>()
    };
    TimeSeries {
        by: "week".to_owned(),
        periods: (0..PERIODS).map(|week| format!("2018-W{}", 37 + week)).collect(),
        n_undated: 14,
        pooled: series(0),
        outlets: names
            .iter()
            .enumerate()
            .map(|(n, name)| OutletSeries { name: name.clone(), labels: series(n + 1) })
            .collect(),
    }
}

fn net_tone(names: &[String]) -> NetTone {
    let row = |(n, name): (usize, &String)| {
        let tone = 0.3 * draw(n, 0, 11) - 0.17;
        let half = 0.03 + 0.05 * draw(n, 0, 12);
        let has_interval = n % 11 != 5;
        NetToneRow {
            outlet: name.clone(),
            n_articles: 40 + n as u64,
            n_clusters: 31 + n as u64,
            n_audited: 90,
            classified: Some(tone + 0.02),
            sampling: has_interval.then_some((tone - half / 2.0, tone + half / 2.0)),
            estimate: Some(tone),
            interval: has_interval.then_some((tone - half, tone + half)),
            missing: (!has_interval).then(|| "No interval: fewer than 10 clusters.".to_owned()),
        }
    };
    NetTone {
        definition: "Mean over articles of (sentences `supportive` − sentences `helsinki_critical`) / sentences.".to_owned(),
        rows: names.iter().enumerate().map(row).collect(),
    }
}

fn sensitivity(names: &[String]) -> Sensitivity {
    const CHOICES: [&[&str]; 5] = [
        &["as trained", "0.3", "0.5", "0.7"],
        &["article", "sentence"],
        &["sentence", "article"],
        &["all copies", "clusters once", "originals alone"],
        &["ppi++", "labels only", "none"],
    ];
    let n: usize = CHOICES.iter().map(|levels| levels.len()).product();
    let specification = |label: usize, mut at: usize| {
        let index = at;
        let mut choices = Vec::new();
        for levels in CHOICES {
            choices.push(levels[at % levels.len()].to_owned());
            at /= levels.len();
        }
        let estimate = LABELS[label].1 * (0.6 + 0.9 * draw(index, label, 30));
        Specification {
            choices,
            is_default: index == 0,
            n_units: 14_000 + index as u64,
            estimate: Some(estimate),
            interval: (index % 9 != 4).then_some((estimate * 0.8, estimate * 1.2)),
            missing: (index % 9 == 4).then(|| "no audited units".to_owned()),
        }
    };
    let range = |label: usize, n: usize, name: &str| {
        let rate = LABELS[label].1 * (0.4 + draw(n, label, 4));
        OutletRange {
            outlet: name.to_owned(),
            default: Some(rate),
            lowest: Some(rate * 0.7),
            highest: Some(rate * 1.5),
        }
    };
    let label = |label| LabelSensitivity {
        specifications: (0..n).map(|at| specification(label, at)).collect(),
        outlets: names.iter().enumerate().map(|(n, name)| range(label, n, name)).collect(),
    };
    Sensitivity {
        of: "all outlets together, in their own voice".to_owned(),
        factors: ["threshold", "relevance", "unit", "copies", "correction"]
            .map(str::to_owned)
            .into(),
        labels: (0..LABELS.len()).map(label).collect(),
    }
}

fn checklist() -> Vec<ChecklistItem> {
    let item = |question: &str, answer: Option<&str>| ChecklistItem {
        question: question.to_owned(),
        answer: answer.map(str::to_owned),
    };
    vec![
        item(
            "About which population are the claims?",
            Some("Articles of 40 outlets that match the topic query, September to December 2018."),
        ),
        item("Why this population?", None),
        item(
            "How were audited units drawn?",
            Some("Stratified by outlet, score band and voice, with recorded probabilities."),
        ),
        item("What is a unit?", Some("A sentence.")),
        item(
            "Were audited units used for training?",
            Some("No: none of them is among the model’s training units."),
        ),
    ]
}

/// A page with an audit and everything on it.
pub(super) fn page(names: &[String]) -> StatisticsPage {
    let label = |(name, _): &(&str, f64)| LabelDefinition {
        name: (*name).to_owned(),
        definition: format!("The sentence is {}.", name.replace('_', " ")),
    };
    let contrasts =
        |label| names.iter().enumerate().map(|(n, name)| contrast(n, label, name)).collect();
    StatisticsPage {
        tool_version: "0.0.0".to_owned(),
        codebook: CodebookSummary {
            name: "The order".to_owned(),
            version: Some("1.0".to_owned()),
            labels: LABELS.iter().map(label).collect(),
        },
        model: ModelSummary {
            name: "linear".to_owned(),
            hash: "0123456789abcdef".repeat(4),
            training_labels: "Trained on 1,850 sentences.".to_owned(),
            labels_note: None,
        },
        subject: Some("the order".to_owned()),
        settings: StatisticsSettings {
            level: 0.95,
            replicates: 2000,
            seed: 1,
            min_clusters: 10,
            min_audited: 60,
            min_positives: 5,
            ..StatisticsSettings::default()
        },
        audit: Some(AuditSummary {
            n_frame_units: 52_310,
            n_units: 1_480,
            n_counted: 1_371,
            n_clusters: 811,
            n_outlets: names.len() as u64,
            coders: vec![
                ("coder A".to_owned(), 640),
                ("coder B".to_owned(), 600),
                ("coder C".to_owned(), 540),
            ],
            n_coded_twice: 300,
            n_adjudicated: 41,
            design: "Stratified by outlet, score band and voice.".to_owned(),
            left_out: vec![("unsure".to_owned(), 12), ("no label filled in".to_owned(), 1)],
        }),
        outlets: names.iter().enumerate().map(|(n, name)| outlet(n, name)).collect(),
        pooled: (!names.is_empty()).then(|| pooled(names.len())),
        contrasts: Some(Contrasts {
            family: format!(
                "{} outlets × 3 labels, each against the rest, in own voice.",
                names.len()
            ),
            labels: (0..LABELS.len()).map(contrasts).collect(),
        }),
        time: Some(time(names)),
        net_tone: Some(net_tone(names)),
        sensitivity: Some(sensitivity(names)),
        validity: Some(validity(names)),
        checklist: checklist(),
        warnings: vec![
            "The classifier’s false positive rate differs between outlets (`supportive`)."
                .to_owned(),
        ],
        files: vec![
            FileHash {
                role: "audit".to_owned(),
                path: "coded.csv".to_owned(),
                blake3: "89ab".repeat(16),
            },
            FileHash {
                role: "scored units".to_owned(),
                path: "run/units.parquet".to_owned(),
                blake3: "cdef".repeat(16),
            },
        ],
        manifest: "{\n  \"seed\": 1\n}".to_owned(),
    }
}

/// The same run without an audit.
pub(super) fn page_without_audit(names: &[String]) -> StatisticsPage {
    let unlabelled = |rate: &mut CorrectedRate| {
        *rate = CorrectedRate {
            n_articles: rate.n_articles,
            n_clusters: rate.n_clusters,
            n_units: rate.n_units,
            n_abstained: rate.n_abstained,
            classified_share: rate.classified_share,
            sampling: rate.sampling,
            abstention_bounds: rate.abstention_bounds,
            missing: rate.missing.clone(),
            ..CorrectedRate::default()
        };
    };
    let mut data = StatisticsPage {
        audit: None,
        contrasts: None,
        sensitivity: None,
        validity: None,
        ..page(names)
    };
    for outlet in data.outlets.iter_mut().chain(&mut data.pooled) {
        outlet.own.iter_mut().chain(&mut outlet.carried).for_each(unlabelled);
    }
    data
}
