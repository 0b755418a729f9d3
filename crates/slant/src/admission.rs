//! What is counted of every record, in the order of the input.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    sync::Arc,
};

use ingest::{Article, InputSummary, Parsed, RawRecord, Reject, RejectCode};
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    parts::ReadArticle,
    reading::{ArticleSink, ReadOptions},
    reading_log::{InputLog, ReadingLog, code_name, counted, place_and_message},
    rows::id_key,
    scoring::{Analysis, Relevance, ScoredArticle, UnitSource},
};

/// Messages of one kind that are kept word by word; the rest is counted.
const MESSAGES_KEPT: usize = 20;

/// Unused fields that are counted by name; a dump may have as many names as records.
const FIELDS_NAMED: usize = 1000;
/// What the others are counted under.
const OTHER_FIELDS: &str = "(all other fields)";

/// A record after the workers have looked into it.
pub(crate) enum Outcome {
    Rejected(Reject),
    Read(Box<ReadRecord>),
}

/// A record that is an article.
pub(crate) struct ReadRecord {
    pub(crate) record: RawRecord,
    pub(crate) parsed: Parsed,
    pub(crate) scored: ScoredArticle,
    pub(crate) is_outside_dates: bool,
    /// Whether the text of a relevant article holds tags.
    pub(crate) is_html: bool,
}

/// What was counted so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Counts {
    log: ReadingLog,
    /// Told by the rejects of the parts, where a run goes on from parts.
    #[serde(skip)]
    rejects_by_path: BTreeMap<String, u64>,
    n_guessed_outlets: u64,
    n_html_texts: u64,
}

/// Counts what comes by, and lets no id through twice.
pub(crate) struct Admission {
    counts: Counts,
    asks_relevance: bool,
    is_strict: bool,
    /// Sentences may repeat where articles may not.
    numbers_repeats: bool,
    /// How often each content came so far, where repeats are numbered.
    repeats: HashMap<u128, u32>,
    /// Where each id was seen first.
    seen: HashMap<u128, (u32, u64)>,
    paths: Vec<Arc<str>>,
}

impl Admission {
    pub(crate) fn new(analysis: &Analysis<'_>, is_strict: bool, warnings: Vec<String>) -> Self {
        let log = ReadingLog { warnings, ..ReadingLog::default() };
        // Every article of a scored dump is relevant where no query tells otherwise; ready sentences are not
        // asked about.
        let is_scored = analysis.model.is_some() && analysis.units == UnitSource::Segmented;
        let asks_relevance = analysis.query.is_some() || is_scored;
        Self {
            counts: Counts { log, ..Counts::default() },
            asks_relevance,
            is_strict,
            numbers_repeats: analysis.units == UnitSource::Ready,
            repeats: HashMap::new(),
            seen: HashMap::new(),
            paths: Vec::new(),
        }
    }

    /// What was counted so far, to go on from.
    pub(crate) fn counts(&self) -> Counts {
        let Counts { log, n_guessed_outlets, n_html_texts, .. } = &self.counts;
        Counts {
            log: log.clone(),
            rejects_by_path: BTreeMap::new(),
            n_guessed_outlets: *n_guessed_outlets,
            n_html_texts: *n_html_texts,
        }
    }

    /// Goes on from these counts; the articles behind them were [remembered](Self::remember).
    pub(crate) fn restore(&mut self, counts: Counts) {
        let rejects_by_path = std::mem::take(&mut self.counts.rejects_by_path);
        self.counts = Counts { rejects_by_path, ..counts };
    }

    /// Counts a reject of the parts that are gone on from.
    pub(crate) fn remember_reject(&mut self, reject: &Reject) {
        *self.counts.rejects_by_path.entry(reject.path.clone()).or_default() += 1;
    }

    /// Lets no other article with the id of this one through.
    pub(crate) fn remember(&mut self, article: &Article) {
        let place = self.place(article);
        self.seen.insert(id_key(&article.id), place);
    }

    pub(crate) fn admit(
        &mut self,
        outcome: Outcome,
        sink: &mut impl ArticleSink,
    ) -> Result<(), Error> {
        self.counts.log.articles_in += 1;
        match outcome {
            Outcome::Rejected(reject) => self.reject(reject, sink),
            Outcome::Read(read) => self.admit_article(*read, sink),
        }
    }

    fn admit_article(
        &mut self,
        read: ReadRecord,
        sink: &mut impl ArticleSink,
    ) -> Result<(), Error> {
        let ReadRecord { record, mut parsed, mut scored, is_outside_dates, is_html } = read;
        if self.numbers_repeats && parsed.has_content_id {
            self.number_repeat(&mut parsed.article, &mut scored);
        }
        if let Some(message) = self.seen_before(&parsed) {
            return self.reject(record.reject(RejectCode::DuplicateId, message), sink);
        }
        self.counts.n_html_texts += u64::from(is_html);
        self.note_fields(&parsed);
        let relevance = self.count(&parsed.article, &scored, is_outside_dates);
        sink.article(ReadArticle { article: parsed.article, relevance, scored })
    }

