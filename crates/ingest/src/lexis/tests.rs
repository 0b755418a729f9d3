use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::article::{LexisArticle, read_article};
use super::cut::cut;
use super::document::{Document, DocumentKind, read_document};
use super::labels::Label;
use crate::reject::RejectCode;

const DOCX: &[u8] = include_bytes!("../../tests/fixtures/lexis.docx");
const RTF: &[u8] = include_bytes!("../../tests/fixtures/lexis.rtf");
const TEXT: &[u8] = include_bytes!("../../tests/fixtures/lexis.txt");

fn articles<'a>(document: &'a Document) -> Vec<LexisArticle<'a>> {
    let places = cut(&document.text).articles;
    places
        .into_iter()
        .map(|(range, _)| read_article(&document.text[range], document.is_paragraphs))
        .collect()
}

/// A DOCX with this body.
fn docx(body: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    writer
        .write_all(format!("<w:document><w:body>{body}</w:body></w:document>").as_bytes())
        .unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn the_same_delivery_gives_the_same_articles_in_every_format() {
    let documents =
        [(DOCX, DocumentKind::Docx), (RTF, DocumentKind::Rtf), (TEXT, DocumentKind::Text)]
            .map(|(bytes, kind)| read_document(bytes, kind).unwrap());
    let [docx, rtf, text] = documents.each_ref().map(articles);
    assert_eq!(docx.len(), 2);
    assert_eq!(docx, rtf);
    assert_eq!(docx, text);
}

#[test]
fn the_order_of_labels_does_not_matter() {
    let labels = [
        "Section: A",
        "Byline: By Mara Quill",
        "LENGTH: 1,035 words",
        "Copyright 2018 The Harbor Post",
    ];
    let read = |labels: &[&str]| {
        let piece = format!(
            "Guests: a list\nThe Harbor Post\nMay 2, 2018\n{}\nBody:\nIt is.\n",
            labels.join("\n")
        );
        let article = read_article(&piece, true);
        (
            article.title,
            article.outlet,
            article.date,
            article.byline,
            article.length_words,
            article.text,
        )
    };
    let own = |text: &str| Some(text.to_owned());
    let expected = (
        own("Guests: a list"),
        own("The Harbor Post"),
        own("May 2, 2018"),
        own("Mara Quill"),
        Some(1035),
        own("It is."),
    );
    for start in 0..labels.len() {
        let rotated: Vec<&str> =
            labels.iter().cycle().skip(start).take(labels.len()).copied().collect();
        assert_eq!(read(&rotated), expected, "{rotated:?}");
    }
}

#[test]
fn labels_are_told_from_sentences() {
    let check = |line: &str, expected: Option<(&str, &str)>| {
        let label = Label::of(line)
            .filter(|label| label.stands_before_body() || label.stands_behind_body());
        assert_eq!(label.map(|label| (label.name, label.value)), expected, "{line}");
    };
    check("Length:\u{a0}12 words", Some(("Length", "12 words")));
    check("LOAD-DATE: May 3, 2018", Some(("LOAD-DATE", "May 3, 2018")));
    check("Graphic", Some(("Graphic", "")));
    check("Graphic: what it shows", None);
    check("Copyright 2018 The Harbor Post", Some(("Copyright", "Copyright 2018 The Harbor Post")));
    check("Copyright law is old", None);
    check("Length", None);
    check("He said: no", None);
}

#[test]
fn rtf_is_read_as_it_is_shown() {
    let check = |rtf: &str, expected: &str| {
        let document = read_document(rtf.as_bytes(), DocumentKind::Rtf).unwrap();
        assert_eq!(document.text, expected, "{rtf}");
    };
    check(r"{\rtf1\ansi\ansicpg1251 \'cf\'f0 a\par b}", "Пр a\nb");
    check(r"{\rtf1\uc2 \u8211\'96\'96x{\uc0\u233 y}\u233 abz}", "–xéyéz");
    check(r"{\rtf1 \u-10179?\u-8704?!\u-10179?x}", "😀!\u{fffd}x");
    check(
        r"{\rtf1{\pict\bin3 }}}}a\{b\}\\{\*\bkmkstart x}{\v no}{\deleted no}\line c}",
        "a{b}\\\u{2028}c",
    );
    check(r"{\rtf1 a}}} b", "a b");
    check(r"{\rtf1 a\'zz\u", "azz");
}

#[test]
fn nesting_without_end_is_rejected() {
    let rtf = format!("{{\\rtf1 {}", "{".repeat(200_000));
    let code = |bytes: &[u8], kind| read_document(bytes, kind).unwrap_err().code;
    assert_eq!(code(rtf.as_bytes(), DocumentKind::Rtf), RejectCode::Unreadable);
    let xml = docx(&"<w:p>".repeat(200_000));
    assert!(matches!(
        code(&xml, DocumentKind::Docx),
        RejectCode::Unreadable | RejectCode::TooLarge
    ));
}

#[test]
fn a_docx_that_cannot_be_read_says_why() {
    let check = |bytes: &[u8], expected: RejectCode| {
        assert_eq!(read_document(bytes, DocumentKind::Docx).unwrap_err().code, expected);
    };
    check(b"text", RejectCode::Unreadable);
    check(&DOCX[..DOCX.len() / 2], RejectCode::Truncated);
    check(&docx(&" ".repeat(3 << 20)), RejectCode::TooLarge);
    check(&docx("<w:p><w:r><w:t>&bomb;</w:t></w:r></w:p>"), RejectCode::Unreadable);
    check(&docx("<w:p>"), RejectCode::Unreadable);
}

/// Pieces in any order.
fn pieces(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(pieces), 0..40)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_rtf_is_read_or_rejected(
        rtf in pieces(&["{", "}", "\\", "\\*", "\\'e", "9", "\\u", "-8704", "\\uc", "\\bin", "99", "\\ansicpg932", "\\par", "é", " "]),
    ) {
        let _ = read_document(format!("{{\\rtf{rtf}").as_bytes(), DocumentKind::Rtf);
    }

    #[test]
    fn any_xml_is_read_or_rejected(
        xml in pieces(&["<w:p>", "</w:p>", "<w:t>", "</w:t>", "<w:br/>", "&amp;", "&#0;", "&x;", "<![CDATA[", "]]>", "<!DOCTYPE a>", "é", "<w:del>", "</w:del>", "<"]),
    ) {
        let _ = read_document(&docx(&xml), DocumentKind::Docx);
    }

    #[test]
    fn every_line_is_in_an_article(
        text in pieces(&["a\n", "\n", "Body\n", "End of Document\n", "2 of 3 DOCUMENTS\n", "Length: 2 words\r\n", "May 2, 2018\n", "Load-Date: x\n", "Graphic\n", "é"]),
    ) {
        let mut end = 0;
        for (range, line) in cut(&text).articles {
            prop_assert!(text[end..range.start].trim().is_empty());
            prop_assert_eq!(text[..range.start].matches('\n').count() as u64 + 1, line);
            end = range.end;
            for is_paragraphs in [false, true] {
                let _ = read_article(&text[range.clone()], is_paragraphs);
            }
        }
        prop_assert!(text[end..].trim().is_empty());
    }
}
