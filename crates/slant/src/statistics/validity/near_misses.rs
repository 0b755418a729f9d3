//! Coded near misses of the topic query, read with their key.

use std::{collections::BTreeMap, path::PathBuf};

use classifier::{CellRow, LabelCells, LabelFault, Model, is_adjudicator};
use features::TopicQuery;

use crate::{
    audit::{AuditFile, AuditOptions, Sources, read_sources},
    error::Error,
    frame::{Found, Frame, UnitId},
};

/// What people said of articles that the topic query passed over narrowly.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::statistics) struct NearMisses {
    /// Articles that the query nearly matches.
    pub(in crate::statistics) n_near: u64,
    /// Those of them that people read.
    pub(in crate::statistics) n_coded: u64,
    /// Those of these that are relevant.
    pub(in crate::statistics) n_relevant: u64,
    /// The files read, keys among them, by path.
    pub(in crate::statistics) files: Vec<AuditFile>,
}

/// Reads what coders filled in; each file's key lies beside it. With `partial`, articles without a verdict are left out.
///
/// # Errors
/// Where the run has no topic query or another one, a file cannot be read, or with every fault of the files.
pub(in crate::statistics) fn read_near_misses(
    files: &[PathBuf],
    partial: bool,
    frame: &Frame,
    model: &Model,
) -> Result<NearMisses, Error> {
    let topic = model.codebook().topic.as_ref().filter(|_| !frame.record.takes_all());
    let Some(topic) = topic else {
        let message = "found a run without a topic query, expected one whose near misses were read";
        return Err(Error::Setting(message.to_owned()));
    };
    let query = TopicQuery::parse(&topic.query)?;
    let options = AuditOptions { files: files.to_vec(), keys: Vec::new(), partial, model };
    let sources = read_sources(&options)?;
    let mut reading = Reading { frame, faults: Vec::new(), drawn: BTreeMap::new(), n_near: None };
    let query = blake3::hash(query.as_str().as_bytes()).to_hex();
    reading.read_keys(&sources, &query);
    reading.read_coded(&sources);
    let (n_coded, n_relevant) = reading.settle(partial);
    let mut faults = reading.faults;
    if !faults.is_empty() {
        faults.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
        return Err(classifier::Error::Labels(faults).into());
    }
    let n_near = reading.n_near.unwrap_or_default();
    Ok(NearMisses { n_near, n_coded, n_relevant, files: sources.files() })
}

/// An article that was drawn, with its place in the key and what coders said.
struct Drawn {
    path: String,
    line: u64,
    verdicts: Vec<Verdict>,
}

struct Verdict {
    path: String,
    line: u64,
    column: usize,
    is_relevant: bool,
    is_adjudicated: bool,
}

struct Reading<'a> {
    frame: &'a Frame,
    faults: Vec<LabelFault>,
    /// By id.
    drawn: BTreeMap<String, Drawn>,
    /// As the first key has it.
    n_near: Option<u64>,
}

