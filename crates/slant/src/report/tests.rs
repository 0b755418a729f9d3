//! Pages of runs of every size, with the names that a dump may hold.

use proptest::prelude::*;

use super::*;

const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "Gazette, Herald & \"Sons'",
    "{{ data.manifest }}{% raw %}",
    "صحيفة الشرق",
    "\u{202E}override",
    "🗞️👩‍👩‍👧‍👦 daily",
    "</title></style></svg>-->",
];

fn label_share(n_units: u64, n_labelled: u64, bounds: Option<(f64, f64)>) -> LabelShare {
    let share = (n_units > 0).then(|| n_labelled as f64 / n_units as f64);
    LabelShare { n_labelled, share, bounds }
}

fn outlet(name: &str, n_units: u64) -> OutletRow {
    let voice = |n_units| VoiceRow {
        n_articles: n_units / 20 + 1,
        n_clusters: 12,
        n_units,
        labels: vec![
            label_share(n_units, n_units / 9, Some((0.051, 0.172))),
            label_share(n_units, n_units / 4, None),
        ],
    };
    let (n_direct_quote, n_indirect) = (n_units / 3, n_units / 5);
    OutletRow {
        name: name.to_owned(),
        own: voice(n_units - n_direct_quote - n_indirect),
        n_direct_quote,
        n_indirect,
        all: voice(n_units),
    }
}

fn speaker(text: &str) -> SpeakerRow {
    let owned = || Some(text.to_owned());
    SpeakerRow {
        name: text.to_owned(),
        role: owned(),
        title: owned(),
        party: owned(),
        state: owned(),
        n_outlets: 2,
        n_articles: 3,
        n_units: 8,
        labels: vec![label_share(8, 3, None), label_share(8, 0, None)],
    }
}

fn sentence(text: &str, url: &str) -> ScoredSentence {
    ScoredSentence {
        probability: 0.9731,
        is_marked: true,
        text: text.to_owned(),
        voice: text.to_owned(),
        speaker: Some(text.to_owned()),
        outlet: text.to_owned(),
        date: Some(text.to_owned()),
        title: Some(text.to_owned()),
        url: Some(url.to_owned()),
        unit_id: text.to_owned(),
    }
}

/// A run with this text wherever a text can stand, and outlets of these names.
fn run(text: &str, outlets: &[String]) -> ReportData {
    let owned = || text.to_owned();
    let label = || LabelDefinition { name: owned(), definition: owned() };
    let example =
        || RejectExample { path: owned(), line: Some(3), column: Some(14), message: owned() };
    ReportData {
        tool_version: owned(),
        codebook: CodebookSummary {
            name: owned(),
            version: Some(owned()),
            labels: vec![label(), label()],
        },
        model: ModelSummary {
            name: owned(),
            hash: owned(),
            training_labels: owned(),
            labels_note: Some("Labels by two students & a <tool>.".to_owned()),
        },
        topic: TopicFilter { subject: Some(owned()), query: Some(owned()), all: false },
        interval: IntervalSettings { level: 0.95, replicates: 2000, min_clusters: 10 },
        inputs: vec![InputFile {
            path: owned(),
            bytes: 13_700_000,
            blake3: owned(),
            n_records: 2107,
            n_rejects: 1,
        }],
        counts: RunCounts {
            articles_in: 2107,
            articles_out: 2106,
            rejected: 1,
            relevant: 3,
            irrelevant: 2103,
            outside_dates: 0,
            other_language: 0,
            units: vec![(owned(), 1234)],
            clusters: 3,
            clusters_with_copies: 1,
            outlets: 86,
            speakers: 31,
        },
        outlets: outlets.iter().map(|name| outlet(name, 90)).collect(),
        speakers: vec![speaker(text)],
        sentences: vec![vec![sentence(text, "https://gazette.example/1")], Vec::new()],
        rejects: vec![RejectGroup { code: owned(), n_records: 30, examples: vec![example(); 30] }],
        warnings: vec![owned()],
        unused_fields: vec![UnusedField { name: owned(), n_records: 7 }],
        manifest: owned(),
    }
}

/// The tags of a page, without what stands in attributes and between tags.
fn tags(page: &str) -> Vec<&str> {
    let name =
        |rest: &'_ str| rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
    page.split('<').skip(1).map(|rest| &rest[..name(rest)]).collect()
}

fn check_harmless(text: &str) {
    let page = render(&run(text, &[text.to_owned()])).unwrap();
    let plain = render(&run("plain", &["plain".to_owned()])).unwrap();
    assert_eq!(tags(&page), tags(&plain), "{text:?}");
    let quotes = |page: &str| page.matches('"').count();
    assert_eq!(quotes(&page), quotes(&plain), "{text:?}");
}

#[test]
fn no_text_becomes_markup() {
    for text in HOSTILE {
        check_harmless(text);
    }
    check_harmless(&"long name ".repeat(30));
    check_harmless(&"x".repeat(300));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_random_text_becomes_markup(text in "[<>&\"'{}%#/ \\PC]{1,40}") {
        check_harmless(&text);
    }
}

#[test]
fn full_names_stand_in_the_table() {
    let name = "n".repeat(300);
    assert!(
        render(&run("plain", std::slice::from_ref(&name)))
            .unwrap()
            .contains(&format!(">{name}</bdi>"))
    );
}

