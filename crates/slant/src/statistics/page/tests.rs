use features::{UnitKind, Voice};
use stats::BootstrapConfig;

use super::*;
use crate::{
    Silent, Workers,
    audit::{AuditStratum, AuditedUnit, Coding as CoderCodes},
    frame::{
        Frame,
        fixture::{FixtureArticle, FixtureUnit, RunFixture},
    },
    statistics::{
        Period, codes_of, estimate_all,
        validity::{ValidityInputs, validity},
    },
};

const OUTLETS: [&str; 2] = ["harborpost.example", "The Alder <Valley> Chronicle"];

/// 60 articles of two sentences, in weeks with a hole between them; one has no date.
fn fixture() -> RunFixture {
    let dates = ["2018-09-12", "2018-09-14", "2018-10-02"];
    let article = |number: usize| {
        let id: &'static str = Box::leak(format!("a{number:02}").into_boxed_str());
        let high = [0.9, 0.7, 0.3][number % 3];
        let quoted = FixtureUnit {
            voice: Voice::DirectQuote,
            ..FixtureUnit::own("“It is weak,” Orla Fennick said.", &[0.1, high, 0.2])
        };
        FixtureArticle {
            id,
            outlet: OUTLETS[number % 2],
            date: (number > 0).then(|| dates[number % 3]),
            relevant: Some(true),
            cluster: id,
            units: vec![FixtureUnit::own("The order is a step.", &[high, 0.1, 0.1]), quoted],
        }
    };
    let labels = vec!["supportive", "not_far_enough", "helsinki_critical"];
    RunFixture { labels, articles: (0..60).map(article).collect(), column: None, cell: None }
}

/// Every unit, coded as its highest score says, but for some; two coders on the first ones.
fn audit(frame: &Frame) -> Audit {
    let label = |unit: usize, label: usize| {
        Some(frame.score(unit, label) > 0.5 && !unit.is_multiple_of(11))
    };
    let labels = |unit: usize| (0..3).map(|at| label(unit, at)).collect::<Vec<_>>();
    let unit = |unit: usize| AuditedUnit {
        unit,
        stratum: 0,
        pi: 1.0,
        labels: labels(unit),
        voice: frame.units[unit].voice,
        kind: UnitKind::Sentence,
        relevant: None,
        speaker_role: None,
    };
    let coding = |at: usize| CoderCodes {
        unit: at / 2,
        coder: at % 2,
        labels: if at == 3 { vec![Some(false); 3] } else { labels(at / 2) },
        voice: None,
        kind: None,
        relevant: None,
    };
    let stratum = AuditStratum {
        name: "all".to_owned(),
        size: Some(120),
        n_drawn: Some(120),
        of_articles: false,
    };
    Audit {
        units: (0..frame.units.len()).map(unit).collect(),
        strata: vec![stratum],
        coders: vec!["ann".to_owned(), "ben".to_owned()],
        n_coded: vec![120, 20],
        codings: (0..40).map(coding).collect(),
        has_coded_voice: true,
        has_coded_kind: true,
        files: Vec::new(),
        warnings: vec!["one file is without a column `text`".to_owned()],
    }
}

fn page_of(has_audit: bool) -> StatisticsPage {
    let folder = tempfile::tempdir().unwrap();
    fixture().write(folder.path());
    let frame = Frame::read(folder.path()).unwrap();
    let audit = has_audit.then(|| audit(&frame));
    let model = crate::shipped_model().unwrap();
    let options = StatisticsOptions {
        run: folder.path().to_owned(),
        audits: Vec::new(),
        keys: Vec::new(),
        partial: false,
        swaps: None,
        swap_names: None,
        near_misses: Vec::new(),
        label_shift: Vec::new(),
        output: folder.path().join("stats"),
        overwrite: false,
        model: &model,
        estimand: Estimand::Sentence,
        period: Period::Week,
        pairs: false,
        rates: stats::RateConfig {
            bootstrap: BootstrapConfig { replicates: 50, ..BootstrapConfig::default() },
            ..stats::RateConfig::default()
        },
    };
    let interrupted = std::sync::atomic::AtomicBool::new(false);
    let workers = Workers::new(2, &interrupted, &Silent).unwrap();
    let coding =
        Coding::new(&frame, audit.iter().flat_map(codes_of).collect(), vec![1.0, 0.0, -1.0]);
    let result = estimate_all(&coding, audit.as_ref(), &options, &workers).unwrap();
    let validity = audit.as_ref().map(|audit| {
        let (swaps, near_misses) = (None, None);
        let config = &options.rates;
        let inputs =
            ValidityInputs { coding: &coding, audit, model: &model, swaps, near_misses, config };
        validity(&inputs, &workers).unwrap()
    });
    let (coding, audit, result, options) = (&coding, audit.as_ref(), &result, &options);
    let (files, manifest) = (Vec::new(), "{}".to_owned());
    statistics_page(PageInputs { coding, audit, result, options, validity, files, manifest })
}

