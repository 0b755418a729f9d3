//! Exports read by R, and rates recomputed there. Where `Rscript` or its package `survey` is missing, nothing is tested.

use std::{collections::BTreeMap, process::Command};

use serde_json::json;
use stats::{RatioEstimate, RatioUnit, cluster_ratio};

use crate::{
    driver::Project,
    export::HOSTILE,
    export_audit::audit_sample,
    main_job::{LABELS, run_sample},
    tables::{Row, rows},
};

/// What R prints for a script in the folder of the project; nothing where R is not there.
#[allow(
    clippy::print_stderr,
    reason = "whoever reads the results of tests must know what was not tested"
)]
fn r(project: &Project, script: &str) -> Option<String> {
    let run = |script: &str| {
        Command::new("Rscript")
            .args(["--vanilla", "-e", script])
            .current_dir(project.path(""))
            .env("LC_ALL", "C.UTF-8")
            .output()
    };
    let has_survey = run("library(survey)").is_ok_and(|output| output.status.success());
    if !has_survey {
        eprintln!("skipped: found no Rscript with the package survey");
        return None;
    }
    let output = run(script).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn r_reads_days_factors_flags_and_labels() {
    let project = run_sample();
    project.slant("export out -o shared").exits(0);
    let n_units = rows(&project, "out/units.parquet").len();
    let script = "source('shared/import.R', chdir = TRUE)
        stopifnot(inherits(units$date, 'Date'), is.factor(units$voice), is.character(units$text_hash))
        stopifnot(is.numeric(units$start), all(units$supportive %in% c(0, 1, NA)), !exists('audit'))
        cat(nrow(units), levels(units$kind), attr(units$voice, 'label'), format(min(units$date)), sep = '\\n')";
    let Some(printed) = r(&project, script) else { return };
    let units = rows(&project, "out/units.parquet");
    let first = units.iter().map(|unit| unit.text("date")).min().unwrap();
    assert_eq!(
        printed,
        format!(
            "{n_units}\nheadline\nsentence\ncaption\nboilerplate\nIn whose voice the unit speaks, told by rules\n{first}\n"
        )
    );
}

#[test]
fn r_recomputes_the_shares_of_the_run() {
    let project = run_sample();
    project.slant("export out -o shared").exits(0);
    let script = "source('shared/import.R', chdir = TRUE)
        own <- subset(units, kind == 'sentence' & voice == 'own')
        for (label in unique(outlets$label)) {
          marked <- tapply(own[[label]] %in% 1, own$outlet, mean)
          expected <- subset(outlets, voice == 'own' & label == get('label', globalenv()))
          stopifnot(nrow(expected) == 6, abs(marked[expected$outlet] - expected$classified_share) < 1e-12)
        }
        cat('as in the run')";
    let Some(printed) = r(&project, script) else { return };
    assert_eq!(printed, "as in the run");
}

#[test]
fn r_gives_ids_and_names_back_as_they_were() {
    let text = "The order does not go far enough, two senators said.";
    let line = |name: &&str| json!({"id": name, "outlet": name, "text": text}).to_string() + "\n";
    let project = Project::new().file("a.jsonl", HOSTILE.iter().map(line).collect::<String>());
    project.slant("run a.jsonl -o out --all").exits(0);
    project.slant("export out -o shared --with-text").exits(0);
    let script = "source('shared/import.R', chdir = TRUE)
        stopifnot(articles$article_id == articles$outlet, setequal(units$outlet, outlets$outlet))
        stopifnot(all(units$text == 'The order does not go far enough, two senators said.'))
        writeLines(articles$article_id, useBytes = TRUE)";
    let Some(printed) = r(&project, script) else { return };
    assert_eq!(printed.lines().collect::<Vec<_>>(), HOSTILE);
}

/// Prints the rate of each label in own voice, of all outlets and of each, with its standard error.
const RATES: &str = "suppressPackageStartupMessages(library(survey))
    source('shared/import.R', chdir = TRUE)
    tell <- function(label, outlet, ratio)
      cat(sprintf('%s\\t%s\\t%.17g\\t%.17g\\n', label, outlet, coef(ratio), SE(ratio)), sep = '')
    audit$own <- as.numeric(audit$counted == 1 & audit$coded_voice == 'own')
    for (label in unique(outlets$label)) {
      audit$y <- as.numeric(audit$own == 1 & audit[[paste0('coded_', label)]] %in% 1)
      design <- svydesign(ids = ~cluster_id, probs = ~pi, data = audit)
      ratio <- svyratio(~y, ~own, design)
      tell(label, 'all', ratio)
      by <- svyby(~y, ~outlet, denominator = ~own, design, svyratio)
      tell(label, by$outlet, by)
      stopifnot(abs(coef(svymean(~y, subset(design, own == 1))) - coef(ratio)) < 1e-12)
      # Weights instead of probabilities, and strata with their sizes, change no estimate.
      weighted <- svydesign(ids = ~unit_id, strata = ~stratum, weights = ~weight, fpc = ~n_stratum, data = audit)
      stopifnot(abs(coef(svyratio(~y, ~own, weighted)) - coef(ratio)) < 1e-12)
    }";

/// The rate of the audited units of an outlet, and its linearised standard error over clusters.
fn ratio(audit: &[Row], label: &str, outlet: &str) -> RatioEstimate {
    let unit = |row: &Row| {
        let is_own = row.text("counted") == "1" && row.text("coded_voice") == "own";
        let is_in = is_own && (outlet == "all" || row.text("outlet") == outlet);
        let has_label = row.text(&format!("coded_{label}")) == "1";
        let cluster = blake3::hash(row.text("cluster_id").as_bytes());
        let weight = 1.0 / row.text("pi").parse::<f64>().unwrap();
        RatioUnit {
            cluster_id: u64::from_le_bytes(cluster.as_bytes()[..8].try_into().unwrap()),
            numerator: weight * f64::from(u8::from(is_in && has_label)),
            denominator: weight * f64::from(u8::from(is_in)),
        }
    };
    cluster_ratio(&audit.iter().map(unit).collect::<Vec<_>>()).unwrap()
}

/// What `slant stats` says of the labels alone, in own voice, by label and outlet.
fn labels_only(project: &Project) -> BTreeMap<(String, String), f64> {
    project.slant("stats out --audit labeled.csv -o statistics --replicates 200").exits(0);
    let rates = rows(project, "statistics/outlets.csv");
    let own = rates.iter().filter(|row| row.text("voice") == "own");
    own.map(|row| {
        let place = (row.text("label").to_owned(), row.text("outlet").to_owned());
        (place, row.text("labels_only").parse().unwrap())
    })
    .collect()
}

#[test]
fn survey_recomputes_the_rates_of_the_labels_alone_and_their_standard_errors() {
    let project = audit_sample();
    project.slant("export out -o shared --audit labeled.csv").exits(0);
    let audit = rows(&project, "shared/audit.csv");
    let Some(printed) = r(&project, RATES) else { return };
    let lines: Vec<Vec<&str>> = printed.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), LABELS.len() * 7, "{printed}");
    let labels_only = labels_only(&project);
    for line in lines {
        let [label, outlet, estimate, error] = line[..] else { panic!("{line:?}") };
        let found = [estimate, error].map(|number| number.parse::<f64>().unwrap());
        let RatioEstimate { ratio, cr1, .. } = ratio(&audit, label, outlet);
        let is_same = |found: f64, expected: f64| (found - expected).abs() < 1e-9;
        assert!(is_same(found[0], ratio) && is_same(found[1], cr1.unwrap()), "{line:?} {ratio}");
        if outlet != "all" {
            let expected = labels_only[&(label.to_owned(), outlet.to_owned())];
            assert!(is_same(found[0], expected), "{line:?} {expected}");
        }
    }
}
