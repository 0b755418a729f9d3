//! Time, memory and clusters of a dump, for the benchmark of syndication clusters:
//!
//! ```text
//! cargo run --release -p ingest --example clusters -- DUMP.jsonl MEMBERS.tsv
//! cargo run --release -p ingest --example clusters -- --synthetic 1000000
//! ```
//!
//! `MEMBERS.tsv` gets a line `id, id of the first, size` for each article. Synthetic articles have 300 words; a quarter
//! are copies of wire stories, shortened and with a paragraph of their outlet.

#![allow(clippy::print_stdout, reason = "a program that prints its figures")]

use std::io::{self, Read as _, Seek as _, Write as _};
use std::time::Instant;

use ingest::{ClusterConfig, ClusterIndex, Config, Fingerprints, Membership, Reader, find_inputs};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [first, second] = arguments.as_slice() else {
        return Err("found other arguments, expected DUMP MEMBERS or --synthetic N".into());
    };
    let start = Instant::now();
    let memory_before = peak_kilobytes()?;
    let mut articles = Articles::new()?;
    if first == "--synthetic" {
        for number in 0..second.parse()? {
            articles.add(None, &format!("{number:09}"), &synthetic_text(number))?;
        }
    } else {
        let config = Config::default();
        for record in Reader::new(find_inputs(&[first.into()], &[])?.files, &config) {
            if let Ok(parsed) = record.and_then(|record| record.parse(&config)) {
                let article = parsed.article;
                articles.add(article.date, &article.id, &article.text)?;
            }
        }
    }
    let added = start.elapsed().as_secs_f64();
    let ids = std::mem::take(&mut articles.ids);
    let (n_articles, n_reads, members) = articles.finish()?;
    let n_clusters = members
        .iter()
        .enumerate()
        .filter(|(index, member)| member.size > 1 && member.first == *index)
        .count();
    let n_members = members.iter().filter(|member| member.size > 1).count();
    let total = start.elapsed().as_secs_f64();
    let kilobytes = peak_kilobytes()? - memory_before;
    if first != "--synthetic" {
        let mut out = io::BufWriter::new(std::fs::File::create(second)?);
        for (id, member) in ids.iter().zip(&members) {
            writeln!(out, "{id}\t{}\t{}", ids[member.first], member.size)?;
        }
    }
    println!(
        "{{\"articles\": {n_articles}, \"clusters\": {n_clusters}, \"members\": {n_members}, \"reads\": {n_reads}, \
         \"seconds_reading\": {added:.2}, \"seconds_clustering\": {:.2}, \"peak_megabytes\": {}, \"bytes_an_article\": {}}}",
        total - added,
        kilobytes / 1024,
        kilobytes * 1024 / (n_articles as u64).max(1),
    );
    Ok(())
}

/// The index, with the words of all articles in a temporary file.
struct Articles {
    index: ClusterIndex,
    ids: Vec<String>,
    words: io::BufWriter<std::fs::File>,
    ends: Vec<u64>,
}

impl Articles {
    fn new() -> io::Result<Self> {
        let words = io::BufWriter::new(tempfile::tempfile()?);
        let index = ClusterIndex::new(ClusterConfig::default());
        Ok(Self { index, ids: Vec::new(), words, ends: vec![0] })
    }

    fn add(&mut self, date: Option<jiff::civil::Date>, id: &str, text: &str) -> io::Result<()> {
        let made = Fingerprints::of(text);
        self.index.add(date, id, &made.sampled);
        self.ids.push(id.to_owned());
        for word in &made.words {
            self.words.write_all(&word.to_le_bytes())?;
        }
        self.ends.push(self.ends[self.ends.len() - 1] + 4 * made.words.len() as u64);
        Ok(())
    }

    fn finish(self) -> Result<(usize, usize, Vec<Membership>), Failure> {
        let Self { index, words, ends, .. } = self;
        let mut file = words.into_inner()?;
        let mut n_reads = 0;
        let members = index.finish(|article| {
            n_reads += 1;
            let mut bytes = vec![0; (ends[article + 1] - ends[article]) as usize];
            file.seek(io::SeekFrom::Start(ends[article]))?;
            file.read_exact(&mut bytes)?;
            let (words, _) = bytes.as_chunks::<4>();
            io::Result::Ok(words.iter().map(|word| u32::from_le_bytes(*word)).collect())
        })?;
        Ok((ends.len() - 1, n_reads, members))
    }
}

const WORDS: u64 = 300;
/// Where the seeds of wire stories, of own stories, and of the paragraphs of articles and outlets start.
const WIRE: u64 = 1 << 50;
const OWN: u64 = 1 << 51;
const FRAME: u64 = 1 << 52;
const OUTLET: u64 = 1 << 53;

/// 300 words, the same for the same number.
fn synthetic_text(number: u64) -> String {
    let outlet = mix(number) % 1000;
    let drawn = |what: u64| mix(mix(number).wrapping_add(what));
    let (story, kept) = if drawn(1).is_multiple_of(4) {
        (WIRE + drawn(2) % (1 + number / 40), 150 + drawn(3) % 110)
    } else {
        (OWN + number, 260)
    };
    let mut text = String::new();
    let mut push = |seed: u64, n_words: u64| {
        for word in 0..n_words {
            let drawn = mix(mix(seed).wrapping_add(word));
            // Some words are much more frequent than others.
            let rank = (drawn % 40_000) * ((drawn >> 32) % 1000) / 1000;
            text.push('w');
            text.push_str(&rank.to_string());
            text.push(' ');
        }
    };
    push(story, kept);
    push(FRAME + number, WORDS - 40 - kept);
    push(OUTLET + outlet, 40);
    text
}

fn mix(number: u64) -> u64 {
    let hash = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// The most memory that this process has used.
fn peak_kilobytes() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim_start_matches("VmHWM:").trim_end_matches("kB").trim().parse()?)
}
