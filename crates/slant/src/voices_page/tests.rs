use features::{
    Attribution, QuotationForm, Span, Speaker, SpeakerRole, UnitKind, UnitVoice, Voice,
};
use ingest::Article;
use proptest::prelude::*;

use super::view::{ArticleView, PieceView, UnitView, visible};
use super::{PageOutput, VoicesPage};
use crate::parts::ReadArticle;
use crate::scoring::{Relevance, ScoredArticle, ScoredUnit};

fn article(title: Option<&str>, text: &str) -> Article {
    Article {
        id: "hp-1".to_owned(),
        outlet: "The Harbor Post".to_owned(),
        url: Some("https://www.harborpost.example/1".to_owned()),
        title: title.map(str::to_owned),
        author: None,
        date: None,
        text: text.to_owned(),
        block_quotes: Vec::new(),
        source_path: "a.jsonl".into(),
        source_line: 1,
        source_offset: 0,
    }
}

/// A unit of these words of the text; `None` is the headline.
fn unit(number: u32, span: Option<(u32, u32)>, text: &str, voice: UnitVoice) -> ScoredUnit {
    ScoredUnit {
        unit_id: format!("hp-1.{number:03}"),
        number,
        kind: if span.is_none() { UnitKind::Headline } else { UnitKind::Sentence },
        span: span.map(|(start, end)| Span { start, end }),
        text: text.to_owned(),
        voice: Some(voice),
        sentence_key: None,
        probabilities: Vec::new(),
        decisions: Vec::new(),
    }
}

fn attribution(
    content: (u32, u32),
    source: Option<(u32, u32)>,
    cue: Option<(u32, u32)>,
    speakers: &[u32],
) -> Attribution {
    let span = |(start, end)| Span { start, end };
    Attribution {
        content: span(content),
        source: source.map(span),
        cue: cue.map(span),
        form: QuotationForm::Direct,
        speakers: speakers.to_vec(),
    }
}

fn voice(voice: Voice, speakers: &[u32], attributions: Vec<Attribution>) -> UnitVoice {
    UnitVoice { voice, speakers: speakers.to_vec(), attributions }
}

fn speaker(name: &str) -> Speaker {
    let role = SpeakerRole::Legislator;
    Speaker {
        name: name.to_owned(),
        title: Some("Sen.".to_owned()),
        party: Some("D".to_owned()),
        state: None,
        role,
    }
}

fn scored(units: Vec<ScoredUnit>, speakers: &[&str]) -> ScoredArticle {
    let speakers = speakers.iter().map(|name| speaker(name)).collect();
    ScoredArticle { relevant: true, units, speakers, ..ScoredArticle::default() }
}

/// Two paragraphs; in the second, `he` says two sentences.
fn example() -> (Article, ScoredArticle) {
    let text = "It took effect.\n\n“No,” he said. “Never.”\n";
    let quoted = voice(
        Voice::DirectQuote,
        &[0],
        vec![attribution((17, 22), Some((23, 25)), Some((26, 30)), &[0])],
    );
    let units = vec![
        unit(0, None, "Order signed", voice(Voice::Own, &[], Vec::new())),
        unit(1, Some((0, 15)), "It took effect.", voice(Voice::Own, &[], Vec::new())),
        unit(2, Some((17, 31)), "“No,” he said.", quoted),
        unit(3, Some((32, 40)), "“Never.”", voice(Voice::DirectQuote, &[0], Vec::new())),
    ];
    (article(Some("Order signed"), text), scored(units, &["Tom Reyes"]))
}

fn view(text: &str, units: Vec<ScoredUnit>) -> ArticleView {
    ArticleView::of(1, &article(None, text), &scored(units, &["Tom Reyes", "Ada Roe"]))
}

/// The text of a view with units in braces, contents in numbered brackets, sources in `‹›`, cues in `«»`.
fn drawn(view: &ArticleView) -> String {
    let piece = |piece: &PieceView| {
        let opened: Vec<String> = piece.opened.iter().map(|number| format!("{number}[")).collect();
        let closed: Vec<String> = piece.closed.iter().map(|number| format!("]{number}")).collect();
        let text = match (piece.marks.contains("source"), piece.marks.contains("cue")) {
            (true, _) => format!("‹{}›", piece.text),
            (_, true) => format!("«{}»", piece.text),
            _ => piece.text.clone(),
        };
        format!("{}{text}{}", opened.concat(), closed.concat())
    };
    let unit = |unit: &UnitView| {
        let text: String = unit.pieces.iter().map(piece).collect();
        unit.number.map_or_else(|| text.clone(), |number| format!("{{{number} {text}}}"))
    };
    let paragraph = |units: &Vec<UnitView>| units.iter().map(unit).collect::<String>();
    view.paragraphs.iter().map(paragraph).collect::<Vec<_>>().join(" / ")
}

