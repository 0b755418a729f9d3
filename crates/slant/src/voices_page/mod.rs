//! A page that shows articles as they were read: units, voices, attributions and speakers.
//!
//! It needs no script and no network. Every value is escaped by the template engine, and a policy in the page forbids
//! scripts and outside resources on top. Articles are written one after the other; the head of the page, which counts
//! them, comes before them at the end.

mod heads;
mod paragraphs;
mod speakers;
mod sweep;
#[cfg(test)]
mod tests;
mod view;

use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::PathBuf;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;

use crate::atomic::AtomicFile;
use crate::error::Error;
use crate::parts::ReadArticle;
use crate::reading_log::counted;
use crate::scoring::Relevance;
use view::ArticleView;

const STYLE: &str = include_str!("../../templates/voices/page.css");
const TEMPLATES: [(&str, &str); 3] = [
    ("head.html", include_str!("../../templates/voices/head.html")),
    ("article.html", include_str!("../../templates/voices/article.html")),
    ("foot.html", include_str!("../../templates/voices/foot.html")),
];

/// Articles that a page shows where nothing else is asked for: as many as a browser scrolls through with ease.
pub const PAGE_ARTICLES: u64 = 100;

/// Where a page of articles goes.
#[derive(Clone, Debug)]
pub struct PageOutput {
    /// The file; `-` is standard output.
    pub path: PathBuf,
    /// The most articles that are shown: the others are counted on the page.
    pub limit: u64,
}

/// A page that is being written.
pub(crate) struct VoicesPage {
    file: AtomicFile,
    /// The articles so far.
    body: BufWriter<File>,
    limit: u64,
    environment: Environment<'static>,
    counts: Counts,
    contents: Vec<Entry>,
}

/// What the templates of head and foot see.
#[derive(Serialize)]
struct Frame<'a> {
    style: Value,
    version: &'static str,
    counts: &'a Counts,
    contents: &'a [Entry],
}

/// What is said of the articles above them.
#[derive(Debug, Default, Serialize)]
struct Counts {
    shown: u64,
    left_out: u64,
    outside_dates: u64,
    rejected: u64,
}

/// A line of the table of contents.
#[derive(Debug, Serialize)]
struct Entry {
    outlet: String,
    title: Option<String>,
    id: String,
    date: Option<String>,
}

impl VoicesPage {
    pub(crate) fn create(output: &PageOutput) -> Result<Self, Error> {
        let body = tempfile::tempfile().map_err(Error::file(&output.path))?;
        Ok(Self {
            file: AtomicFile::create(&output.path)?,
            body: BufWriter::new(body),
            limit: output.limit,
            environment: environment().map_err(|error| Error::table(&output.path, &error))?,
            counts: Counts::default(),
            contents: Vec::new(),
        })
    }

    /// Adds an article, or counts it among those that are left out.
    pub(crate) fn add(&mut self, read: &ReadArticle) -> Result<(), Error> {
        if read.relevance == Relevance::OutsideDates {
            self.counts.outside_dates += 1;
            return Ok(());
        }
        if self.counts.shown >= self.limit {
            self.counts.left_out += 1;
            return Ok(());
        }
        self.counts.shown += 1;
        let view = ArticleView::of(self.counts.shown, &read.article, &read.scored);
        let html = self.render("article.html", &view)?;
        self.body.write_all(html.as_bytes()).map_err(Error::file(self.file.path()))?;
        let ArticleView { outlet, title, id, date, .. } = view;
        self.contents.push(Entry { outlet, title, id, date });
        Ok(())
    }

    /// Counts a record that became no article.
    pub(crate) fn add_reject(&mut self) {
        self.counts.rejected += 1;
    }

    /// Puts the page in its place.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        let frame = Frame {
            style: Value::from_safe_string(STYLE.to_owned()),
            version: env!("CARGO_PKG_VERSION"),
            counts: &self.counts,
            contents: &self.contents,
        };
        let head = self.render("head.html", &frame)?;
        let foot = self.render("foot.html", &frame)?;
        let path = self.file.path().to_owned();
        self.write_parts(&head, &foot).map_err(Error::file(&path))?;
        self.file.commit()
    }

    fn write_parts(&mut self, head: &str, foot: &str) -> std::io::Result<()> {
        self.body.flush()?;
        let body = self.body.get_mut();
        body.rewind()?;
        self.file.write_all(head.as_bytes())?;
        std::io::copy(body, &mut self.file)?;
        self.file.write_all(foot.as_bytes())
    }

    fn render(&self, template: &str, values: &impl Serialize) -> Result<String, Error> {
        let template = self.environment.get_template(template);
        let rendered = template.and_then(|template| template.render(Serde(values)));
        rendered.map_err(|error| Error::table(self.file.path(), &error))
    }
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    environment.add_filter("counted", |count: u64, noun: &str| counted(count, noun));
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}
