use jiff::civil::{Date, date};

use super::*;

/// An article for a test: its day, its id and its text.
type Item = (Option<Date>, String, String);

/// The id of the first of each article's cluster.
fn clusters(articles: &[Item]) -> Vec<String> {
    let made: Vec<_> = articles.iter().map(|(_, _, text)| Fingerprints::of(text)).collect();
    let mut index = ClusterIndex::new(ClusterConfig::default());
    for ((day, id, _), made) in articles.iter().zip(&made) {
        index.add(*day, id, &made.sampled);
    }
    let words = |article: usize| Ok::<_, std::convert::Infallible>(made[article].words.clone());
    let members = index.finish(words).unwrap();
    for member in &members {
        let size = members.iter().filter(|other| other.first == member.first).count();
        assert_eq!(member.size as usize, size);
    }
    members.iter().map(|member| articles[member.first].1.clone()).collect()
}

/// Words that no other seed gives.
fn story(seed: u64, words: std::ops::Range<u64>) -> String {
    words.map(|word| format!("w{seed}x{word} ")).collect::<Vec<_>>().concat()
}

fn check(texts: &[String], expected: &[usize]) {
    let item = |(number, text): (usize, &String)| {
        (Some(date(2018, 9, 12)), format!("{number:03}"), text.clone())
    };
    let articles: Vec<Item> = texts.iter().enumerate().map(item).collect();
    let found: Vec<usize> = clusters(&articles).iter().map(|id| id.parse().unwrap()).collect();
    assert_eq!(found, expected);
}

#[test]
fn copies_of_half_the_text_and_more_are_of_one_cluster() {
    check(
        &[story(1, 0..300), story(1, 0..180), story(1, 100..300), story(2, 0..300)],
        &[0, 0, 0, 3],
    );
    let boxed =
        |seed: u64| format!("{}{}{}", story(seed, 0..40), story(1, 0..300), story(seed, 50..90));
    check(&[boxed(5), boxed(6), boxed(7)], &[0, 0, 0]);
    check(&[story(1, 0..300) + &story(3, 0..400), story(1, 180..300) + &story(2, 0..180)], &[0, 1]);
}

#[test]
fn short_texts_are_copies_only_where_all_words_are_equal() {
    let short = "The order took effect at noon.".to_owned();
    check(
        &[
            short.clone(),
            short.to_uppercase(),
            format!("{short} Today."),
            String::new(),
            String::new(),
        ],
        &[0, 0, 2, 3, 4],
    );
    check(&[story(1, 0..300), story(1, 0..29)], &[0, 1]);
}

#[test]
fn a_roundup_joins_one_story_and_welds_none() {
    let (one, two) = (story(1, 0..300), story(2, 0..200));
    check(
        &[one.clone() + &two, one.clone(), two.clone(), one.clone(), two.clone()],
        &[0, 0, 2, 0, 2],
    );
    check(&[one.clone(), two.clone(), one.clone() + &two], &[0, 1, 0]);
}

#[test]
fn what_is_edited_step_by_step_stays_together_while_it_shares_something_with_the_first() {
    let step = |from: u64| story(1, from..from + 300);
    check(&[step(0), step(100), step(200), step(300)], &[0, 0, 0, 3]);
}

#[test]
fn a_paragraph_that_recurs_everywhere_makes_no_cluster() {
    let paragraph = story(0, 0..60);
    let texts: Vec<String> = (1..200)
        .map(|seed| story(seed, 0..100 + seed) + &paragraph)
        .chain([paragraph.clone()])
        .collect();
    check(&texts, &(0..200).collect::<Vec<_>>());
    check(&[texts, vec![paragraph]].concat(), &(0..200).chain([199]).collect::<Vec<_>>());
}

#[test]
fn the_first_is_the_earliest_by_day_then_id_undated_last() {
    let item = |day: Option<Date>, id: &str| (day, id.to_owned(), story(1, 0..100));
    let articles = [
        item(None, "a"),
        item(Some(date(2018, 9, 13)), "b"),
        item(Some(date(2018, 9, 12)), "d"),
        item(Some(date(2018, 9, 12)), "c"),
    ];
    assert_eq!(clusters(&articles), ["c"; 4]);
}

#[test]
fn sentences_are_counted_by_other_outlets() {
    let key = sentence_key("The order, he said, took effect at noon.").unwrap();
    assert_eq!(sentence_key("“The order”, he SAID, took effect – at noon"), Some(key));
    assert_eq!(sentence_key("The White House declined to comment."), None);
    let mut sentences = SharedSentences::default();
    for (key, outlet) in [(key, 1), (key, 2), (key, 1), (key, 7), (5, 1), (5, 1)] {
        sentences.add(key, outlet);
    }
    let outlets = sentences.finish();
    assert_eq!(
        [(key, 1), (key, 3), (5, 1), (5, 2), (9, 1)]
            .map(|(key, outlet)| outlets.other_outlets(key, outlet)),
        [2, 3, 0, 0, 0]
    );
}

