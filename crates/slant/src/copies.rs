//! Copies among the articles of a run: clusters of articles that share most of their text, and sentences that several
//! outlets carry.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use ingest::{ClusterConfig, ClusterIndex, Membership, SentenceOutlets, SharedSentences};

use crate::{
    error::Error,
    manifest::ClusterRecord,
    parts::ReadArticle,
    rows::Cluster,
    scoring::{Relevance, ScoredUnit, fingerprints},
};

/// Gathers relevant articles as they come by.
pub(crate) struct CopyFinder {
    index: ClusterIndex,
    words: WordFile,
    ids: Vec<String>,
    sentences: SharedSentences,
    outlets: BTreeMap<String, u32>,
}

impl CopyFinder {
    /// Looks for copies; words of articles are kept in a file without a name in `folder`.
    pub(crate) fn new(folder: &Path) -> Result<Self, Error> {
        Ok(Self {
            index: ClusterIndex::new(ClusterConfig::default()),
            words: WordFile::create(folder)?,
            ids: Vec::new(),
            sentences: SharedSentences::default(),
            outlets: BTreeMap::new(),
        })
    }

    /// Takes an article, if it is relevant.
    pub(crate) fn add(&mut self, read: &ReadArticle) -> Result<(), Error> {
        let ReadArticle { article, relevance, scored } = read;
        if *relevance != Relevance::Relevant {
            return Ok(());
        }
        let of_text;
        let found = if let Some(found) = &scored.fingerprints {
            found
        } else {
            of_text = fingerprints(article);
            &of_text
        };
        self.index.add(article.date, &article.id, &found.sampled);
        self.words.push(&found.words)?;
        self.ids.push(article.id.clone());
        let outlet = self.outlet(&article.outlet);
        for key in scored.units.iter().filter_map(|unit| unit.sentence_key) {
            self.sentences.add(key, outlet);
        }
        Ok(())
    }

    fn outlet(&mut self, name: &str) -> u32 {
        let next = self.outlets.len() as u32;
        match self.outlets.get(name) {
            Some(&outlet) => outlet,
            None => *self.outlets.entry(name.to_owned()).or_insert(next),
        }
    }

    /// What was found.
    pub(crate) fn finish(mut self) -> Result<Copies, Error> {
        let clusters = self.index.finish(|article| self.words.words(article))?;
        Ok(Copies {
            clusters,
            ids: self.ids,
            sentences: self.sentences.finish(),
            outlets: self.outlets,
        })
    }
}

/// The copies of a run.
pub(crate) struct Copies {
    /// One for each relevant article, in the order in which they came.
    clusters: Vec<Membership>,
    ids: Vec<String>,
    sentences: SentenceOutlets,
    outlets: BTreeMap<String, u32>,
}

impl Copies {
    /// The cluster of the relevant article that came as number `number`, from 0.
    pub(crate) fn cluster(&self, number: usize) -> Option<Cluster<'_>> {
        let membership = self.clusters.get(number)?;
        let Membership { first, size } = *membership;
        Some(Cluster { id: self.ids.get(first)?, size, is_first: first == number })
    }

    /// The number of outlets besides this one that carry the same sentence; none where it was not compared.
    pub(crate) fn shared_with(&self, unit: &ScoredUnit, outlet: &str) -> Option<u32> {
        let outlet = *self.outlets.get(outlet)?;
        Some(self.sentences.other_outlets(unit.sentence_key?, outlet))
    }

    /// How many clusters there are.
    pub(crate) fn record(&self) -> ClusterRecord {
        let mut record = ClusterRecord::default();
        for (number, membership) in self.clusters.iter().enumerate() {
            let size = u64::from(membership.size);
            record.largest = record.largest.max(size);
            record.articles_with_copies += u64::from(size > 1);
            if membership.first == number {
                record.n += 1;
                record.n_with_copies += u64::from(size > 1);
            }
        }
        record
    }
}

/// The words of articles, as hashes, in a file that nobody sees and the system removes.
struct WordFile {
    path: PathBuf,
    file: BufWriter<File>,
    /// Where the words of each article end, in words.
    ends: Vec<u64>,
}

impl WordFile {
    fn create(folder: &Path) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(folder).map_err(Error::file(folder))?;
        Ok(Self { path: folder.to_owned(), file: BufWriter::new(file), ends: Vec::new() })
    }

    fn push(&mut self, words: &[u32]) -> Result<(), Error> {
        for word in words {
            self.file.write_all(&word.to_le_bytes()).map_err(Error::file(&self.path))?;
        }
        self.ends.push(self.ends.last().unwrap_or(&0) + words.len() as u64);
        Ok(())
    }

    /// The words of the article that was pushed as number `article`.
    fn words(&mut self, article: usize) -> Result<Vec<u32>, Error> {
        self.read(article).map_err(|reason| Error::File { path: self.path.clone(), reason })
    }

    fn read(&mut self, article: usize) -> std::io::Result<Vec<u32>> {
        const WORD_BYTES: u64 = 4;
        let start = article.checked_sub(1).map_or(0, |before| self.ends[before]);
        let n_words = self.ends[article] - start;
        self.file.flush()?;
        let file = self.file.get_mut();
        file.seek(SeekFrom::Start(start * WORD_BYTES))?;
        let mut bytes = vec![0; (n_words * WORD_BYTES) as usize];
        file.read_exact(&mut bytes)?;
        let word = |bytes: &[u8]| bytes.try_into().map(u32::from_le_bytes).unwrap_or_default();
        Ok(bytes.chunks_exact(WORD_BYTES as usize).map(word).collect())
    }
}
