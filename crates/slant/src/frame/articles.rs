//! The articles of a finished run.

use std::{collections::BTreeMap, path::Path};

use arrow_array::Array;
use arrow_schema::DataType;
use jiff::civil::Date;

use super::{
    FrameArticle,
    columns::{Batch, ParquetTable},
};
use crate::{error::Error, rows::id_key};

/// The relevant articles, and every outlet.
pub(super) struct Articles {
    pub(super) outlets: Vec<String>,
    pub(super) articles: Vec<FrameArticle>,
}

/// Reads `articles.parquet`; the articles' units follow one another as the table counts them.
pub(super) fn read_articles(path: &Path) -> Result<Articles, Error> {
    let columns = [
        ("article_id", DataType::Utf8),
        ("outlet", DataType::Utf8),
        ("date", DataType::Utf8),
        ("relevant", DataType::Boolean),
        ("cluster_id", DataType::Utf8),
        ("cluster_size", DataType::UInt64),
        ("cluster_first", DataType::Boolean),
        ("n_units", DataType::UInt64),
    ];
    let mut reading = Reading::default();
    for batch in ParquetTable::open(path)?.batches(&columns, None)? {
        reading.add(&batch?)?;
    }
    Ok(reading.finish())
}

#[derive(Default)]
struct Reading {
    /// Outlets with their numbers, in order of appearance.
    outlets: BTreeMap<String, u32>,
    articles: Vec<FrameArticle>,
    n_units: u32,
}

impl Reading {
    fn add(&mut self, batch: &Batch<'_>) -> Result<(), Error> {
        let (outlets, relevant) = (batch.text("outlet"), batch.flag("relevant"));
        for row in 0..batch.n_rows() {
            let outlet = self.outlet(batch.required(outlets, row, "outlet")?);
            if relevant.is_valid(row) && relevant.value(row) {
                let article = self.article(batch, row, outlet)?;
                self.n_units = article.units.end;
                self.articles.push(article);
            }
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

    fn article(&self, batch: &Batch<'_>, row: usize, outlet: u32) -> Result<FrameArticle, Error> {
        let id = batch.required(batch.text("article_id"), row, "article_id")?;
        let dates = batch.text("date");
        let date = dates.is_valid(row).then(|| dates.value(row));
        let date: Option<Date> = date.map(str::parse).transpose().map_err(|_| {
            let found = dates.value(row);
            batch.fault(row, &format!("found date {found:?}, expected one such as 2018-09-12"))
        })?;
        let cluster_id = batch.required(batch.text("cluster_id"), row, "cluster_id")?;
        let firsts = batch.flag("cluster_first");
        if firsts.is_null(row) {
            return Err(batch.fault(row, "found no `cluster_first`, expected true or false"));
        }
        let n_units = count(batch, row, "n_units")?;
        let end = self.n_units.checked_add(n_units).ok_or_else(|| {
            batch.fault(row, &format!("found more than {} units, expected fewer", u32::MAX))
        })?;
        Ok(FrameArticle {
            id: id.into(),
            outlet,
            date,
            // The half of it that stands for a cluster while a run counts, too.
            cluster_id: (id_key(cluster_id) >> 64) as u64,
            cluster_size: count(batch, row, "cluster_size")?,
            is_first: firsts.value(row),
            units: self.n_units..end,
        })
    }

    /// Numbers the outlets anew, in the order of their names.
    fn finish(mut self) -> Articles {
        let mut places = vec![0; self.outlets.len()];
        for (place, &outlet) in (0..).zip(self.outlets.values()) {
            places[outlet as usize] = place;
        }
        for article in &mut self.articles {
            article.outlet = places[article.outlet as usize];
        }
        Articles { outlets: self.outlets.into_keys().collect(), articles: self.articles }
    }
}

fn count(batch: &Batch<'_>, row: usize, name: &str) -> Result<u32, Error> {
    let numbers = batch.number(name);
    let number = numbers.is_valid(row).then(|| numbers.value(row));
    number.and_then(|number| u32::try_from(number).ok()).ok_or_else(|| {
        let found = number.map_or("nothing".to_owned(), |number| number.to_string());
        batch
            .fault(row, &format!("found {found} in `{name}`, expected a number up to {}", u32::MAX))
    })
}