#[test]
fn swapped_words_and_a_new_frame_do_not_hide_a_copy() {
    let swapped: String = story(1, 0..300)
        .split(' ')
        .enumerate()
        .map(
            |(index, word)| {
                if index % 9 == 4 { "Russian Federation ".to_owned() } else { format!("{word} ") }
            },
        )
        .collect();
    check(
        &[story(1, 0..300), swapped.clone(), story(2, 0..50) + &swapped + &story(3, 0..50)],
        &[0, 0, 0],
    );
}

#[test]
fn identical_articles_take_linear_time() {
    let sampled = Fingerprints::of(&story(1, 0..40));
    let mut index = ClusterIndex::new(ClusterConfig::default());
    for number in 0..100_000 {
        index.add(None, &format!("{number:06}"), &sampled.sampled);
    }
    let mut n_reads = 0;
    let members = index.finish(|_| {
        n_reads += 1;
        Ok::<_, std::convert::Infallible>(sampled.words.clone())
    });
    assert_eq!(members.unwrap()[99_999], Membership { first: 0, size: 100_000 });
    assert!(n_reads <= 200_000, "{n_reads}");
}

/// Texts cut from a few stories, so that some are copies, parts and roundups of others.
fn texts() -> impl proptest::strategy::Strategy<Value = Vec<String>> {
    use proptest::prelude::*;
    let piece = (0_u64..4, 0_u64..80, 0_u64..120)
        .prop_map(|(seed, from, length)| story(seed, from..from + length));
    proptest::collection::vec(
        proptest::collection::vec(piece, 0..3).prop_map(|pieces| pieces.concat()),
        0..14,
    )
}

proptest::proptest! {
    #[test]
    fn the_order_of_adding_changes_nothing(texts in texts(), seed in 0_usize..1000) {
        let item = |(number, text): (usize, String)| {
            let day = (number % 3 > 0).then(|| date(2018, 9, 1 + (number % 4) as i8));
            (day, format!("{number:02}"), text)
        };
        let articles: Vec<Item> = texts.into_iter().enumerate().map(item).collect();
        let mut other = articles.clone();
        other.sort_by_key(|(_, id, _)| (id.parse::<usize>().unwrap() + 1) * (seed + 7919) % 101);
        let pairs = |articles: &[Item]| {
            let ids = articles.iter().map(|(_, id, _)| id.clone());
            ids.zip(clusters(articles)).collect::<std::collections::BTreeMap<_, _>>()
        };
        proptest::prop_assert_eq!(pairs(&articles), pairs(&other));
    }

    #[test]
    fn every_first_is_its_own_first(texts in texts()) {
        let articles: Vec<Item> = (0..).zip(texts).map(|(number, text): (u64, _)| (None, format!("{number:02}"), text)).collect();
        let first = clusters(&articles);
        for id in &first {
            proptest::prop_assert_eq!(&first[id.parse::<usize>().unwrap()], id);
        }
    }

    #[test]
    fn shortened_copies_are_found(words in 60_u64..900, cut in 0_u64..40, kept in 55_u64..100) {
        let (from, length) = (words * cut.min(100 - kept) / 100, words * kept / 100);
        check(&[story(1, 0..words), story(1, from..from + length)], &[0, 0]);
    }

    #[test]
    fn random_texts_are_no_copies(lengths in proptest::collection::vec(1_u64..300, 2..20)) {
        let texts: Vec<String> = (1..).zip(&lengths).map(|(seed, &length)| story(seed, 0..length)).collect();
        check(&texts, &(0..texts.len()).collect::<Vec<_>>());
    }

    #[test]
    fn any_text_has_fingerprints(text in "\\PC{0,300}|[a ]{0,300}") {
        let made = Fingerprints::of(&text);
        proptest::prop_assert!(made.sampled.len() <= made.words.len() + 1);
        proptest::prop_assert_eq!(made.sampled.is_empty(), made.words.is_empty());
    }
}

#[test]
fn a_repeated_quotation_counts_once() {
    let (quotation, own) = (story(1, 0..40), story(2, 0..30));
    check(&[quotation.clone() + &story(3, 0..200), quotation.repeat(3) + &own], &[0, 0]);
    check(&["order ".repeat(200), "order ".repeat(5) + &story(4, 0..100)], &[0, 1]);
}
