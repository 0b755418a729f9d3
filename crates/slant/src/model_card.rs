//! The model card: `README.md` in the folder of a model.

use std::fmt::Write;

use classifier::{Confusion, CurvePoint, Evaluation, LabelEvaluation, Model, TrainingRecord};

/// What stands in a cell without a value.
const NONE: &str = "–";

/// The card of a model, from what its `model.toml` records.
pub(crate) fn model_card(model: &Model) -> String {
    let codebook = model.codebook();
    let training = model.training();
    let mut card = format!("# Model `{}`\n\n", model.name());
    if let Some(description) = &codebook.description {
        let _ = writeln!(card, "{}\n", description.trim());
    }
    let _ = write!(
        card,
        "A linear classifier: word 1-{}-grams and within-word character {}-{}-grams, TF-IDF, one L2-penalised logistic regression per \
         label, Platt scaling. Trained by `slant train` on {} labelled units of {} articles (seed {}, C = {}, {} folds).\n\n",
        model.features().word_max,
        model.features().character_min,
        model.features().character_max,
        training.n_units,
        training.n_articles,
        training.config.seed,
        training.config.c,
        training.config.folds,
    );
    card.push_str("| label | definition |\n| --- | --- |\n");
    for label in &codebook.labels {
        let definition =
            label.definition.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
        let _ = writeln!(card, "| `{}` | {definition} |", label.name);
    }
    card.push_str("\n## Cross-validated figures\n\n");
    card.push_str(match training.n_units_without_article {
        0 => "Articles that the model under test had not seen; ",
        _ => "Texts that the model under test had not seen, though it may have seen others of their article; ",
    });
    card.push_str("calibration and thresholds from the other folds.\n\n");
    if let Some(note) = &training.labels_note {
        let _ = writeln!(card, "{note}\n");
    }
    card.push_str(&label_table(&training.cross_validation));
    card.push_str(&curve_table(training));
    for column in ["genre", "voice"] {
        card.push_str(&group_table(&training.cross_validation, column));
    }
    card.push_str(LIMITS);
    card
}

const LIMITS: &str = "
## Limits

These figures hold for texts like the training labels and for no others. Before publishing, draw a sample of your own texts, label it, and
correct the shares with it. A share of marked sentences is not a rate: it carries the classifier's errors. The model sees one sentence
at a time and does not know who speaks.
";

fn label_table(evaluation: &Evaluation) -> String {
    let mut table = "| label | precision | recall | F1 | average precision | Brier skill | calibration error | units with it | threshold |\n\
                     | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for (name, figures) in &evaluation.labels {
        let LabelEvaluation {
            precision,
            recall,
            f1,
            average_precision,
            brier_skill,
            ece,
            support,
            threshold,
            ..
        } = figures;
        let cells = [*precision, *recall, *f1, *average_precision, *brier_skill, *ece]
            .map(two_digits)
            .join(" | ");
        let _ = writeln!(table, "| `{name}` | {cells} | {support} | {} |", two_digits(*threshold));
    }
    let _ = writeln!(
        table,
        "\nMacro-F1 {}, micro-F1 {}, {} units.",
        two_digits(evaluation.macro_f1),
        two_digits(evaluation.micro_f1),
        evaluation.n
    );
    table
}

/// Macro-F1 against the number of articles to learn from.
fn curve_table(training: &TrainingRecord) -> String {
    if training.learning_curve.is_empty() {
        return String::new();
    }
    let mut table =
        "\nLearning curve (the same units are told, with fewer articles to learn from):\n\n\
                     | articles | units | macro-F1 |\n| --- | --- | --- |\n"
            .to_owned();
    let whole = CurvePoint {
        n_articles: training.n_articles,
        n_units: training.n_units,
        macro_f1: training.cross_validation.macro_f1,
    };
    for CurvePoint { n_articles, n_units, macro_f1 } in
        training.learning_curve.iter().chain([&whole])
    {
        let _ = writeln!(table, "| {n_articles} | {n_units} | {} |", two_digits(*macro_f1));
    }
    table
}

/// F1 by group of units, with the number of units that carry the label.
fn group_table(evaluation: &Evaluation, column: &str) -> String {
    let Some(groups) = evaluation.groups.get(column) else { return String::new() };
    let labels: Vec<&String> = evaluation.labels.keys().collect();
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let header: Vec<String> = std::iter::once(column.to_owned())
        .chain(labels.iter().map(|label| format!("`{label}`")))
        .collect();
    let mut table = format!("\nF1 by {column} (units with the label):\n\n{}", row(&header));
    table.push_str(&row(&vec!["---".to_owned(); header.len()]));
    for (group, by_label) in groups {
        let cell = |label: &&String| {
            let confusion = by_label.get(*label).copied().unwrap_or_default();
            let Confusion { true_positives, false_negatives, .. } = confusion;
            format!("{} ({})", two_digits(confusion.f1()), true_positives + false_negatives)
        };
        let name = group.replace('|', "\\|");
        table.push_str(&row(&std::iter::once(name)
            .chain(labels.iter().map(cell))
            .collect::<Vec<_>>()));
    }
    table
}

fn two_digits(value: Option<f64>) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| format!("{value:.2}"))
}
