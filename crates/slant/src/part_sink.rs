//! Where a run keeps what it reads: parts, and what is needed to find copies.

use ingest::Reject;

use crate::{
    admission::Admission,
    copies::{Copies, CopyFinder},
    error::Error,
    parts::{PartEnd, PartRow, PartWriter, Parts, ReadArticle, for_each_row},
    reading::ArticleSink,
    scoring::Relevance,
    threads::Workers,
};

/// A part is also finished at this many bytes of rows.
const PART_BYTES: usize = 128 << 20;

/// Writes articles and rejects to parts.
pub(crate) struct PartSink {
    parts: Parts,
    part: Option<PartWriter>,
    copies: CopyFinder,
    checkpoint_records: u64,
    /// Records so far, those of earlier parts too.
    n_items: u64,
    n_items_in_part: u64,
}

impl PartSink {
    pub(crate) fn begin(parts: Parts, checkpoint_records: u64) -> Result<Self, Error> {
        let part = Some(parts.begin_part()?);
        let copies = CopyFinder::new(parts.folder())?;
        Ok(Self { parts, part, copies, checkpoint_records, n_items: 0, n_items_in_part: 0 })
    }

    /// Takes up what is in the parts already; gives the number of records that need not be looked into again.
    pub(crate) fn replay(
        &mut self,
        admission: &mut Admission,
        workers: &Workers<'_>,
    ) -> Result<u64, Error> {
        let mut last = None;
        for_each_row(&self.parts, workers, |row| {
            match row {
                PartRow::Article(read) => {
                    admission.remember(&read.article);
                    self.copies.add(&read)?;
                }
                PartRow::Reject(reject) => admission.remember_reject(&reject),
                PartRow::End(end) => last = Some(end),
            }
            Ok(())
        })?;
        if let Some(end) = last {
            self.n_items = end.n_items;
            admission.restore(end.counts);
        }
        Ok(self.n_items)
    }

    /// Removes all that was kept.
    pub(crate) fn discard(&mut self) -> Result<(), Error> {
        self.part = None;
        self.parts.discard()
    }

    /// Looks for copies in what was read.
    pub(crate) fn finish(self) -> Result<(Copies, Parts), Error> {
        Ok((self.copies.finish()?, self.parts))
    }

    /// The part that is written to, begun where there is none.
    fn part(&mut self) -> Result<&mut PartWriter, Error> {
        match &mut self.part {
            Some(part) => Ok(part),
            part => Ok(part.insert(self.parts.begin_part()?)),
        }
    }

    fn finish_part(&mut self, admission: &Admission) -> Result<(), Error> {
        let end = PartEnd { n_items: self.n_items, counts: admission.counts() };
        self.n_items_in_part = 0;
        match self.part.take() {
            Some(part) => self.parts.finish_part(part, end),
            None => Ok(()),
        }
    }
}

impl ArticleSink for PartSink {
    fn article(&mut self, mut read: ReadArticle) -> Result<(), Error> {
        self.copies.add(&read)?;
        if read.relevance != Relevance::Relevant {
            read.article.text = String::new();
            read.article.block_quotes = Vec::new();
        }
        self.part()?.write(&PartRow::Article(Box::new(read)))
    }

    fn reject(&mut self, reject: &Reject) -> Result<(), Error> {
        self.part()?.write(&PartRow::Reject(reject.clone()))
    }

    fn after_record(&mut self, admission: &Admission) -> Result<(), Error> {
        self.n_items += 1;
        self.n_items_in_part += 1;
        let n_bytes = self.part.as_ref().map_or(0, PartWriter::n_bytes);
        if self.n_items_in_part >= self.checkpoint_records || n_bytes >= PART_BYTES {
            self.finish_part(admission)?;
        }
        Ok(())
    }

    fn at_end(&mut self, admission: &Admission) -> Result<(), Error> {
        self.finish_part(admission)
    }
}
