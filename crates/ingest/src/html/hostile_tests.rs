//! Pages that are built to break a parser: what must hold for any page.

use proptest::prelude::*;

use super::{PageFault, extract_page};

const PARAGRAPH: &str =
    "<p>The order was signed on Wednesday, and took effect on Thursday, officials said.</p>";

/// Reads the page on a thread with as small a stack as any that pages are read on.
fn read(html: String) -> Result<String, PageFault> {
    let thread = std::thread::Builder::new().stack_size(256 * 1024);
    let reading = thread.spawn(move || extract_page(&html).map(|page| page.text)).unwrap();
    reading.join().unwrap()
}

#[test]
fn deep_pages_are_told_from_long_ones() {
    let check = |piece: &str, n_pieces: usize, is_too_deep: bool| {
        let result = read(format!("<html><body>{}{PARAGRAPH}", piece.repeat(n_pieces)));
        let found_deep = matches!(result, Err(PageFault::TooDeep { .. }));
        assert_eq!(found_deep, is_too_deep, "{piece}: {result:.100?}");
    };
    check("<div>", 200_000, true);
    check("<b>", 50_000, false);
    check("<ul><li>", 1_000, true);
    check("<p>", 50_000, false);
    check("<li>", 50_000, false);
    check("<a href=x>", 50_000, false);
    check("<option>", 50_000, false);
    check("<path/>", 50_000, false);
    check("</div>", 50_000, false);
    check("<br>", 50_000, false);
    check("<div></div>", 50_000, false);
    check("<b><p></b></p>", 50_000, false);
}

#[test]
fn many_elements_are_a_fault() {
    let result = read("<p>".repeat(2_100_000));
    assert!(matches!(result, Err(PageFault::TooManyNodes { .. })), "{result:.100?}");
}

#[test]
fn long_pieces_are_read_to_their_end() {
    let long = "x".repeat(3_000_000);
    for html in [
        format!("{PARAGRAPH}<a title=\"{long}\">x</a>"),
        format!("{PARAGRAPH}<a {}>x</a>", "a=b ".repeat(1_000_000)),
        format!("{PARAGRAPH}{}", "&amp;&lt;&#x41;&bogus".repeat(200_000)),
        format!("{PARAGRAPH}{}", "&".repeat(2_000_000)),
        format!("{PARAGRAPH}{}", "<".repeat(2_000_000)),
        format!("{PARAGRAPH}<!--{}", "<!--".repeat(500_000)),
        format!(
            "{PARAGRAPH}{}{}",
            "<blockquote>a</blockquote>".repeat(100_000),
            PARAGRAPH.repeat(100_000)
        ),
        format!("{PARAGRAPH}<script>{}", "</scrip".repeat(500_000)),
        format!("{PARAGRAPH}{}", "<script>x</script>".repeat(100_000)),
        format!("{PARAGRAPH}<script type=application/ld+json>{}</script>", "[".repeat(900_000)),
        format!("{PARAGRAPH}<script type=application/ld+json>{}</script>", ",]".repeat(400_000)),
        format!(
            "{PARAGRAPH}<script type=application/ld+json>{{{}}}</script>",
            ", ".repeat(400_000)
        ),
        format!("{PARAGRAPH}<div class=\"{}\">", "ad-box ".repeat(300_000)),
        format!("{PARAGRAPH}{}", "<meta name=author content=x>".repeat(100_000)),
        format!("{PARAGRAPH}{}", "<h1>".repeat(900)),
    ] {
        let start: String = html.chars().skip(PARAGRAPH.len()).take(30).collect();
        let text = read(html).unwrap();
        assert!(text.starts_with("The order was signed"), "{start}: {text:.100}");
    }
}

#[test]
fn pages_without_text_are_a_fault() {
    for html in [
        "",
        " ",
        "<html>",
        "<script>var x = 1;</script>",
        "<p>",
        "<!--",
        "<a",
        "<a b='",
        "</",
        "&",
        "\0",
    ] {
        assert_eq!(read(html.to_owned()), Err(PageFault::NoMainText), "{html}");
    }
}

/// Text that looks like a page now and then.
fn pages() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        6 => proptest::sample::select(vec![
            "<p>", "</p>", "<div>", "</div>", "<div class=\"ad\">", "<table>", "<tr>", "<td>", "</td>", "</table>", "<b>",
            "</b>", "<a href=x>", "</a>", "<ul>", "<li>", "</ul>", "<br>", "<h1>", "</h1>", "<article>", "</article>",
            "<blockquote>", "</blockquote>", "<br>— ", "“", "”",
            "<script type=\"application/ld+json\">", "{\"@type\":\"Article\",", "\"author\":[", "\"name\":", "</script>",
            "<title>", "</title>", "<meta name=author content=", "<!--", "-->", "&amp;", "&#0;", "&#x110000;", "é", "\0",
            "<time datetime=2018-09-12>", "\"", "'", "=", ">", "<", "/", " ", "x y",
            "The order was signed on Wednesday, and took effect on Thursday, officials of the department said.",
        ]).prop_map(str::to_owned),
        1 => ".{0,6}",
    ];
    proptest::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_page_gives_text_or_a_fault(html in pages()) {
        if let Ok(page) = extract_page(&html) {
            prop_assert!(!page.text.trim().is_empty());
            prop_assert!(!page.text.contains('\0'));
            let n_characters = page.text.chars().count() as u32;
            let bounds = page.block_quotes.iter().flat_map(|quote| [quote.start, quote.end]);
            prop_assert!(bounds.clone().is_sorted() && bounds.clone().all(|at| at <= n_characters));
            prop_assert!(page.block_quotes.iter().all(|quote| !quote.is_empty()));
            for value in [page.title, page.author, page.date, page.url, page.outlet].into_iter().flatten() {
                prop_assert!(!value.trim().is_empty());
                prop_assert!(!value.contains(char::is_control));
            }
        }
    }
}