#[test]
fn units_and_marks_stand_in_paragraphs() {
    let (article, scored) = example();
    let view = ArticleView::of(1, &article, &scored);
    assert_eq!(drawn(&view), "{1 It took effect.} / {2 1[“No,”]1 ‹he› «said».} {3 “Never.”}");
    assert_eq!(view.headline.unwrap().pieces[0].text, "Order signed");
    assert_eq!(view.n_by_voice, [2, 2, 0]);
}

#[test]
fn notes_name_the_speaker_and_what_the_text_calls_him() {
    let (article, scored) = example();
    let view = ArticleView::of(1, &article, &scored);
    let units = &view.paragraphs[1];
    let note = &units[0].notes[0];
    assert_eq!((note.number, note.form), (Some(1), "direct"));
    assert_eq!(note.speakers.as_deref(), Some("Tom Reyes"));
    assert_eq!(note.source.as_deref(), Some("he"));
    let goes_on = &units[2].notes[0];
    assert_eq!((goes_on.number, goes_on.speakers.as_deref()), (None, Some("Tom Reyes")));
    assert_eq!(units[0].about, "unit 2, sentence, direct_quote: Tom Reyes (legislator)");
    assert_eq!(view.speakers.len(), 1);
    assert_eq!((view.speakers[0].n_direct, view.speakers[0].n_indirect), (2, 0));
}

#[test]
fn units_of_nobody_known_have_a_row() {
    let units = vec![unit(1, Some((0, 5)), "“No.”", voice(Voice::DirectQuote, &[7], Vec::new()))];
    let view = view("“No.”", units);
    let last = view.speakers.last().unwrap();
    assert_eq!((last.name.as_deref(), last.n_direct), (None, 1));
}

#[test]
fn contents_may_cross_units_and_paragraphs() {
    let own = || voice(Voice::Own, &[], Vec::new());
    let check = |contents: &[(u32, u32)], expected: &str| {
        let attributions =
            contents.iter().map(|content| attribution(*content, None, None, &[])).collect();
        let units = vec![
            unit(1, Some((0, 2)), "ab", voice(Voice::Own, &[], attributions)),
            unit(2, Some((3, 5)), "cd", own()),
            unit(3, Some((6, 8)), "ef", own()),
        ];
        assert_eq!(drawn(&view("ab cd\nef", units)), expected, "{contents:?}");
    };
    check(&[], "{1 ab} {2 cd} / {3 ef}");
    check(&[(0, 8)], "{1 1[ab} {2 cd} / {3 ef]1}");
    check(&[(1, 4)], "{1 a1[b} {2 c]1d} / {3 ef}");
    check(&[(0, 4), (1, 8)], "{1 1[a2[b} {2 c]1d} / {3 ef]2}");
    check(&[(3, 6)], "{1 ab} {2 1[cd]1} / {3 ef}");
    check(&[(5, 8)], "{1 ab} {2 cd} / {3 1[ef]1}");
    check(&[(0, 0), (7, 3), (9, 12)], "{1 ab} {2 cd} / {3 ef}");
    check(&[(0, 99)], "{1 1[ab} {2 cd} / {3 ef]1}");
}

#[test]
fn line_breaks_part_paragraphs_between_units_alone() {
    let own = || voice(Voice::Own, &[], Vec::new());
    let check = |text: &str, expected: &str| {
        let units = vec![unit(1, Some((0, 3)), "", own()), unit(2, Some((5, 6)), "", own())];
        assert_eq!(drawn(&view(text, units)), expected, "{text:?}");
    };
    check("a\nb  c", "{1 a\nb}  {2 c}");
    check("a b\r\nc", "{1 a b} / {2 c}");
    check("a b\n\nc\n\n", "{1 a b} / {2 c}");
    check("a b*\nc!", "{1 a b}*\n{2 c}!");
}

#[test]
fn control_characters_are_shown_as_signs() {
    assert_eq!(visible("a\0b\u{1b}[31m\r\nc\r\td\u{7f}\u{85}é"), "a␀b␛[31m\nc\n\td␡\u{fffd}é");
}

fn page(read: &[ReadArticle], limit: u64) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let mut page = VoicesPage::create(&PageOutput { path: path.clone(), limit }).unwrap();
    read.iter().for_each(|read| page.add(read).unwrap());
    assert!(!path.exists());
    page.finish().unwrap();
    std::fs::read_to_string(path).unwrap()
}

