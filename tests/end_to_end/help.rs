//! What the command says about itself.

use crate::driver::Project;

/// The names of the commands, from the help of `slant`.
fn commands(project: &Project) -> Vec<String> {
    let help = project.slant("--help").exits(0).stdout;
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    // Further lines of a description stand deeper than names.
    let names = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .filter(|name| name != "help")
        .collect()
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let project = Project::new();
    let commands = commands(&project);
    for name in ["run", "ingest", "segment", "score", "train", "evaluate", "completions"] {
        assert!(commands.iter().any(|command| command == name), "{name}: {commands:?}");
    }
    for command in commands {
        let outcome = project.slant(&format!("{command} --help")).exits(0).says_nothing();
        let examples = outcome.stdout.split("Example").nth(1).unwrap_or_default().to_owned();
        assert!(examples.contains(&format!("\n  slant {command} ")), "{outcome}");
        let short = project.slant(&format!("{command} -h")).exits(0);
        assert!(short.stdout.contains(&format!("Usage: slant {command}")), "{short}");
        project.slant(&format!("help {command}")).exits(0);
    }
}

#[test]
fn every_command_that_works_takes_the_same_four_switches() {
    let project = Project::new();
    for command in commands(&project).iter().filter(|command| *command != "completions") {
        let outcome = project.slant(&format!("{command} --help")).exits(0);
        for switch in ["--threads <N>", "--quiet", "--json", "--overwrite"] {
            assert!(outcome.stdout.contains(switch), "{switch}: {outcome}");
        }
    }
}

#[test]
fn the_version_is_that_of_the_manifest() {
    let expected = format!("slant {}\n", env!("CARGO_PKG_VERSION"));
    for switch in ["--version", "-V"] {
        let outcome = Project::new().slant(switch).exits(0).says_nothing();
        assert_eq!(outcome.stdout, expected);
    }
}

#[test]
fn completions_are_there_for_the_usual_shells() {
    let project = Project::new();
    for shell in ["bash", "zsh", "fish"] {
        project.slant(&format!("completions {shell}")).exits(0).says_nothing().prints("overwrite");
    }
    project.slant("completions cobol").exits(2).says("possible values: bash");
}
