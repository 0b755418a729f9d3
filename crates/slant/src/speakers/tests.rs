//! Speakers of articles made by hand.

use features::{SpeakerRole, UnitKind, UnitVoice};

use super::*;
use crate::scoring::ScoredArticle;

/// A speaker: name, title, party, role.
type Person = (&'static str, Option<&'static str>, Option<&'static str>, SpeakerRole);
/// A unit: kind, voice, positions of speakers, whether it carries the label.
type Said = (UnitKind, Voice, &'static [u32], bool);

const WARD: Person = ("Orla Fennick", Some("Sen."), Some("D"), SpeakerRole::Legislator);

fn quoted(speakers: &'static [u32], is_labelled: bool) -> Said {
    (UnitKind::Sentence, Voice::DirectQuote, speakers, is_labelled)
}

fn article(outlet: &str, id: &str, speakers: &[Person], units: &[Said]) -> ReadArticle {
    let speaker = |&(name, title, party, role): &Person| Speaker {
        name: name.to_owned(),
        title: title.map(str::to_owned),
        party: party.map(str::to_owned),
        state: None,
        role,
    };
    let unit = |&(kind, voice, speakers, is_labelled): &Said| ScoredUnit {
        unit_id: String::new(),
        number: 1,
        kind,
        span: None,
        text: String::new(),
        voice: Some(UnitVoice { voice, speakers: speakers.to_vec(), attributions: Vec::new() }),
        sentence_key: None,
        probabilities: vec![0.5],
        decisions: vec![Some(is_labelled)],
    };
    ReadArticle {
        article: ingest::Article {
            id: id.to_owned(),
            outlet: outlet.to_owned(),
            url: None,
            title: None,
            author: None,
            date: None,
            text: String::new(),
            block_quotes: Vec::new(),
            source_path: "a.jsonl".into(),
            source_line: 1,
            source_offset: 0,
        },
        relevance: Relevance::Relevant,
        scored: ScoredArticle {
            relevant: true,
            units: units.iter().map(unit).collect(),
            speakers: speakers.iter().map(speaker).collect(),
            ..ScoredArticle::default()
        },
    }
}

fn speakers_in(articles: &[ReadArticle]) -> Speakers {
    let mut tally = SpeakerTally::new(1);
    articles.iter().for_each(|article| tally.add(article, None));
    Speakers::of(tally)
}

/// Name, then articles, sentences, labelled sentences and clusters, over all outlets, and the number of outlets.
fn figures(speakers: &Speakers) -> Vec<(Option<&str>, [u64; 5])> {
    let figures = |counts: SpeakerCounts<'_>| {
        let total = counts.total();
        let n_clusters = total.n_clusters();
        [total.n_articles, total.n_units, total.n_labelled[0], n_clusters, counts.n_outlets()]
    };
    speakers.iter().map(|counts| (counts.name(), figures(counts))).collect()
}

#[test]
fn the_same_name_is_one_speaker_in_all_articles() {
    let hale: Person = ("Tobias Hale", None, None, SpeakerRole::Expert);
    let articles = [
        article(
            "Post",
            "1",
            &[hale, WARD],
            &[quoted(&[1], true), quoted(&[1], false), quoted(&[0], false)],
        ),
        article("Post", "2", &[WARD], &[quoted(&[0], true)]),
        article("Echo", "3", &[WARD], &[quoted(&[0], true)]),
    ];
    let speakers = speakers_in(&articles);
    assert_eq!(
        figures(&speakers),
        [(Some("Orla Fennick"), [3, 4, 3, 3, 2]), (Some("Tobias Hale"), [1, 1, 0, 1, 1])]
    );
    assert_eq!(speakers.n_named(), 2);
    let fennick = speakers.iter().next().unwrap();
    let outlets: Vec<(&str, u64)> =
        fennick.outlets().map(|(outlet, mentions)| (outlet, mentions.n_units)).collect();
    assert_eq!(outlets, [("Echo", 1), ("Post", 3)]);
}

#[test]
fn forms_of_one_name_are_one_speaker_under_the_most_frequent_form() {
    let check = |names: &[&'static str], expected: &[(&str, u64)]| {
        let articles: Vec<ReadArticle> = (1..)
            .zip(names)
            .map(|(id, name)| {
                let person: Person = (name, None, None, SpeakerRole::Expert);
                article("Post", &id.to_string(), &[person], &[quoted(&[0], true)])
            })
            .collect();
        let speakers = speakers_in(&articles);
        let found: Vec<(&str, u64)> =
            figures(&speakers).iter().map(|(name, figures)| (name.unwrap(), figures[0])).collect();
        assert_eq!(found, expected);
    };
    check(
        &["Moira O'Dell", "Moira O’Dell", "Moira O’Dell", "MOIRA O'DELL"],
        &[("Moira O’Dell", 4)],
    );
    check(&["Orla J. Fennick", "Orla Fennick", "Orla Fennick"], &[("Orla Fennick", 3)]);
    check(&["Orla J. Fennick", "Orla J. Fennick"], &[("Orla J. Fennick", 2)]);
    // Two of one name whom their initials part: who is meant without them is not known.
    check(
        &["Orla J. Fennick", "Orla M. Fennick", "Orla Fennick"],
        &[("Orla Fennick", 1), ("Orla J. Fennick", 1), ("Orla M. Fennick", 1)],
    );
}

#[test]
fn copies_of_an_article_are_one_cluster() {
    let copies = [
        article("Post", "1", &[WARD], &[quoted(&[0], true)]),
        article("Echo", "2", &[WARD], &[quoted(&[0], true)]),
    ];
    let mut tally = SpeakerTally::new(1);
    for (copy, is_first) in copies.iter().zip([true, false]) {
        tally.add(copy, Some(Cluster { id: "1", size: 2, is_first }));
    }
    assert_eq!(figures(&Speakers::of(tally)), [(Some("Orla Fennick"), [2, 2, 2, 1, 2])]);
}

#[test]
fn only_sentences_of_relevant_articles_count() {
    let units = [
        (UnitKind::Headline, Voice::Indirect, [0].as_slice(), true),
        (UnitKind::Caption, Voice::Indirect, &[0], true),
        (UnitKind::Sentence, Voice::Own, &[0], true),
    ];
    let mut irrelevant = article("Post", "2", &[WARD], &[quoted(&[0], true)]);
    irrelevant.relevance = Relevance::Irrelevant;
    assert!(figures(&speakers_in(&[article("Post", "1", &[WARD], &units), irrelevant])).is_empty());
}

#[test]
fn a_joint_statement_counts_for_each_once() {
    let officials: Person = ("two officials", None, None, SpeakerRole::Administration);
    let articles = [article("Post", "1", &[WARD, officials, WARD], &[quoted(&[2, 1, 0], true)])];
    assert_eq!(
        figures(&speakers_in(&articles)),
        [(Some("Orla Fennick"), [1, 1, 1, 1, 1]), (Some("two officials"), [1, 1, 1, 1, 1])]
    );
}

#[test]
fn what_nobody_is_named_for_comes_last_without_a_name() {
    let articles = [article(
        "Post",
        "1",
        &[WARD],
        &[quoted(&[], true), quoted(&[], false), quoted(&[0], false)],
    )];
    let speakers = speakers_in(&articles);
    assert_eq!(
        figures(&speakers),
        [(Some("Orla Fennick"), [1, 1, 0, 1, 1]), (None, [1, 2, 1, 1, 1])]
    );
    assert_eq!((speakers.n_named(), speakers.iter().last().unwrap().role()), (1, None));
}

#[test]
fn a_speaker_is_described_as_most_articles_do() {
    let check = |described: &[Person], expected: (&str, Option<&str>, Option<&str>)| {
        let articles: Vec<ReadArticle> = (1..)
            .zip(described)
            .map(|(id, person)| {
                article("Post", &id.to_string(), &[*person], &[quoted(&[0], false)])
            })
            .collect();
        let speakers = speakers_in(&articles);
        let counts = speakers.iter().next().unwrap();
        assert_eq!((counts.role().unwrap(), counts.title(), counts.party()), expected);
    };
    let bare: Person = ("Orla Fennick", None, None, SpeakerRole::Other);
    let former: Person = ("Orla Fennick", Some("former senator"), None, SpeakerRole::Expert);
    check(&[bare], ("other", None, None));
    check(&[bare, bare, WARD], ("legislator", Some("Sen."), Some("D")));
    // A slip in one of many articles.
    check(&[bare, bare, bare, bare, bare, WARD], ("other", None, None));
    check(&[former, WARD], ("legislator", Some("Sen."), Some("D")));
    check(&[WARD, former, former], ("expert", Some("former senator"), Some("D")));
}
