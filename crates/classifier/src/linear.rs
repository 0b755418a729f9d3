//! The linear model as it is applied: one row of weights a bucket.

use features::{NgramExtractor, NgramSchema, Ngrams};

/// Lanes that are added at once.
const LANES: usize = 4;

/// For every bucket the label weights times idf, and idf² in the lane after the last label, padded to a
/// multiple of [`LANES`].
///
/// With three labels all that an n-gram contributes lies in 16 bytes, so one read of memory serves all labels
/// and the norm.
#[derive(Clone, Debug)]
pub(crate) struct LinearModel {
    table: Vec<[f32; LANES]>,
    /// Groups of lanes a bucket takes.
    n_groups: usize,
    intercepts: Vec<f64>,
}

impl LinearModel {
    /// Builds the table from `buckets` (n), their `weights` (n × labels) and `idf` (n).
    pub(crate) fn new(
        schema: &NgramSchema,
        buckets: &[u32],
        weights: &[f32],
        idf: &[f32],
        intercepts: &[f64],
    ) -> Self {
        let n_labels = intercepts.len();
        let n_groups = (n_labels + 1).div_ceil(LANES);
        let mut table = vec![[0.0; LANES]; schema.n_buckets() * n_groups];
        for ((&bucket, weights), &idf) in
            buckets.iter().zip(weights.chunks_exact(n_labels)).zip(idf)
        {
            let row = &mut table[bucket as usize * n_groups..][..n_groups];
            for (label, weight) in weights.iter().enumerate() {
                row[label / LANES][label % LANES] = weight * idf;
            }
            row[n_labels / LANES][n_labels % LANES] = idf * idf;
        }
        Self { table, n_groups, intercepts: intercepts.to_vec() }
    }

    /// Writes w·x + b of `text` for each label to `scores`.
    pub(crate) fn score(&self, text: &str, extractor: &mut NgramExtractor, scores: &mut [f64]) {
        let Ngrams { words, characters } = extractor.extract(text);
        scores.copy_from_slice(&self.intercepts);
        self.add_block(words, scores);
        self.add_block(characters, scores);
    }

    fn add_block(&self, buckets: &[u32], scores: &mut [f64]) {
        // The squares stand in the last group, so that comes first.
        let (last, lane) = (scores.len() / LANES, scores.len() % LANES);
        let mut sums = self.sum_of(buckets, last);
        if sums[lane] <= 0.0 {
            return;
        }
        let scale = 1.0 / f64::from(sums[lane]).sqrt();
        for group in (0..=last).rev() {
            if group < last {
                sums = self.sum_of(buckets, group);
            }
            let of_group = scores.iter_mut().skip(group * LANES).take(LANES);
            of_group.zip(sums).for_each(|(score, sum)| *score += f64::from(sum) * scale);
        }
    }

    /// The sum over `buckets` of one group of lanes.
    fn sum_of(&self, buckets: &[u32], group: usize) -> [f32; LANES] {
        let mut sums = [0.0; LANES];
        for &bucket in buckets {
            let row = &self.table[bucket as usize * self.n_groups + group];
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_weights_times_normalised_idf() {
        let schema = NgramSchema { word_max: 1, ..NgramSchema::default() };
        let mut extractor = NgramExtractor::new(&schema);
        let words = extractor.extract("weak strong").words.to_vec();
        let n_labels = 5;
        let weights: Vec<f32> = (0..n_labels * 2).map(|n| n as f32).collect();
        let intercepts = [0.5; 5];
        let model = LinearModel::new(&schema, &words, &weights, &[1.0, 2.0], &intercepts);
        let mut scores = vec![0.0; n_labels];
        model.score("Strong, weak, WEAK, unheard", &mut extractor, &mut scores);
        for (label, score) in scores.iter().enumerate() {
            let (weak, strong) = (label as f64, (label + n_labels) as f64);
            let expected = 0.5 + (weak + 2.0 * strong) / 5.0_f64.sqrt();
            assert!((score - expected).abs() < 1e-5, "{label}: {score} {expected}");
        }
    }
}
