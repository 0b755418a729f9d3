//! Articles that the topic query nearly matches, for people to say whether it should have found them.

use std::{
    cmp::Ordering,
    collections::BinaryHeap,
    io::Write,
    path::{Path, PathBuf},
};

use classifier::{Codebook, protect_cell};
use features::{TopicQuery, UnitKind};
use ingest::Reject;
use serde::Serialize;

use super::{
    key::opaque_id,
    label_file::{BYTE_ORDER_MARK, check_form},
};
use crate::{
    atomic::{AtomicFile, check_not_finished, create_folder},
    error::Error,
    parts::ReadArticle,
    reading::{ArticleSink, ReadOptions, read_articles},
    reading_log::ReadingLog,
    scoring::{Analysis, LanguageFilter, Relevance, UnitSource},
    threads::Workers,
};

/// The sentences that coders see of an article.
const SENTENCES_SHOWN: usize = 8;
/// Characters of them at most.
const MAX_CHARACTERS: usize = 4000;
/// What is hashed with the seed, so that draws have nothing to do with ids.
const DRAW: &[u8] = b"near-miss";

/// Which articles to draw, from where.
#[derive(Clone, Debug)]
pub struct NearMissOptions<'a> {
    /// The dump.
    pub read: ReadOptions,
    /// Which languages are looked into.
    pub language: LanguageFilter,
    /// The codebook with the topic query.
    pub codebook: &'a Codebook,
    /// The CSV file for the coders.
    pub output: PathBuf,
    /// Replaces a finished sample.
    pub overwrite: bool,
    /// Articles to draw.
    pub n: u64,
    /// Decides which are drawn.
    pub seed: u64,
}

/// What was drawn and written.
#[derive(Clone, Debug, Serialize)]
pub struct NearMissResult {
    /// The file for the coders.
    pub file: PathBuf,
    /// The key, which coders must not see.
    pub key: PathBuf,
    /// Articles read.
    pub n_articles: u64,
    /// Those that the query nearly matches.
    pub n_near: u64,
    /// Those that were drawn: all, where there are no more than asked for.
    pub n_drawn: u64,
    /// What was read.
    #[serde(skip)]
    pub log: ReadingLog,
}

/// Draws articles that the topic query nearly matches, each with the same probability, and writes them for coders to say
/// whether they are relevant.
///
/// # Errors
/// Where the codebook has no query that could nearly match, the dump cannot be read or holds no such article, or a file is
/// there already or cannot be written.
pub fn sample_near_misses(
    options: &NearMissOptions<'_>,
    workers: &Workers<'_>,
) -> Result<NearMissResult, Error> {
    if options.n == 0 {
        return Err(Error::Setting("found -n 0, expected one article at least".to_owned()));
    }
    check_form(&options.output)?;
    let key = options.output.with_extension("key.csv");
    check_not_finished(&key, options.overwrite)?;
    let query = near_query(options.codebook)?;
    let query_hash = blake3::hash(query.as_str().as_bytes()).to_hex().to_string();
    let mut analysis = Analysis::new(UnitSource::Segmented, Some(query), None);
    analysis.language = options.language;
    analysis.nearly = true;
    let inputs = options.read.find_inputs(&[options.output.clone(), key.clone()])?;
    create_folder(options.output.parent().unwrap_or(Path::new("")))?;
    let mut drawing =
        Drawing { n: options.n, seed: options.seed, n_near: 0, smallest: BinaryHeap::new() };
    let log = read_articles(inputs, &options.read, &analysis, workers, &mut drawing)?;
    let n_near = drawing.n_near;
    if n_near == 0 {
        let expected = "expected some whose every condition but one the topic query finds";
        return Err(Error::Setting(format!(
            "found no near miss in {} articles, {expected}",
            log.articles_out
        )));
    }
    let mut drawn = drawing.smallest.into_vec();
    drawn.sort_by(|a, b| a.id.cmp(&b.id));
    let n_drawn = drawn.len() as u64;
    write_articles(&options.output, &drawn, options.codebook)?;
    let draw = Draw { n_near, n_drawn, seed: options.seed, query_hash };
    write_key(&key, &drawn, &draw)?;
    Ok(NearMissResult {
        file: options.output.clone(),
        key,
        n_articles: log.articles_out,
        n_near,
        n_drawn,
        log,
    })
}

fn near_query(codebook: &Codebook) -> Result<TopicQuery, Error> {
    let name = &codebook.name;
    let expected = "expected one whose conditions are joined by AND";
    let Some(topic) = &codebook.topic else {
        return Err(Error::Setting(format!("codebook `{name}`: found no topic query, {expected}")));
    };
    let query = TopicQuery::parse(&topic.query)?;
    if !query.has_near_matches() {
        let found = "found a topic query of single terms, which matches or does not";
        return Err(Error::Setting(format!("codebook `{name}`: {found}, {expected}")));
    }
    Ok(query)
}