#[test]
fn only_web_addresses_are_links() {
    let check = |url: &str, expected: usize| {
        let mut data = run("plain", &[]);
        data.sentences[0][0].url = Some(url.to_owned());
        assert_eq!(
            render(&data).unwrap().matches("rel=\"noopener noreferrer\"").count(),
            expected,
            "{url}"
        );
    };
    check("https://gazette.example/1?a=b&c=\"d\"", 1);
    check("http://gazette.example/1", 1);
    check("javascript:alert(1)", 0);
    check("JAVASCRIPT://https://x", 0);
    check("//gazette.example", 0);
}

#[test]
fn the_page_needs_nothing_else() {
    let page = render(&run("plain", &["gazette.example".to_owned()])).unwrap();
    for absent in ["<script", "src=", "<link", "@import", "url("] {
        assert!(!page.contains(absent), "{absent}");
    }
}

#[test]
fn runs_of_every_size_have_a_page_that_never_changes() {
    for n_outlets in [0, 1, 3, 40, 41, 500] {
        let names: Vec<String> = (0..n_outlets).map(|n| format!("outlet{n:03}.example")).collect();
        let data = run("plain", &names);
        let page = render(&data).unwrap();
        let mut reversed = data;
        reversed.outlets.reverse();
        assert_eq!(page, render(&reversed).unwrap());
        // A row in each of three tables, and one of a speaker; a dot for each of two labels in each of two charts.
        assert_eq!(page.matches("<th scope=\"row\">").count(), 3 * n_outlets + 1);
        assert_eq!(page.matches("<circle").count(), 4 * n_outlets.min(40));
        assert_eq!(page.matches("<svg class=\"bar\"").count(), n_outlets);
        assert_eq!(page.contains("the other 460 are in the table"), n_outlets == 500);
    }
}

#[test]
fn a_run_without_anything_has_a_page() {
    let page = render(&ReportData::default()).unwrap();
    for expected in [
        "Nothing to draw",
        "No outlet has",
        "Nobody is quoted",
        "No file was read",
        "No record was rejected",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}

#[test]
fn numbers_are_written_for_readers() {
    let page = render(&run("plain", &["gazette.example".to_owned()])).unwrap();
    for expected in [
        "2,107 records read, 2,106 articles from 86 outlets",
        "11.1%",
        "33.3%",
        "37.5%",
        "The first 1 of 31 speakers",
        "5.1–17.2%",
        "13,700,000",
        "0.973",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}

#[test]
fn at_most_twenty_examples_of_each_kind_are_shown() {
    let mut data = run("plain", &[]);
    data.sentences[0] = vec![sentence("plain", "https://gazette.example/1"); 50];
    let page = render(&data).unwrap();
    assert_eq!(page.matches("<blockquote").count(), MAX_SENTENCES);
    assert_eq!(page.matches("class=\"place\"").count(), MAX_REJECT_EXAMPLES);
}

#[test]
fn the_most_quoted_speakers_are_shown_with_what_they_are() {
    let mut data = run("plain", &[]);
    data.speakers = vec![speaker("Orla Fennick"); MAX_SPEAKERS + 5];
    let page = render(&data).unwrap();
    assert_eq!(page.matches(">Orla Fennick</bdi>\n").count(), MAX_SPEAKERS);

    data.speakers = vec![SpeakerRow {
        title: Some("Sen.".to_owned()),
        party: Some("D".to_owned()),
        state: Some("VA".to_owned()),
        ..speaker("Orla Fennick")
    }];
    let page = render(&data).unwrap();
    assert!(page.contains("<bdi>Sen.</bdi> (<bdi>D</bdi>-<bdi>VA</bdi>)</span>"), "{page}");
    data.speakers[0].title = None;
    data.speakers[0].party = None;
    assert!(render(&data).unwrap().contains("> (<bdi>VA</bdi>)</span>"));
    data.speakers[0].state = None;
    assert!(!render(&data).unwrap().contains("class=\"source\"> ("));
}

#[test]
fn own_voice_comes_before_the_content_carried() {
    let page = render(&run("plain", &["gazette.example".to_owned()])).unwrap();
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    let own = place("<h2 id=\"own\">");
    assert!(own < place("<h2 id=\"carried\">") && own < place("<svg"));
    // 90 units, of which 42 in the outlet's own voice.
    assert!(page.contains("4 of 42 sentence units") && page.contains("10 of 90 sentence units"));
}

#[test]
fn data_that_do_not_fit_the_codebook_are_refused() {
    let mut data = run("plain", &["gazette.example".to_owned()]);
    data.outlets[0].own.labels.pop();
    let message = render(&data).unwrap_err().to_string();
    assert_eq!(message, "outlet `gazette.example`: found shares of 1 labels, expected 2");

    let mut data = run("plain", &[]);
    data.speakers[0].labels.clear();
    let message = render(&data).unwrap_err().to_string();
    assert_eq!(message, "speaker `plain`: found shares of 0 labels, expected 2");

    let mut data = run("plain", &[]);
    data.sentences.pop();
    let message = render(&data).unwrap_err().to_string();
    assert_eq!(message, "found lists of sentences for 1 labels, expected 2");
}