impl Reading<'_> {
    /// `column` is from 1; 0 is the whole row.
    fn fault(&mut self, path: &str, line: u64, column: usize, message: impl Into<String>) {
        let (path, message) = (path.to_owned(), message.into());
        self.faults.push(LabelFault { path, line, column, message });
    }

    /// The places of columns, or nothing where one is missing, which is told.
    fn columns<const N: usize>(
        &mut self,
        path: &str,
        cells: &LabelCells,
        names: [&str; N],
    ) -> Option<[usize; N]> {
        let mut places = [0; N];
        let n_before = self.faults.len();
        for (place, name) in places.iter_mut().zip(names) {
            match cells.column(name) {
                Some(column) => *place = column,
                // Without a header that was told.
                None if cells.columns.is_empty() => return None,
                None => self.fault(
                    path,
                    1,
                    0,
                    format!("found no column `{name}`, expected the near misses of `slant sample` and their key"),
                ),
            }
        }
        (self.faults.len() == n_before).then_some(places)
    }

    fn read_keys(&mut self, sources: &Sources, query: &str) {
        for coded in sources.coded.iter().filter(|coded| !coded.has_key) {
            let message = format!(
                "found no key {}, expected the one that was written with it",
                coded.key_place
            );
            self.fault(&coded.file.path, 1, 0, message);
        }
        for file in &sources.keys {
            let path = file.path.as_str();
            let cells = LabelCells::read(path, &file.bytes, &mut self.faults);
            let names = ["id", "article_id", "n_stratum", "query"];
            let Some(columns) = self.columns(path, &cells, names) else { continue };
            for row in &cells.rows {
                self.read_key_row(path, row, columns, query);
            }
        }
    }

    fn read_key_row(&mut self, path: &str, row: &CellRow, columns: [usize; 4], query: &str) {
        let [id, article, n_near, of_query] = columns;
        let drawn = Drawn { path: path.to_owned(), line: row.line, verdicts: Vec::new() };
        if self.drawn.insert(row.cell(id).to_owned(), drawn).is_some() {
            let message = format!("found the id `{}` again, expected each once", row.shown(id));
            return self.fault(path, row.line, id + 1, message);
        }
        if row.cell(of_query) != query {
            let message = "found near misses of another topic query, expected those of the run’s";
            return self.fault(path, row.line, of_query + 1, message);
        }
        let article_id = row.cell(article);
        let as_unit = UnitId { article_id, number: 0, hash: 0 };
        if self.frame.look_up(as_unit) != Found::NoArticle {
            let shown = row.shown(article);
            let message = format!(
                "found article `{shown}`, which the run takes as relevant, expected one that its query passed over"
            );
            return self.fault(path, row.line, article + 1, message);
        }
        let found = row.cell(n_near).parse::<u64>().ok();
        if found.is_none() || self.n_near.is_some_and(|n_near| Some(n_near) != found) {
            let shown = row.shown(n_near);
            let message = format!(
                "found `{shown}` near misses, expected one number in all rows of one sample"
            );
            return self.fault(path, row.line, n_near + 1, message);
        }
        self.n_near = found;
    }

    fn read_coded(&mut self, sources: &Sources) {
        for coded in sources.coded.iter().filter(|coded| coded.has_key) {
            let path = coded.file.path.as_str();
            let cells = LabelCells::read(path, &coded.file.bytes, &mut self.faults);
            let Some([id, relevant]) = self.columns(path, &cells, ["id", "relevant"]) else {
                continue;
            };
            let annotator = cells.column("annotator");
            for row in &cells.rows {
                let is_relevant = match row.cell(relevant) {
                    "" => None,
                    "0" | "0.0" => Some(false),
                    "1" | "1.0" => Some(true),
                    _ => {
                        let message = format!("found `{}`, expected 0 or 1", row.shown(relevant));
                        self.fault(path, row.line, relevant + 1, message);
                        continue;
                    }
                };
                let Some(drawn) = self.drawn.get_mut(row.cell(id)) else {
                    let message = format!("found id `{}`, expected one of the key", row.shown(id));
                    self.fault(path, row.line, id + 1, message);
                    continue;
                };
                drawn.verdicts.extend(is_relevant.map(|is_relevant| Verdict {
                    path: path.to_owned(),
                    line: row.line,
                    column: relevant + 1,
                    is_relevant,
                    is_adjudicated:
                        annotator.is_some_and(|column| is_adjudicator(row.cell(column))),
                }));
            }
        }
    }

    /// Articles with a verdict, and those that are relevant.
    fn settle(&mut self, partial: bool) -> (u64, u64) {
        let (mut n_coded, mut n_relevant) = (0, 0);
        for (id, drawn) in std::mem::take(&mut self.drawn) {
            let adjudicated = drawn.verdicts.iter().find(|verdict| verdict.is_adjudicated);
            let Some(verdict) = adjudicated.or(drawn.verdicts.first()) else {
                if !partial {
                    let message = format!(
                        "found no verdict on id `{id}`, expected 0 or 1 in `relevant` (--partial leaves out what is not coded)"
                    );
                    self.fault(&drawn.path, drawn.line, 0, message);
                }
                continue;
            };
            let other =
                drawn.verdicts.iter().find(|other| other.is_relevant != verdict.is_relevant);
            if let Some(other) = other.filter(|_| !verdict.is_adjudicated) {
                let message = format!(
                    "found another verdict on id `{id}` than in {}:{}, expected one, or a row of annotator `adjudicated`",
                    verdict.path, verdict.line
                );
                self.fault(&other.path, other.line, other.column, message);
            }
            n_coded += 1;
            n_relevant += u64::from(verdict.is_relevant);
        }
        (n_coded, n_relevant)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::frame::fixture::RunFixture;

    const CODED: &str = "id,title,text,relevant,annotator\na,A,x,1,ann\nb,B,y,0,ann\nc,C,z,0,ann\n";

    fn key(rows: &[(&str, &str)], n_near: u64) -> String {
        let codebook = crate::shipped_codebook().unwrap();
        let query = TopicQuery::parse(&codebook.topic.unwrap().query).unwrap();
        let query = blake3::hash(query.as_str().as_bytes()).to_hex();
        let row = |(id, article): &(&str, &str)| {
            format!(
                "{id},{article},harborpost.example,,near_miss,.1,near_miss,{n_near},3,2018,{query}\n"
            )
        };
        let rows: Vec<String> = rows.iter().map(row).collect();
        format!(
            "id,article_id,outlet,url,stratum,pi,design,n_stratum,drawn,seed,query\n{}",
            rows.concat()
        )
    }

    fn read(folder: &Path, files: &[(&str, String)], partial: bool) -> Result<NearMisses, String> {
        let run = folder.join("run");
        std::fs::create_dir_all(&run).unwrap();
        RunFixture::small().write(&run);
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let coded = files.iter().map(|(name, _)| folder.join(name));
        let coded: Vec<PathBuf> =
            coded.filter(|path| !path.to_string_lossy().ends_with(".key.csv")).collect();
        let (frame, model) = (Frame::read(&run).unwrap(), crate::shipped_model().unwrap());
        let found = read_near_misses(&coded, partial, &frame, &model);
        found.map_err(|error| error.to_string().replace(&format!("{}/", folder.display()), ""))
    }

    fn check(coded: &[(&str, &str)], key: String, partial: bool, expected: Result<[u64; 3], &str>) {
        let folder = tempfile::tempdir().unwrap();
        let mut files: Vec<(&str, String)> =
            coded.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        files.push(("near.key.csv", key));
        match (read(folder.path(), &files, partial), expected) {
            (Ok(found), Ok(expected)) => {
                assert_eq!([found.n_near, found.n_coded, found.n_relevant], expected);
                assert_eq!(found.files.len(), files.len());
            }
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, expected) => panic!("found {found:?}, expected {expected:?}"),
        }
    }

    const KEY: [(&str, &str); 3] = [("a", "n1"), ("b", "n2"), ("c", "n3")];

    #[test]
    fn what_people_read_is_counted() {
        check(&[("near.csv", CODED)], key(&KEY, 30), false, Ok([30, 3, 1]));
        let second = "id,relevant,annotator\na,0,ben\nb,0,ben\n";
        let settled = "id,relevant,annotator\na,0,adjudicated\n";
        let all =
            [("near.csv", CODED), ("near.ben.csv", second), ("near.adjudicated.csv", settled)];
        check(&all, key(&KEY, 30), false, Ok([30, 3, 0]));
        let part = CODED.replace("b,B,y,0", "b,B,y,");
        check(&[("near.csv", &part)], key(&KEY, 30), true, Ok([30, 2, 1]));
    }

    #[test]
    fn faults_are_told_with_their_places() {
        let part = CODED.replace("b,B,y,0", "b,B,y,");
        let fault = "near.key.csv:3:0: found no verdict on id `b`, expected 0 or 1";
        check(&[("near.csv", &part)], key(&KEY, 30), false, Err(fault));
        let odd = CODED.replace("b,B,y,0", "b,B,y,maybe");
        let fault = "near.csv:3:4: found `maybe`, expected 0 or 1";
        check(&[("near.csv", &odd)], key(&KEY, 30), false, Err(fault));
        let second = "id,relevant,annotator\na,0,ben\n";
        let fault = "expected one, or a row of annotator `adjudicated`";
        check(&[("near.csv", CODED), ("near.ben.csv", second)], key(&KEY, 30), false, Err(fault));
        let fault = "near.csv:4:1: found id `c`, expected one of the key";
        check(&[("near.csv", CODED)], key(&KEY[..2], 30), false, Err(fault));
        let fault = "near.key.csv:2:2: found article `alder`, which the run takes as relevant";
        let key_of_run = key(&[("a", "alder"), KEY[1], KEY[2]], 30);
        check(&[("near.csv", CODED)], key_of_run, false, Err(fault));
        let other = key(&KEY, 30).replace(",2018,", ",2018,f00d");
        let fault = "near.key.csv:2:11: found near misses of another topic query";
        check(&[("near.csv", CODED)], other, false, Err(fault));
        let fault = "near.csv:1:0: found no column `relevant`";
        check(&[("near.csv", "id,text\na,x\n")], key(&KEY, 30), false, Err(fault));
        let two = key(&KEY, 30).replacen(",30,", ",31,", 1);
        let fault = "near.key.csv:3:8: found `30` near misses, expected one number";
        check(&[("near.csv", CODED)], two, false, Err(fault));
    }
}