/// An article that was drawn so far.
struct NearMiss {
    /// The smallest numbers are drawn.
    number: [u8; 32],
    id: String,
    article_id: String,
    outlet: String,
    url: String,
    date: String,
    title: String,
    text: String,
}

impl Ord for NearMiss {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.number, &self.article_id).cmp(&(&other.number, &other.article_id))
    }
}

impl PartialOrd for NearMiss {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for NearMiss {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for NearMiss {}

/// Keeps the articles with the smallest random numbers.
struct Drawing {
    n: u64,
    seed: u64,
    n_near: u64,
    smallest: BinaryHeap<NearMiss>,
}

impl ArticleSink for Drawing {
    fn article(&mut self, read: ReadArticle) -> Result<(), Error> {
        if read.relevance != Relevance::Relevant {
            return Ok(());
        }
        self.n_near += 1;
        self.smallest.push(NearMiss::of(read, self.seed));
        if self.smallest.len() as u64 > self.n {
            self.smallest.pop();
        }
        Ok(())
    }

    fn reject(&mut self, _: &Reject) -> Result<(), Error> {
        Ok(())
    }
}

impl NearMiss {
    fn of(ReadArticle { article, scored, .. }: ReadArticle, seed: u64) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(DRAW).update(&seed.to_le_bytes()).update(article.id.as_bytes());
        let sentences: Vec<&str> = scored
            .units
            .iter()
            .filter(|unit| unit.kind == UnitKind::Sentence)
            .take(SENTENCES_SHOWN)
            .map(|unit| unit.text.as_str())
            .collect();
        Self {
            number: *hasher.finalize().as_bytes(),
            id: opaque_id(seed, &article.id),
            outlet: article.outlet,
            url: article.url.unwrap_or_default(),
            date: article.date.map(|date| date.to_string()).unwrap_or_default(),
            title: article.title.unwrap_or_default(),
            text: sentences.join(" ").chars().take(MAX_CHARACTERS).collect(),
            article_id: article.id,
        }
    }
}

fn write_articles(path: &Path, drawn: &[NearMiss], codebook: &Codebook) -> Result<(), Error> {
    let fault = |error: csv::Error| Error::table(path, &error);
    let mut file = AtomicFile::create(path)?;
    file.write_all(BYTE_ORDER_MARK.as_bytes()).map_err(Error::file(path))?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
    writer
        .write_record([
            "id",
            "title",
            "text",
            "relevant",
            "unsure",
            "comment",
            "date",
            "annotator",
            "codebook_version",
            "design",
        ])
        .map_err(fault)?;
    let version = protect_cell(codebook.version.as_deref().unwrap_or_default());
    for article in drawn {
        let (title, text) = (protect_cell(&article.title), protect_cell(&article.text));
        let cells: [&str; 10] =
            [&article.id, &title, &text, "", "", "", &article.date, "", &version, DESIGN];
        writer.write_record(cells).map_err(fault)?;
    }
    writer.into_inner().map_err(|error| Error::file(path)(error.into_error()))?.commit()
}

/// No audit of units: it tells of the query.
const DESIGN: &str = "near_miss";

/// What is the same of all articles drawn.
struct Draw {
    n_near: u64,
    n_drawn: u64,
    seed: u64,
    query_hash: String,
}

fn write_key(path: &Path, drawn: &[NearMiss], draw: &Draw) -> Result<(), Error> {
    let fault = |error: csv::Error| Error::table(path, &error);
    let mut writer = csv::Writer::from_writer(AtomicFile::create(path)?);
    writer
        .write_record([
            "id",
            "article_id",
            "outlet",
            "url",
            "stratum",
            "pi",
            "design",
            "n_stratum",
            "drawn",
            "seed",
            "query",
        ])
        .map_err(fault)?;
    let pi = (draw.n_drawn as f64 / draw.n_near as f64).to_string();
    let [n_near, n_drawn, seed] = [draw.n_near, draw.n_drawn, draw.seed].map(|n| n.to_string());
    for article in drawn {
        let NearMiss { id, article_id, outlet, url, .. } = article;
        let cells: [&str; 11] = [
            id,
            article_id,
            outlet,
            url,
            DESIGN,
            &pi,
            DESIGN,
            &n_near,
            &n_drawn,
            &seed,
            &draw.query_hash,
        ];
        writer.write_record(cells).map_err(fault)?;
    }
    writer.into_inner().map_err(|error| Error::file(path)(error.into_error()))?.commit()
}
