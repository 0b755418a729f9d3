//! From the configuration to a corpus: articles, the stories that they tell, and their sentences.
//!
//! A story (cluster) has a rate and a share of own voice of its own, both beta distributed and independent of each
//! other and of its length. So the superpopulation rate of an outlet, E(labelled own-voice sentences) / E(own-voice
//! sentences), is the mean rate of its stories, exactly. Copies of a story have its sentences, with the same truth and
//! voice.
//!
//! A classifier sees `x`, normal with variance 1 around a mean that depends on truth and outlet, and marks where
//! `x >= 0`: the means are the normal quantiles of sensitivity and specificity. The score is the probability of the
//! label given `x` in an outlet of the mean specificity, so outlets of another one have miscalibrated scores.

use std::ops::Range;

use super::SimulationConfig;
use super::draws::{beta, normal};
use crate::Error;
use crate::distributions::normal_quantile;
use crate::random::UniformStream;

/// The share of the variance of `x` that the sentences' texts give, next to what a story's theme gives
/// ([`SimulationConfig::correlation`]): the rest is what copies of one sentence differ in.
const COPY_VARIANCE: f64 = 0.03;

/// One sentence of one article.
#[expect(clippy::struct_excessive_bools, reason = "four facts, each true or not")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SimulatedUnit {
    /// The outlet, from 0.
    pub outlet: u32,
    /// The article, from 0, over all outlets.
    pub article: u32,
    /// The story, the same number in every article that carries it.
    pub cluster_id: u64,
    /// The probability of the label that the classifier gives, in [0, 1].
    pub score: f64,
    /// Whether the classifier marks the sentence: its score reaches the threshold of the corpus.
    pub mark: bool,
    /// Whether rules tell that the outlet speaks in its own voice.
    pub rule_own: bool,
    /// Whether the sentence carries the label.
    pub truth: bool,
    /// Whether the outlet speaks in its own voice.
    pub true_own: bool,
}

/// What is true of one outlet of a corpus.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SimulatedOutlet {
    /// Its units in the corpus.
    pub units: Range<usize>,
    /// Its articles.
    pub n_articles: u32,
    /// Its stories.
    pub n_clusters: u32,
    /// The share of sentences in own voice that carry the label, in the superpopulation of stories.
    pub rate: f64,
    /// The same share in this corpus; `None` without a sentence in own voice.
    pub finite_rate: Option<f64>,
}

/// A corpus, outlet by outlet and article by article.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SimulatedCorpus {
    /// Every sentence.
    pub units: Vec<SimulatedUnit>,
    /// What is true of each outlet.
    pub outlets: Vec<SimulatedOutlet>,
    /// The score from which a unit is marked.
    pub threshold: f64,
    /// What this corpus was drawn from: the seed of the configuration and the replication.
    pub seed: u64,
}

/// Draws the corpus of this replication.
///
/// # Errors
/// [`Error::Simulation`] for a configuration from which no corpus can be drawn.
pub(crate) fn draw_corpus(
    config: &SimulationConfig,
    replication: u64,
) -> Result<SimulatedCorpus, Error> {
    config.check()?;
    let seed = UniformStream::new(config.seed, replication).next_bits();
    let classifier = Classifier::new(config);
    let mut corpus = SimulatedCorpus {
        units: Vec::new(),
        outlets: Vec::new(),
        threshold: classifier.score(0.0),
        seed,
    };
    let mut article = 0;
    for (outlet, stories) in (0..).zip(deal_stories(config, seed)) {
        let first_unit = corpus.units.len();
        let negative_mean = -normal_quantile(config.outlet_specificity(outlet));
        for story in &stories.articles {
            let writer = Writer { config, classifier: &classifier, seed, negative_mean };
            writer.write(outlet, article, story, &mut corpus.units);
            article += 1;
        }
        let units = first_unit..corpus.units.len();
        corpus.outlets.push(describe(&stories, units.clone(), &corpus.units[units]));
    }
    Ok(corpus)
}

/// What an article tells.
#[derive(Debug, Clone, Copy)]
struct Story {
    cluster_id: u64,
    /// The mean of the rates of stories like it.
    rate: f64,
}

/// What an outlet's articles tell.
struct Stories {
    articles: Vec<Story>,
    rate: f64,
}

/// Deals shared stories to articles at random, and gives each other article a story of its own.
fn deal_stories(config: &SimulationConfig, seed: u64) -> Vec<Stories> {
    let mut stream = UniformStream::new(seed, stream_of(Purpose::Articles, 0));
    let n_articles: Vec<u32> =
        (0..config.n_outlets).map(|_| between(&mut stream, config.articles)).collect();
    let n_copied = |n_articles: u32| (config.copied_share * f64::from(n_articles)).round() as usize;
    let mut slots: Vec<u32> = (0..config.n_outlets)
        .zip(&n_articles)
        .flat_map(|(outlet, &n_articles)| std::iter::repeat_n(outlet, n_copied(n_articles)))
        .collect();
    shuffle(&mut slots, &mut stream);
    let shared_rate = mean((0..config.n_outlets).map(|outlet| config.rate(outlet)));
    let mut dealt = vec![Vec::new(); n_articles.len()];
    let mut cluster_id = 0;
    let mut rest = slots.as_slice();
    while !rest.is_empty() {
        let n_copies = (between(&mut stream, config.copies) as usize).min(rest.len());
        let (copies, others) = rest.split_at(n_copies);
        for &outlet in copies {
            dealt[outlet as usize].push(Story { cluster_id, rate: shared_rate });
        }
        (cluster_id, rest) = (cluster_id + 1, others);
    }
    let mut outlets = Vec::new();
    for ((outlet, n_articles), mut articles) in (0..).zip(n_articles).zip(dealt) {
        let n_own = n_articles as usize - articles.len();
        let own_sum =
            config.rate(outlet) * f64::from(n_articles) - shared_rate * articles.len() as f64;
        let rate = (own_sum / n_own.max(1) as f64).clamp(0.0, 1.0);
        articles.extend((cluster_id..).take(n_own).map(|cluster_id| Story { cluster_id, rate }));
        cluster_id += n_own as u64;
        let rate = mean(articles.iter().map(|story| story.rate));
        outlets.push(Stories { articles, rate });
    }
    outlets
}

