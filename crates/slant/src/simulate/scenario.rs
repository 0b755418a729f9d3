//! Scenarios: those of the documentation, and those of a file.

use std::path::Path;

use serde::Deserialize;
use stats::SimulationConfig;

use crate::atomic::read_file;
use crate::error::Error;

/// Rare labels and small audits: prevalences, and audited sentences of each outlet.
const RARE: ([f64; 3], [u32; 4]) = ([0.02, 0.04, 0.08], [10, 20, 50, 100]);
/// What a study should plan for.
const COMMON: ([f64; 3], [u32; 2]) = ([0.1, 0.2, 0.3], [200, 400]);

/// The scenarios of the table in `docs/simulation.md`, each `base` with another prevalence and audit.
#[must_use]
pub fn documented_scenarios(base: &SimulationConfig) -> Vec<SimulationConfig> {
    let grid = |rates: &[f64], audits: &[u32]| -> Vec<SimulationConfig> {
        let scenario = |&prevalence: &f64, &n_audited: &u32| SimulationConfig {
            prevalence: vec![prevalence],
            n_audited,
            ..base.clone()
        };
        rates
            .iter()
            .flat_map(|rate| audits.iter().map(move |audited| scenario(rate, audited)))
            .collect()
    };
    let mut scenarios = grid(&COMMON.0, &COMMON.1);
    scenarios.extend(grid(&RARE.0, &RARE.1));
    scenarios
}

/// Reads scenarios from a TOML file: `[[scenarios]]` tables with the names of the command line's options; what a table
/// leaves out is as in `base`.
///
/// # Errors
/// A file that cannot be read, an unknown name, a value of the wrong type, no scenario: with line and column.
pub fn read_scenarios(
    path: &Path,
    base: &SimulationConfig,
) -> Result<Vec<SimulationConfig>, Error> {
    let text = String::from_utf8(read_file(path)?).map_err(|error| Error::table(path, &error))?;
    let file: ScenarioFile = toml::from_str(&text).map_err(|error| {
        let (line, column) = place(&text, error.span().map_or(0, |span| span.start));
        Error::Setting(format!("{}:{line}:{column}: {}", path.display(), error.message()))
    })?;
    file.scenarios
        .into_iter()
        .map(|table| {
            let (line, column) = place(&text, table.span().start);
            let config = table.into_inner().over(base);
            let fault =
                |error| Error::Setting(format!("{}:{line}:{column}: {error}", path.display()));
            config.check().map_err(fault)?;
            Ok(config)
        })
        .collect()
}

/// The line and column of a byte.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenarioFile {
    scenarios: Vec<toml::Spanned<ScenarioTable>>,
}

/// One number for all outlets, or one an outlet.
#[derive(Deserialize)]
#[serde(untagged, expecting = "found another value, expected a number, or a list of numbers")]
enum Prevalence {
    Equal(f64),
    Each(Vec<f64>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ScenarioTable {
    outlets: Option<u32>,
    articles: Option<(u32, u32)>,
    copied_share: Option<f64>,
    copies: Option<(u32, u32)>,
    sentences: Option<(u32, u32)>,
    prevalence: Option<Prevalence>,
    correlation: Option<f64>,
    own_voice: Option<f64>,
    voice_accuracy: Option<f64>,
    sensitivity: Option<f64>,
    specificity: Option<(f64, f64)>,
    calibration_slope: Option<f64>,
    audited: Option<u32>,
    seed: Option<u64>,
}

impl ScenarioTable {
    fn over(self, base: &SimulationConfig) -> SimulationConfig {
        SimulationConfig {
            n_outlets: self.outlets.unwrap_or(base.n_outlets),
            articles: self.articles.unwrap_or(base.articles),
            copied_share: self.copied_share.unwrap_or(base.copied_share),
            copies: self.copies.unwrap_or(base.copies),
            sentences: self.sentences.unwrap_or(base.sentences),
            prevalence: match self.prevalence {
                None => base.prevalence.clone(),
                Some(Prevalence::Equal(rate)) => vec![rate],
                Some(Prevalence::Each(rates)) => rates,
            },
            correlation: self.correlation.unwrap_or(base.correlation),
            own_voice: self.own_voice.unwrap_or(base.own_voice),
            voice_accuracy: self.voice_accuracy.unwrap_or(base.voice_accuracy),
            sensitivity: self.sensitivity.unwrap_or(base.sensitivity),
            specificity: self.specificity.unwrap_or(base.specificity),
            calibration_slope: self.calibration_slope.unwrap_or(base.calibration_slope),
            n_audited: self.audited.unwrap_or(base.n_audited),
            seed: self.seed.unwrap_or(base.seed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<SimulationConfig>, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.toml");
        std::fs::write(&path, text).unwrap();
        read_scenarios(&path, &SimulationConfig::default())
    }

    #[test]
    fn a_table_changes_what_it_names() {
        let text = "[[scenarios]]\noutlets = 3\nprevalence = [0.1, 0.2, 0.3]\n[[scenarios]]\ncopied-share = 0.0\n";
        let default = SimulationConfig::default();
        let three =
            SimulationConfig { n_outlets: 3, prevalence: vec![0.1, 0.2, 0.3], ..default.clone() };
        let alone = SimulationConfig { copied_share: 0.0, ..default };
        assert_eq!(read(text).unwrap(), [three, alone]);
    }

    #[test]
    fn a_fault_is_told_with_its_place() {
        let check = |text: &str, expected: &str| {
            let message = read(text).unwrap_err().to_string();
            assert!(message.ends_with(expected), "{message}");
        };
        check(
            "[[scenarios]]\nprevalence = 0.1\n\n[[scenarios]]\narticles = [60, 20]\n",
            "s.toml:4:1: simulation, articles: found 60-20, expected at least 1, the smaller number first",
        );
        check(
            "[[scenarios]]\nprevalence = \"high\"\n",
            "s.toml:2:14: found another value, expected a number, or a list of numbers",
        );
        check("scenarios = [\n", "s.toml:1:14: unclosed array, expected `]`");
    }

    #[test]
    fn the_documented_scenarios_are_rare_labels_with_small_audits_and_common_ones_with_large() {
        let scenarios = documented_scenarios(&SimulationConfig::default());
        assert_eq!(scenarios.len(), 18);
        assert!(scenarios.iter().all(|s| (s.prevalence[0] >= 0.1) == (s.n_audited >= 200)));
    }
}
