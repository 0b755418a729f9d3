//! What a reader must know, after REFORMS: Kapoor et al. 2024, "REFORMS: Consensus-based recommendations for
//! machine-learning-based science", Science Advances 10.
//!
//! What the tool knows is filled in; what only the authors can know has no answer.

use stats::Target;

use super::{PageInputs, subject};
use crate::{
    reading_log::counted,
    statistics::Estimand,
    statistics_page::{AuditSummary, ChecklistItem},
};

/// The questions, with the answers that are known, by the modules of the checklist.
pub(super) fn checklist(
    inputs: &PageInputs<'_>,
    audit: Option<&AuditSummary>,
) -> Vec<ChecklistItem> {
    let mut items = goals(inputs);
    items.extend(reproducibility(inputs));
    items.extend(data(inputs, audit));
    items.extend(model(inputs));
    items.extend(leakage(audit));
    items.extend(uncertainty(inputs, audit));
    items
}

fn item(question: &str, answer: impl Into<Option<String>>) -> ChecklistItem {
    ChecklistItem { question: question.to_owned(), answer: answer.into() }
}

fn goals(inputs: &PageInputs<'_>) -> Vec<ChecklistItem> {
    vec![
        item("About which population or distribution are the claims?", population(inputs)),
        item("Why this population?", None),
        item("Why is a classifier used, and no reading of every text?", None),
    ]
}

/// Articles, outlets and period.
fn population(inputs: &PageInputs<'_>) -> String {
    let frame = inputs.coding.frame;
    let dates = || frame.articles.iter().filter_map(|article| article.date);
    let period = match (dates().min(), dates().max()) {
        (Some(first), Some(last)) => format!(", dated {first} to {last}"),
        _ => ", without dates".to_owned(),
    };
    let n_undated = (frame.articles.len() - dates().count()) as u64;
    let undated = if n_undated > 0 && dates().next().is_some() {
        format!(" ({n_undated} without a date)")
    } else {
        String::new()
    };
    let about = match subject(inputs.coding, inputs.options) {
        Some(subject) => format!("about {subject}"),
        None if frame.record.takes_all() => "of the dump, all taken as relevant".to_owned(),
        None => "that the topic query matches".to_owned(),
    };
    let covering = |outlet: &usize| !inputs.coding.articles_of(*outlet).is_empty();
    let n_outlets = (0..frame.outlets.len()).filter(covering).count() as u64;
    let target = match inputs.options.rates.target {
        Target::Superpopulation => "coverage like it, of which the articles are a draw",
        Target::Dump => {
            "these articles and no others, as far as they are of the rates of outlets; those of contrasts and all other tables of coverage like it"
        }
    };
    format!(
        "{} {about}, of {}{period}{undated}. Intervals speak of {target}.",
        counted(frame.articles.len() as u64, "article"),
        counted(n_outlets, "outlet")
    )
}

fn reproducibility(inputs: &PageInputs<'_>) -> Vec<ChecklistItem> {
    let record = &inputs.coding.frame.record;
    let code = format!(
        "slant {}, on a run of slant {}; the manifests hold the hashes of all files, and the same inputs and settings give the same bytes.",
        env!("CARGO_PKG_VERSION"),
        record.slant_version
    );
    let n_inputs = record.json["inputs"].as_array().map_or(0, Vec::len) as u64;
    let data = format!(
        "{}, listed with BLAKE3 hashes in the manifest of the run; where they can be had, the authors say.",
        counted(n_inputs, "input file")
    );
    vec![
        item("Which data were used, and which version?", data),
        item("Which code, in which environment?", code),
        item("Where are data and codes of the audit to be had?", None),
    ]
}

fn data(inputs: &PageInputs<'_>, audit: Option<&AuditSummary>) -> Vec<ChecklistItem> {
    let codebook = inputs.options.model.codebook();
    let of_run = &inputs.coding.frame.record.codebook;
    let version = of_run
        .version
        .as_ref()
        .map_or_else(|| ", without a version".to_owned(), |version| format!(", version {version}"));
    let outcome = format!(
        "{} of the codebook `{}`{version} (BLAKE3 {}); definitions are on this page.",
        counted(codebook.labels.len() as u64, "label"),
        of_run.name,
        of_run.blake3
    );
    let unit = match inputs.options.estimand {
        Estimand::Sentence => "A sentence of a relevant article; every sentence counts alike.",
        Estimand::Article => {
            "A sentence of a relevant article; every article counts alike, whatever its length, as far as the rules tell voices rightly."
        }
    };
    let annotators = audit.map(|audit| annotators(inputs, audit));
    vec![
        item("Where do the texts come from?", None),
        item("What is the unit of analysis?", unit.to_owned()),
        item("How are the labels defined?", outcome),
        item("From which frame was the audit drawn, and how?", audit.map(sampling)),
        item("How large are run and sample?", sizes(inputs, audit)),
        item("Who labelled the audit, and how far do they agree?", annotators),
        item("What was left out?", left_out(inputs)),
    ]
}

fn sampling(audit: &AuditSummary) -> String {
    let units = counted(audit.n_frame_units, "unit");
    format!(
        "From {units} of the run: sentences, captions and boilerplate of its relevant articles. {}",
        audit.design
    )
}