#[test]
fn an_audited_run_fills_the_page() {
    let page = page_of(true);
    let audit = page.audit.as_ref().unwrap();
    assert_eq!(
        [audit.n_frame_units, audit.n_units, audit.n_counted, audit.n_clusters],
        [120, 120, 120, 60]
    );
    assert_eq!((audit.n_outlets, audit.n_coded_twice, audit.n_adjudicated), (2, 20, 1));
    assert_eq!(
        audit.design,
        "Units were drawn at random within one stratum, each with a recorded probability."
    );
    assert_eq!(page.outlets.len(), 2);
    let pooled = page.pooled.as_ref().unwrap();
    assert_eq!((pooled.own[0].n_units, pooled.carried[0].n_units), (60, 120));
    let time = page.time.as_ref().unwrap();
    assert_eq!(time.periods, ["2018-09-10", "2018-09-17", "2018-09-24", "2018-10-01"]);
    assert_eq!((time.n_undated, time.pooled[0][1].n_units, time.pooled[0][3].n_units), (1, 0, 20));
    assert_eq!(page.contrasts.as_ref().unwrap().labels.iter().map(Vec::len).sum::<usize>(), 6);
    let defaults = page.sensitivity.as_ref().unwrap().labels.iter().map(|label| {
        label.specifications.iter().filter(|specification| specification.is_default).count()
    });
    assert_eq!(defaults.collect::<Vec<_>>(), [1, 1, 1]);
    let validity = page.validity.as_ref().unwrap();
    assert_eq!((validity.labels.len(), validity.agreement.as_ref().unwrap().n_units), (3, 20));
    let html = crate::statistics_page::render(&page).unwrap();
    assert!(html.contains("What a reader must know") && !html.contains("<Valley>"));
}

#[test]
fn the_checklist_says_what_is_known_and_leaves_the_rest_to_the_authors() {
    let check = |page: &StatisticsPage, question: &str, expected: Option<&str>| {
        let item = page.checklist.iter().find(|item| item.question == question).unwrap();
        match expected {
            Some(start) => assert!(item.answer.as_ref().unwrap().starts_with(start), "{item:?}"),
            None => assert_eq!(item.answer, None),
        }
    };
    let (page, without) = (page_of(true), page_of(false));
    let population = "About which population or distribution are the claims?";
    let start = "60 articles about the order, of 2 outlets, dated 2018-09-12 to 2018-10-02 (1 without a date).";
    check(&page, population, Some(start));
    check(&page, "Why this population?", None);
    check(
        &page,
        "How large are run and sample?",
        Some("The run: 120 sentences of 60 articles in 60 clusters"),
    );
    let leakage = "Was the model trained or tuned on audited units?";
    check(&page, leakage, Some("No"));
    check(&without, leakage, None);
    check(
        &page,
        "Who labelled the audit, and how far do they agree?",
        Some("2 coders; Krippendorff’s alpha on 20 units"),
    );
    check(&without, "Where do the claims end?", Some("Without an audit"));
}

#[test]
fn without_an_audit_the_page_has_shares_alone() {
    let page = page_of(false);
    assert!(page.audit.is_none() && page.contrasts.is_none() && page.validity.is_none());
    let rate = &page.outlets[0].own[0];
    assert!(rate.classified_share.is_some() && rate.estimate.is_none() && rate.method.is_none());
    assert!(crate::statistics_page::render(&page).is_ok());
}
