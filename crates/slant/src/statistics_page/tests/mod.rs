//! Pages of every size, with the names that a dump may hold.

mod filled;
mod fixture;
mod fixture_validity;

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use filled::{filled_with_number, filled_with_text};
use fixture::{names, page, page_without_audit};

const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "Gazette, Herald & \"Sons'",
    "{{ data.manifest }}{% raw %}",
    "صحيفة الشرق",
    "\u{202E}override",
    "🗞️👩‍👩‍👧‍👦 daily",
    "</title></style></svg></details>-->",
    "two\nlines\r\n\tand a tab",
];

static PLAIN: LazyLock<String> = LazyLock::new(|| rendered(&filled_with_text("plain")));

fn rendered(data: &StatisticsPage) -> String {
    render(data).unwrap()
}

/// The tags of a page, without what stands in attributes and between tags.
fn tags(page: &str) -> Vec<&str> {
    let end = |rest: &str| rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
    page.split('<').skip(1).map(|rest| &rest[..end(rest)]).collect()
}

fn check_harmless(text: &str) {
    let page = rendered(&filled_with_text(text));
    assert!(tags(&page) == tags(&PLAIN), "{text:?}");
    let quotes = |page: &str| page.matches('"').count();
    assert_eq!(quotes(&page), quotes(&PLAIN), "{text:?}");
}

#[test]
fn no_text_becomes_markup() {
    HOSTILE.into_iter().for_each(check_harmless);
    check_harmless(&"long name ".repeat(30));
    check_harmless(&"x".repeat(300));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn no_random_text_becomes_markup(text in "[<>&\"'{}%#/ \\PC]{1,40}") {
        check_harmless(&text);
    }
}

#[test]
fn the_page_needs_nothing_else() {
    let page = rendered(&page(&names(3)));
    for absent in ["<script", "src=", "<link", "@import", "url(", "href=\"h"] {
        assert!(!page.contains(absent), "{absent}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn full_names_stand_in_the_tables() {
    let name = "n".repeat(300);
    let page = rendered(&page(std::slice::from_ref(&name)));
    // Three labels in each of two voices and in the contrasts, net tone, classifier against coders, time by outlet,
    // ranges over choices.
    assert_eq!(page.matches(&format!("<bdi>{name}</bdi>")).count(), 6 + 3 + 1 + 3 + 3 + 3);
}

#[test]
fn pages_of_every_size_depend_on_no_order() {
    for n_outlets in [0, 1, 3, 40, 500] {
        let data = page(&names(n_outlets));
        let page = rendered(&data);
        assert!(page.len() < 3_000_000, "{} bytes", page.len());
        let mut reversed = data;
        reversed.outlets.reverse();
        if let Some(contrasts) = &mut reversed.contrasts {
            contrasts.labels.iter_mut().for_each(|contrasts| contrasts.reverse());
        }
        reversed.net_tone.iter_mut().for_each(|tone| tone.rows.reverse());
        reversed.time.iter_mut().for_each(|time| time.outlets.reverse());
        if let Some(sensitivity) = &mut reversed.sensitivity {
            for label in &mut sensitivity.labels {
                label.specifications.reverse();
                label.outlets.reverse();
            }
        }
        if let Some(validity) = &mut reversed.validity {
            validity.labels.iter_mut().for_each(|label| label.outlets.reverse());
        }
        assert!(page == rendered(&reversed), "{n_outlets} outlets");
    }
}

#[test]
fn what_is_not_drawn_or_not_shown_is_said() {
    let check = |n_outlets: usize, text: &str, expected: bool| {
        assert_eq!(
            rendered(&page(&names(n_outlets))).contains(text),
            expected,
            "{n_outlets}: {text}"
        );
    };
    check(60, "are in the tables only", false);
    check(61, "The chart shows the first 60 outlets; the other 1 are in the tables only.", true);
    check(500, "<summary>440 more outlets</summary>", true);
    check(500, "in <code>outlets.csv</code>", false);
    check(
        501,
        "The page has the first 500 outlets; the other 1 are in <code>outlets.csv</code>.",
        true,
    );
    check(12, "in <code>rates_by_time.csv</code>", false);
    check(
        13,
        "The 12 outlets with most sentences; the other 1 are in <code>rates_by_time.csv</code>.",
        true,
    );
}

#[test]
fn numbers_that_are_none_are_not_written() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let page = rendered(&filled_with_number(number));
        for absent in ["NaN", "inf<", "inf%", "inf ", "inf\""] {
            assert!(!page.contains(absent), "{number}: {absent}");
        }
    }
}