    /// Gives the second and every further sentence of the same content an id of its own.
    fn number_repeat(&mut self, article: &mut Article, scored: &mut ScoredArticle) {
        let n = self.repeats.entry(id_key(&article.id)).or_default();
        *n += 1;
        if *n > 1 {
            article.id = format!("{}-{n}", article.id);
            scored.units.iter_mut().for_each(|unit| unit.unit_id.clone_from(&article.id));
        }
    }

    fn reject(&mut self, reject: Reject, sink: &mut impl ArticleSink) -> Result<(), Error> {
        if self.is_strict {
            return Err(Error::Rejected { place_and_message: place_and_message(&reject) });
        }
        sink.reject(&reject)?;
        let Counts { log, rejects_by_path, .. } = &mut self.counts;
        *rejects_by_path.entry(reject.path.clone()).or_default() += 1;
        let n_truncated = n_rejects(log, RejectCode::Truncated);
        if reject.code == RejectCode::Truncated && n_truncated < MESSAGES_KEPT as u64 {
            let place = place_and_message(&reject);
            log.warnings.push(format!("{place}; the records behind that are lost and not counted"));
        }
        let of_code = log.rejects.entry(code_name(reject.code)).or_default();
        of_code.n += 1;
        if of_code.first.len() < MESSAGES_KEPT {
            of_code.first.push(reject);
        }
        Ok(())
    }

    /// The message of the reject where an article before had the same id.
    fn seen_before(&mut self, parsed: &Parsed) -> Option<String> {
        let article = &parsed.article;
        let place = self.place(article);
        let (path, line) = match self.seen.entry(id_key(&article.id)) {
            Entry::Vacant(vacant) => {
                vacant.insert(place);
                return None;
            }
            Entry::Occupied(occupied) => *occupied.get(),
        };
        let first = format!("{}:{line}", self.paths[path as usize]);
        Some(if parsed.has_content_id {
            format!(
                "found the outlet, URL, title, date and text of {first} again, expected every article once"
            )
        } else {
            format!(
                "found the id {:?} again, first in {first}; expected an id for each article (--map id= numbers them by content)",
                article.id
            )
        })
    }

    /// Where an article was read: the number of its path among those that had articles, and its line.
    fn place(&mut self, article: &Article) -> (u32, u64) {
        if self.paths.last() != Some(&article.source_path) {
            self.paths.push(Arc::clone(&article.source_path));
        }
        ((self.paths.len() - 1) as u32, article.source_line)
    }

    fn note_fields(&mut self, parsed: &Parsed) {
        let Counts { log, n_guessed_outlets, .. } = &mut self.counts;
        for field in &parsed.unused_fields {
            let is_full = log.unused_fields.len() >= FIELDS_NAMED;
            match log.unused_fields.get_mut(&**field) {
                Some(n) => *n += 1,
                None if is_full => {
                    *log.unused_fields.entry(OTHER_FIELDS.to_owned()).or_default() += 1;
                }
                None => drop(log.unused_fields.insert(field.to_string(), 1)),
            }
        }
        *n_guessed_outlets += u64::from(parsed.has_guessed_outlet);
        if let Some(encoding) = parsed.encoding {
            *log.encodings.entry(encoding.to_owned()).or_default() += 1;
        }
        for warning in &parsed.warnings {
            log.n_field_warnings += 1;
            if log.n_field_warnings <= MESSAGES_KEPT as u64 {
                let path = &parsed.article.source_path;
                log.warnings.push(format!(
                    "{path}:{}:{}: {}",
                    warning.line, warning.column, warning.message
                ));
            }
        }
    }

    fn count(
        &mut self,
        article: &Article,
        scored: &ScoredArticle,
        is_outside_dates: bool,
    ) -> Relevance {
        let log = &mut self.counts.log;
        log.articles_out += 1;
        if is_outside_dates {
            log.n_outside_dates += 1;
            log.n_undated_outside += u64::from(article.date.is_none());
            Relevance::OutsideDates
        } else if scored.is_other_language {
            let language = scored.language.clone().unwrap_or_default();
            *log.other_languages.entry(language).or_default() += 1;
            Relevance::OtherLanguage
        } else if !self.asks_relevance {
            Relevance::NotAsked
        } else if scored.relevant {
            log.n_relevant += 1;
            Relevance::Relevant
        } else {
            log.n_irrelevant += 1;
            Relevance::Irrelevant
        }
    }