fn read(article: Article, scored: ScoredArticle) -> ReadArticle {
    ReadArticle { article, relevance: Relevance::NotAsked, scored }
}

/// The tags of a page, without what stands in attributes and between tags.
fn tags(page: &str) -> Vec<&str> {
    let name =
        |rest: &'_ str| rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
    page.split('<').skip(1).map(|rest| &rest[..name(rest)]).collect()
}

/// A page on which every value is this text.
fn page_of(text: &str) -> String {
    let n = text.chars().count() as u32;
    let whole = Some((0, n));
    let attributions = vec![attribution((0, n), whole, whole, &[0])];
    let units = vec![
        unit(0, None, text, voice(Voice::Indirect, &[0], Vec::new())),
        unit(1, whole, text, voice(Voice::DirectQuote, &[0], attributions)),
    ];
    let mut scored = scored(units, &[text]);
    scored.speakers[0].title = Some(text.to_owned());
    scored.speakers[0].party = Some(text.to_owned());
    scored.speakers[0].state = Some(text.to_owned());
    let owned = || text.to_owned();
    let url = Some(format!("https://{text}"));
    let article = Article { id: owned(), outlet: owned(), url, ..article(Some(text), text) };
    page(&[read(article.clone(), scored.clone()), read(article, scored)], 9)
}

fn check_harmless(text: &str) {
    let (found, plain) = (page_of(text), page_of("plain"));
    assert_eq!(tags(&found), tags(&plain), "{text:?}");
    let n_quotes = |page: &str| page.matches('"').count();
    assert_eq!(n_quotes(&found), n_quotes(&plain), "{text:?}");
    let is_control = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    assert!(!found.contains(is_control), "{text:?}");
}

#[test]
fn hostile_text_stays_text() {
    for text in [
        "<script>alert(1)</script>",
        "</style></p></article><img src=x onerror=\"alert(1)\">",
        "\" onmouseover=\"alert(1)",
        "' & &amp; &lt;b&gt; <!-- ]]> {{ outlet }} {% raw %}",
        "\u{202E}evil\u{2066} שלום “مرحبا” 👩‍👩‍👧‍👦",
        "a\u{1b}[31mb\u{85}c\rd",
    ] {
        check_harmless(text);
    }
    assert!(page_of("a & \"b\" <c>").contains("a &amp; &quot;b&quot; &lt;c&gt;"));
}

#[test]
fn addresses_become_links_only_in_the_schemes_of_the_web() {
    let check = |url: &str, expected: bool| {
        let (mut article, scored) = example();
        article.url = Some(url.to_owned());
        assert_eq!(page(&[read(article, scored)], 1).contains("<a href"), expected, "{url}");
    };
    check("https://www.harborpost.example/1", true);
    check("javascript:alert(1)", false);
    check("data:text/html,x", false);
}

#[test]
fn the_page_counts_what_it_leaves_out() {
    let articles = || {
        (0..5).map(|_| example()).map(|(article, scored)| read(article, scored)).collect::<Vec<_>>()
    };
    let all = page(&articles(), 5);
    assert!(
        !all.contains("<p class=\"left-out\">") && all.contains("5 articles as slant read them")
    );
    let some = page(&articles(), 2);
    assert!(some.contains("<strong>3 more articles were read and are not shown.</strong>"));
    assert_eq!(some.matches("<article").count(), 2);
    let mut outside = articles();
    outside[0].relevance = Relevance::OutsideDates;
    assert!(page(&outside, 9).contains("1 article outside the dates asked for is not shown."));
}

proptest! {
    #[test]
    fn any_voices_of_any_text_show_the_text_once(
        text in "[ab🙂<\"\n\u{202E} ]{0,20}",
        spans in proptest::collection::vec((0..24_u32, 0..24_u32, 0..24_u32), 0..6),
    ) {
        let attributions = spans.iter().map(|&(a, b, c)| attribution((a, b), Some((b, c)), Some((c, a)), &[a])).collect();
        let n = text.chars().count() as u32;
        let units = vec![unit(1, Some((0, n / 2)), "", voice(Voice::Own, &[3], attributions)), unit(2, Some((n / 2, n)), "", UnitVoice::default())];
        let view = view(&text, units);
        let pieces = view.paragraphs.iter().flatten().flat_map(|unit| &unit.pieces);
        let shown: String = pieces.clone().map(|piece| piece.text.as_str()).collect();
        prop_assert_eq!(shown, text);
        prop_assert_eq!(pieces.clone().flat_map(|piece| &piece.opened).count(), pieces.flat_map(|piece| &piece.closed).count());
    }
}
