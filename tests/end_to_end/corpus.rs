//! Articles to read: two written out, and as many as are asked for.

use std::fmt::Write;

use serde_json::json;

/// An article about the order, as a JSON line.
pub(crate) const RELEVANT: &str = r#"{"id": "r1", "outlet": "Quarry Post", "title": "Trump signs election order", "date": "2018-09-13", "text": "President Trump signed an executive order on Wednesday that lets the Treasury impose sanctions on foreigners who interfere in American elections. The order does not go far enough, two senators said. It is a good first step, an aide said."}
"#;

/// An article about something else, as a JSON line.
pub(crate) const IRRELEVANT: &str = r#"{"id": "i1", "outlet": "Quarry Post", "title": "Bridge reopens", "date": "2018-09-14", "text": "The bridge over the river reopened on Friday. Traffic was light."}
"#;

/// Both articles, one a line.
pub(crate) fn two_articles() -> String {
    format!("{RELEVANT}{IRRELEVANT}")
}

const SENTENCES: [&str; 12] = [
    "President Trump signed an executive order that allows sanctions on foreigners who interfere in American elections.",
    "“It’s a good first step,” said one senator, “but it isn’t enough.”",
    "The director of national intelligence has 45 days after every election to report to the White House.",
    "Critics in both parties recalled the president’s remarks in Helsinki, which one of them called a disgrace.",
    "The order leaves everything to one man, an advocate of the DETER Act complained.",
    "Mr. Bolton, the national security adviser, defended the order on a call with reporters.",
    "Café owners near the Capitol – some 40 of them – noticed nothing.",
    "Officials said they had seen less activity than two years ago.",
    "The bill’s sponsors want mandatory sanctions instead of a choice that the Treasury may never make.",
    "She thanked him for taking the threat seriously.",
    "No country is named in the text, though Russia, China, Iran and North Korea were named on the call.",
    "Voters go to the polls on Nov. 6.",
];

/// Articles of several outlets, one in three about the order, as JSON lines; the same number gives the same text.
pub(crate) fn many_articles(n_articles: usize) -> String {
    let mut lines = String::new();
    let mut state = 2018_u64;
    let mut draw = |below: usize| {
        // Knuth's MMIX generator; its high bits are random enough to mix sentences.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for number in 0..n_articles {
        let sentences: Vec<&str> =
            (0..3 + draw(20)).map(|_| SENTENCES[1 + draw(SENTENCES.len() - 1)]).collect();
        let body = sentences
            .chunks(3)
            .map(|paragraph| paragraph.join(" "))
            .collect::<Vec<_>>()
            .join("\n\n");
        let lead = if number % 3 == 0 { SENTENCES[0] } else { "A fair opened on Monday." };
        let article = json!({
            "id": format!("a{number}"),
            "outlet": format!("Outlet {}", draw(12)),
            "title": format!("Story {number}: {}", if number % 3 == 0 { "Trump signs order" } else { "a fair" }),
            "date": format!("2018-{:02}-{:02}", 9 + draw(4), 1 + draw(28)),
            "text": format!("{lead} {body}"),
        });
        writeln!(lines, "{article}").unwrap();
    }
    lines
}