/// What the classifier makes of `x`.
struct Classifier {
    positive_mean: f64,
    /// The log-odds of the label at `x = 0` in the average outlet.
    intercept: f64,
    slope: f64,
    calibration_slope: f64,
}

impl Classifier {
    fn new(config: &SimulationConfig) -> Self {
        let outlets = || 0..config.n_outlets;
        let prevalence = mean(outlets().map(|outlet| config.rate(outlet)));
        let specificity = mean(outlets().map(|outlet| config.outlet_specificity(outlet)));
        let (positive, negative) =
            (normal_quantile(config.sensitivity), -normal_quantile(specificity));
        Self {
            positive_mean: positive,
            intercept: libm::log(prevalence / (1.0 - prevalence))
                - (positive * positive - negative * negative) / 2.0,
            slope: positive - negative,
            calibration_slope: config.calibration_slope,
        }
    }

    fn score(&self, x: f64) -> f64 {
        let log_odds = self.calibration_slope * (self.intercept + self.slope * x);
        1.0 / (1.0 + libm::exp(-log_odds))
    }
}

/// Writes the articles of one outlet.
struct Writer<'a> {
    config: &'a SimulationConfig,
    classifier: &'a Classifier,
    seed: u64,
    negative_mean: f64,
}

impl Writer<'_> {
    /// Appends the sentences of an article: those of its story, with the scores of this copy.
    fn write(&self, outlet: u32, article: u32, story: &Story, units: &mut Vec<SimulatedUnit>) {
        let Self { config, classifier, seed, .. } = *self;
        let of_story = stream_of(Purpose::Story, story.cluster_id);
        let mut stream = UniformStream::new(seed, of_story);
        let mut copy = UniformStream::new(seed, stream_of(Purpose::Copy, u64::from(article)));
        let n_sentences = skewed_between(&mut stream, config.sentences);
        let label_rate = beta(&mut stream, story.rate, config.correlation);
        let own_rate = beta(&mut stream, config.own_voice, config.correlation);
        let theme = config.correlation.sqrt() * normal(&mut stream);
        let sentence_deviation = (1.0 - config.correlation - COPY_VARIANCE).max(0.0).sqrt();
        let threshold = classifier.score(0.0);
        for _ in 0..n_sentences {
            let truth = stream.next() < label_rate;
            let true_own = stream.next() < own_rate;
            let is_told_rightly = stream.next() < config.voice_accuracy;
            let text = theme + sentence_deviation * normal(&mut stream);
            let mean = if truth { classifier.positive_mean } else { self.negative_mean };
            let score = classifier.score(mean + text + COPY_VARIANCE.sqrt() * normal(&mut copy));
            units.push(SimulatedUnit {
                outlet,
                article,
                cluster_id: story.cluster_id,
                score,
                mark: score >= threshold,
                rule_own: true_own == is_told_rightly,
                truth,
                true_own,
            });
        }
    }
}

fn describe(stories: &Stories, range: Range<usize>, units: &[SimulatedUnit]) -> SimulatedOutlet {
    let mut cluster_ids: Vec<u64> = stories.articles.iter().map(|story| story.cluster_id).collect();
    cluster_ids.sort_unstable();
    cluster_ids.dedup();
    let n_own = units.iter().filter(|unit| unit.true_own).count();
    let n_labelled = units.iter().filter(|unit| unit.true_own && unit.truth).count();
    SimulatedOutlet {
        units: range,
        n_articles: stories.articles.len() as u32,
        n_clusters: cluster_ids.len() as u32,
        rate: stories.rate,
        finite_rate: (n_own > 0).then(|| n_labelled as f64 / n_own as f64),
    }
}

/// What a stream of random numbers is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    Articles,
    Story,
    Copy,
    Audit,
}

/// The number of the stream for this purpose and this story, article or unit.
pub(super) fn stream_of(purpose: Purpose, number: u64) -> u64 {
    ((purpose as u64) << 56) ^ number
}

/// A whole number, each equally likely.
fn between(stream: &mut UniformStream, (least, most): (u32, u32)) -> u32 {
    least + (stream.next() * (f64::from(most - least) + 1.0)) as u32
}

/// A whole number, small ones likelier: the place between the bounds is the square of a uniform number.
fn skewed_between(stream: &mut UniformStream, (least, most): (u32, u32)) -> u32 {
    let place = stream.next();
    least + (place * place * (f64::from(most - least) + 1.0)) as u32
}

/// Fisher and Yates's shuffle.
fn shuffle(values: &mut [u32], stream: &mut UniformStream) {
    for last in (1..values.len()).rev() {
        values.swap(last, (stream.next() * (last + 1) as f64) as usize);
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    values.sum::<f64>() / n
}