#[test]
fn a_reader_is_told_what_the_numbers_are() {
    let page = rendered(&page(&names(3)));
    for expected in [
        "divided by the number of all its sentences in its own voice, in articles about the order.",
        "1,480 units drawn with known probabilities from 52,310, in 811 clusters and 3 outlets, and judged by 3 coders",
        "1,371 of them count",
        "speak of <strong>coverage like it</strong>",
        "Not used of the audit: 12 rows (unsure), 1 row (no label filled in).",
        "<strong>Family:</strong> <bdi>3 outlets × 3 labels, each against the rest, in own voice.</bdi>",
        "False positive rate: Q = 17.3 on 7 degrees of freedom, p = .016 (8 outlets): it differs",
        "Mean error: not tested, fewer than two outlets have enough audited units.",
        "Parties and names were exchanged in 412 units",
        "From 640 articles that it passed over narrowly, 60 coded, 3 relevant after all.",
        "For the authors to say.",
        "arXiv 2311.01453",
        "2,000 replicates, seed 1, level 95%",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}

#[test]
fn target_and_estimand_are_named() {
    let mut data = page(&names(3));
    data.settings.target = Target::ThisDump;
    data.settings.estimand = Estimand::Article;
    let page = rendered(&data);
    assert!(page.contains("speak of <strong>this dump</strong>"));
    assert!(page.contains("is a mean over its articles about the order"));
}

#[test]
fn own_voice_comes_before_the_content_carried_which_is_folded() {
    let page = rendered(&page(&names(3)));
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    let order = [
        "id=\"what\"",
        "id=\"own\"",
        "id=\"carried\"",
        "<summary>The same over all sentences",
        "id=\"contrasts\"",
        "id=\"time\"",
        "id=\"net-tone\"",
        "id=\"sensitivity\"",
        "id=\"validity\"",
        "id=\"checklist\"",
        "id=\"methods\"",
        "id=\"files\"",
    ];
    let places: Vec<usize> = order.iter().map(|text| place(text)).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_missing_number_is_a_dash_with_its_reason() {
    let mut data = page(&names(1));
    for rate in &mut data.outlets[0].own {
        (rate.interval, rate.missing) = (None, Some("Only 4 clusters.".to_owned()));
    }
    let page = rendered(&data);
    assert!(page.contains("<td>–<sup>1</sup></td>"));
    assert!(page.contains("<li dir=\"auto\">Only 4 clusters.</li>"));
    assert!(page.contains(">no interval</text>"));
}

#[test]
fn without_an_audit_there_are_no_rates_and_no_contrasts() {
    let mut data = page_without_audit(&names(8));
    data.contrasts = page(&names(8)).contrasts;
    let page = rendered(&data);
    for expected in [
        "<strong>These are not rates.</strong>",
        "The order: classified shares by outlet",
        "Without an audit nothing is known of how the classifier does on these texts.",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    for absent in ["orrected rate", "abels only", "id=\"contrasts\"", "PPI++"] {
        assert!(!page.contains(absent), "{absent}");
    }
}

#[test]
fn label_shift_is_named_as_what_it_assumes() {
    let mut data = page_without_audit(&names(2));
    data.settings.label_shift = Some("Error rates are those of the training labels.".to_owned());
    let page = rendered(&data);
    assert!(
        page.contains(
            "corrected under an assumption: Error rates are those of the training labels."
        )
    );
    assert!(page.contains("Rogan and Gladen 1978"));
    assert!(page.contains("Without an audit outlets are not compared"));
}

#[test]
fn nothing_at_all_has_a_page_of_plain_sentences() {
    let page = rendered(&StatisticsPage::default());
    for expected in [
        "The codebook has no labels.",
        "Nothing to draw: there are no sentences in the outlet’s own voice.",
        "No outlet has a relevant article.",
        "No period was estimated",
        "There is no net tone",
        "No other choices were tried.",
        "The checklist was not filled in.",
        "No file is listed.",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(!page.contains("<svg"));
}

#[test]
fn data_that_do_not_fit_the_codebook_are_refused() {
    let check = |spoil: &dyn Fn(&mut StatisticsPage), expected: &str| {
        let mut data = page(&names(2));
        spoil(&mut data);
        assert_eq!(render(&data).unwrap_err().to_string(), expected);
    };
    check(
        &|data| data.outlets[0].own.truncate(2),
        "outlet `Alder Valley Chronicle`: found 2 labels, expected 3",
    );
    check(
        &|data| data.contrasts.iter_mut().for_each(|contrasts| contrasts.labels.clear()),
        "contrasts: found 0 labels, expected 3",
    );
    check(
        &|data| data.time.iter_mut().for_each(|time| time.pooled[1].truncate(5)),
        "time series of all outlets: found 5 periods, expected 12",
    );
    check(
        &|data| data.sensitivity.iter_mut().for_each(|of| of.factors.truncate(4)),
        "specification: found 5 factors, expected 4",
    );
    check(
        &|data| data.validity.iter_mut().for_each(|validity| validity.labels.truncate(1)),
        "validity: found 1 labels, expected 3",
    );
}

#[test]
#[ignore = "writes pages to look at into the folder $PAGES"]
fn pages_to_look_at() {
    let folder = std::path::PathBuf::from(std::env::var("PAGES").expect("$PAGES is a folder"));
    let write = |name: &str, data: &StatisticsPage| {
        std::fs::write(folder.join(format!("{name}.html")), rendered(data)).unwrap();
    };
    for n_outlets in [0, 1, 3, 40, 500] {
        write(&n_outlets.to_string(), &page(&names(n_outlets)));
    }
    let mut hostile: Vec<String> = HOSTILE.map(str::to_owned).into();
    hostile.push("A Very Long Name ".repeat(18));
    hostile.push("W".repeat(300));
    write("hostile", &page(&hostile));
    write("no-audit", &page_without_audit(&names(8)));
    write("nothing", &StatisticsPage::default());
}
