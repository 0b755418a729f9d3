//! Names and texts that would break a page, a table or a terminal.

use serde_json::json;

use crate::{driver::Project, tables::rows};

const OUTLETS: [&str; 4] = [
    "<script>alert(1)</script>, \"Inc\"",
    "</script><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://quarry.example\";\"A\")",
    "Café “Größe” 新聞, {{ outlet }}",
];

fn project() -> Project {
    let lines: Vec<String> = OUTLETS
        .iter()
        .enumerate()
        .map(|(id, outlet)| {
            let text = format!("{outlet} wrote: The order does not go far enough. </style><b>It</b> & all is a disgrace.");
            json!({"id": id, "outlet": outlet, "title": format!("<h1>{outlet}"), "text": text}).to_string() + "\n"
        })
        .collect();
    Project::new()
        .file("dump/a.jsonl", lines.concat())
        .file("dump/<b>bad.jsonl", "<script>alert(1)</script>\n")
}

#[test]
fn the_report_escapes_what_the_dump_says() {
    let project = project();
    project.slant("run dump -o out --all").exits(1);
    let report = project.text("out/report.html");
    for tag in ["<script", "</script", "<img", "<h1><", "</style><b>", "<b>It", "<b>bad"] {
        assert!(!report.contains(tag), "{tag}");
    }
    assert!(report.contains("&lt;script&gt;alert(1)") && report.contains("新聞, {{ outlet }}"));
    assert_eq!(report.matches("</style>").count(), report.matches("<style").count());
}

/// Names, titles and descriptions as those who wish ill would have themselves quoted.
#[test]
fn the_report_escapes_what_speakers_are_called() {
    let text = "“The order is too weak,” said <b>Ann</b> \"Sons & 'Co <script>alert(1)</script> Marrow (D<i>-Va.). \
        “It is a disgrace,” Sen. {{ Ann }} </table>Marrow said. According to </bdi><img src=x> officials, it is weak.";
    let project =
        Project::new().file("a.jsonl", json!({"outlet": "Post", "text": text}).to_string());
    project.slant("run a.jsonl -o out --all").exits(0);
    let report = project.text("out/report.html");
    for tag in ["<script", "<b>", "<i>", "<img", "</bdi><img"] {
        assert!(!report.contains(tag), "{tag}");
    }
    assert_eq!(report.matches("</table>").count(), report.matches("<table").count());
    project.slant("segment a.jsonl -o units.csv").exits(0);
    let as_csv = rows(&project, "units.csv");
    let as_parquet = rows(&project, "out/units.parquet");
    for (csv, parquet) in as_csv.iter().zip(&as_parquet) {
        for column in ["speaker", "speaker_title", "attributions"] {
            assert_eq!(csv.as_written()[column], parquet.as_written()[column], "{column}");
        }
    }
}

#[test]
fn tables_quote_what_the_dump_says() {
    let project = project();
    project.slant("run dump -o out --all").exits(1);
    project.slant("segment dump -o units.csv").exits(1);
    let mut expected = OUTLETS.to_vec();
    expected.sort_unstable();
    for table in ["out/outlets.csv", "out/articles.parquet", "out/units.parquet", "units.csv"] {
        let rows = rows(&project, table);
        let mut found: Vec<&str> = rows.iter().map(|row| row.text("outlet")).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, expected, "{table}");
    }
}

#[test]
fn control_characters_of_a_name_do_not_reach_the_terminal() {
    let record =
        json!({"outlet": "Red\u{1b}[31m\nPost", "text": "The order took effect."}).to_string();
    let project = Project::new().file("a.jsonl", record);
    let outcome = project.slant("run a.jsonl -o out --all").exits(0).prints("Red [31m Post");
    assert!(!outcome.stdout.contains('\u{1b}'));
    assert_eq!(rows(&project, "out/outlets.csv")[0].text("outlet"), "Red [31m Post");
}

#[test]
fn control_characters_of_a_value_do_not_reach_the_terminal() {
    let record = json!({"id": "\u{1b}[2J", "date": "\u{1b}[31m", "text": "The order took effect."})
        .to_string()
        + "\n";
    let project = Project::new().file("a.jsonl", format!("{record}{record}\u{1b}[2J\n"));
    let outcome =
        project.slant("ingest a.jsonl").exits(1).says("bad_date").says("again, first in a.jsonl:1");
    assert!(!outcome.stderr.contains('\u{1b}'), "{outcome}");
}

#[test]
fn letters_of_several_bytes_count_as_one() {
    let text = "“Größe” — 😀 naïve. The order stands.";
    let project = Project::new().file("a.jsonl", json!({"text": text}).to_string());
    project.slant("segment a.jsonl -o units.jsonl").exits(0);
    let letters: Vec<char> = text.chars().collect();
    let units = rows(&project, "units.jsonl");
    assert_eq!(units.len(), 2, "{units:?}");
    for unit in units {
        let slice: String = letters[unit.number("start")..unit.number("end")].iter().collect();
        assert_eq!(slice, unit.text("text"));
    }
}