fn sizes(inputs: &PageInputs<'_>, audit: Option<&AuditSummary>) -> String {
    let pooled = inputs.result.pooled.voices.last();
    let run = pooled.map_or_else(String::new, |all| {
        let [articles, clusters, units] =
            [(all.n_articles, "article"), (all.n_clusters, "cluster"), (all.n_units, "sentence")]
                .map(|(n, noun)| counted(n, noun));
        format!("The run: {units} of {articles} in {clusters} of copies.")
    });
    let audited = audit.map_or_else(String::new, |audit| {
        let [units, outlets] = [(audit.n_units, "unit"), (audit.n_outlets, "outlet")]
            .map(|(n, noun)| counted(n, noun));
        format!(" The audit: {units} of {outlets}, of which {} count.", audit.n_counted)
    });
    run + &audited
}

fn annotators(inputs: &PageInputs<'_>, audit: &AuditSummary) -> String {
    let coders = counted(audit.coders.len() as u64, "coder");
    let agreement = inputs.validity.as_ref().and_then(|validity| validity.agreement.as_ref());
    let Some(agreement) = agreement else {
        return format!("{coders}; no unit was coded twice, so agreement is not known.");
    };
    let n_labels = inputs.result.labels.len();
    let alphas = agreement.alphas.iter().take(n_labels).map(|figure| {
        let alpha =
            figure.alpha.value.map_or("not defined".to_owned(), |alpha| format!("{alpha:.2}"));
        format!("{} {alpha}", figure.of)
    });
    format!(
        "{coders}; Krippendorff’s alpha on {} that two or more coded, before adjudication: {}. Who they are, the authors say.",
        counted(agreement.n_units, "unit"),
        alphas.collect::<Vec<_>>().join(", ")
    )
}

/// What did not become an article of the frame.
fn left_out(inputs: &PageInputs<'_>) -> Option<String> {
    let json = &inputs.coding.frame.record.json;
    let count = |name: &str| json[name].as_u64();
    let (records, rejects) = (count("articles_in")?, count("rejects")?);
    let irrelevant = count("articles_irrelevant")?;
    Some(format!(
        "Of {}, {rejects} could not be read (rejects.jsonl tells why) and {irrelevant} did not match the topic query; headlines, captions and boilerplate count in no rate.",
        counted(records, "record")
    ))
}

fn model(inputs: &PageInputs<'_>) -> Vec<ChecklistItem> {
    let model = inputs.options.model;
    let training = model.training();
    let note = training.labels_note.as_ref().map_or_else(String::new, |note| format!(" {note}"));
    let trained = format!(
        "`{}` (BLAKE3 {}), trained on {} of {}.{note}",
        model.name(),
        model.hash(),
        counted(training.n_units as u64, "labelled unit"),
        counted(training.n_articles as u64, "article")
    );
    let tuned = format!(
        "Calibration and thresholds were fitted on scores of {} folds by article of the training labels, that the scoring model had not seen; nothing was fitted on the audit but λ, how far scores count.",
        training.config.folds
    );
    vec![
        item("Which model was used, and what was it trained on?", trained),
        item("Why this kind of model?", None),
        item("What was tuned on what?", tuned),
    ]
}

fn leakage(audit: Option<&AuditSummary>) -> Vec<ChecklistItem> {
    const SEPARATE: &str = "No: an audit with a text that the model was trained on is refused.";
    const COPIES: &str = "Copies of one text are one cluster, and clusters are the unit of chance of every interval.";
    const FEATURES: &str =
        "The model sees the words of the sentence alone: neither outlet, date nor speaker.";
    vec![
        item(
            "Was the model trained or tuned on audited units?",
            audit.map(|_| SEPARATE.to_owned()),
        ),
        item("Do units depend on each other?", COPIES.to_owned()),
        item("Could a feature give the outcome away?", FEATURES.to_owned()),
    ]
}

fn uncertainty(inputs: &PageInputs<'_>, audit: Option<&AuditSummary>) -> Vec<ChecklistItem> {
    const MEASURES: &str = "Precision, recall and F1, calibration, and tests of equal errors in all outlets, weighted by the probabilities with which units were drawn.";
    let bootstrap = &inputs.options.rates.bootstrap;
    let intervals = format!(
        "{} % intervals over clusters, studentised by a bootstrap of {} replicates, or linearised in tables beside the main one; exact in small cells; none under {}.",
        100.0 * bootstrap.level,
        bootstrap.replicates,
        counted(bootstrap.min_clusters as u64, "cluster")
    );
    let family = &inputs.result.contrasts.family;
    let multiplicity = audit.map(|_| {
        format!("P-values are adjusted by Benjamini and Hochberg, and by Holm: {family}.")
    });
    let assumed = inputs.result.label_shift.as_ref();
    let limits = match (audit, assumed) {
        (Some(_), _) => "Rates hold for the texts of this run as the coders read them; other events, outlets or times need an audit of their own.".to_owned(),
        (None, Some(assumed)) => format!("{assumed}."),
        (None, None) => "Without an audit there are shares that the classifier marks, with its errors, and no rates.".to_owned(),
    };
    vec![
        item("How are errors of the classifier measured?", audit.map(|_| MEASURES.to_owned())),
        item("How is uncertainty told?", intervals),
        item("How are many comparisons dealt with?", multiplicity),
        item("Where do the claims end?", limits),
        item("Is there evidence that they hold elsewhere?", None),
    ]
}