    pub(crate) fn finish(
        mut self,
        options: &ReadOptions,
        inputs: Vec<InputSummary>,
    ) -> Result<ReadingLog, Error> {
        for warning in inputs.iter().flat_map(|input| &input.warnings) {
            self.counts.log.warnings.push(warning.clone());
        }
        for (reason, n) in inputs.iter().flat_map(|input| &input.passed_over) {
            *self.counts.log.passed_over.entry(reason.clone()).or_default() += n;
        }
        let inputs = inputs.into_iter().map(|input| self.input_log(input)).collect();
        self.counts.log.inputs = inputs;
        self.warn_at_the_end(options);
        let log = self.counts.log;
        if log.articles_out == 0 {
            let mut first: Vec<&Reject> =
                log.rejects.values().flat_map(|of_code| &of_code.first).collect();
            first.sort_by_key(|reject| (&reject.path, reject.line));
            let faults = first.into_iter().take(MESSAGES_KEPT).map(place_and_message).collect();
            return Err(Error::NothingRead { n_records: log.articles_in, faults });
        }
        Ok(log)
    }

    fn input_log(&self, input: InputSummary) -> InputLog {
        InputLog {
            n_bytes: input.n_bytes,
            blake3: input.blake3,
            n_records: input.n_records + input.n_rejects,
            n_rejects: self.n_rejects_of(&input.path),
            path: input.path,
        }
    }

    /// The rejects of a file and of the members of an archive, whose paths go on behind its own.
    fn n_rejects_of(&self, path: &str) -> u64 {
        let members = format!("{path}/");
        let of_members = self
            .counts
            .rejects_by_path
            .range(members.clone()..)
            .take_while(|(path, _)| path.starts_with(&members))
            .map(|(_, n)| n);
        self.counts.rejects_by_path.get(path).into_iter().chain(of_members).sum()
    }

    fn warn_at_the_end(&mut self, options: &ReadOptions) {
        let Counts { log, n_guessed_outlets, n_html_texts, .. } = &mut self.counts;
        let n_more = log.n_field_warnings.saturating_sub(MESSAGES_KEPT as u64);
        if n_more > 0 {
            log.warnings
                .push(format!("… and {} that could not be used", counted(n_more, "more value")));
        }
        let n_truncated = n_rejects(log, RejectCode::Truncated);
        if n_truncated > MESSAGES_KEPT as u64 {
            let n = counted(n_truncated - MESSAGES_KEPT as u64, "more file");
            log.warnings.push(format!("… and {n} cut off or damaged"));
        }
        if let Some(repeats) = log.rejects.get(&code_name(RejectCode::DuplicateId)) {
            let n = counted(repeats.n, "record");
            log.warnings.push(format!(
                "{n} rejected for an id that came before; where ids count anew in every file, --map id= numbers articles by content"
            ));
        }
        if *n_guessed_outlets > 0 && !self.numbers_repeats {
            let n = counted(*n_guessed_outlets, "article");
            log.warnings.push(format!(
                "{n} without outlet and URL: the folder's name, or `unknown`, stands for the outlet (--map outlet=COLUMN)"
            ));
        }
        if *n_html_texts > 0 {
            let n = counted(*n_html_texts, "text");
            log.warnings.push(format!(
                "{n} with HTML tags, read as plain text: the tags stand in the units"
            ));
        }
        if let Some((n, list)) = total_and_list(&log.other_languages) {
            let n = counted(n, "article");
            log.warnings.push(format!(
                "{n} in other languages not looked into: {list} (--language any takes them)"
            ));
        }
        if let Some((n, list)) = total_and_list(&log.encodings) {
            let n = counted(n, "record");
            log.warnings.push(format!("{n} not in UTF-8, read as {list}"));
        }
        if let Some((n, list)) = total_and_list(&log.passed_over) {
            let n = counted(n, "record");
            log.warnings.push(format!("{n} of crawls that are no articles passed over: {list}"));
        }
        if log.n_undated_outside > 0 {
            let asked = if options.since.is_some() { "--since" } else { "--until" };
            let n = counted(log.n_undated_outside, "article");
            log.warnings.push(format!("{n} without a date left out because of {asked}"));
        }
        if let Some(limit) = options.limit.filter(|&limit| log.articles_in >= limit) {
            log.warnings
                .push(format!("no more than {} read because of --limit", counted(limit, "record")));
        }
    }
}

fn n_rejects(log: &ReadingLog, code: RejectCode) -> u64 {
    log.rejects.get(&code_name(code)).map_or(0, |rejects| rejects.n)
}

/// The sum of counts, and the counts written out; nothing where there are none.
fn total_and_list(counts: &BTreeMap<String, u64>) -> Option<(u64, String)> {
    let total: u64 = counts.values().sum();
    let list: Vec<String> = counts.iter().map(|(name, n)| format!("{name} {n}")).collect();
    (total > 0).then(|| (total, list.join(", ")))
}
