//! TF-IDF rows over the n-grams that the training texts have.

use features::Ngrams;
use linfa::dataset::Records;

/// Rows of non-zero values, one row a unit: `n_rows` × `n_columns`.
#[derive(Clone, Debug, Default)]
pub(crate) struct SparseRows {
    /// Row `i` holds the entries from `starts[i]` to `starts[i + 1]`.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    n_columns: usize,
}

impl SparseRows {
    pub(crate) fn new(n_columns: usize) -> Self {
        Self { starts: vec![0], n_columns, ..Self::default() }
    }

    pub(crate) fn push(&mut self, entries: impl Iterator<Item = (u32, f32)>) {
        for (column, value) in entries {
            self.columns.push(column);
            self.values.push(value);
        }
        self.starts.push(self.columns.len());
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.starts.len() - 1
    }

    pub(crate) fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Σ of the row's values times `weights`: four sums side by side, then those in order.
    pub(crate) fn dot(&self, row: usize, weights: &[f64]) -> f64 {
        let entries = self.starts[row]..self.starts[row + 1];
        let (columns, ragged_columns) = self.columns[entries.clone()].as_chunks::<4>();
        let (values, ragged_values) = self.values[entries].as_chunks::<4>();
        let mut sums = [0.0; 4];
        for (columns, values) in columns.iter().zip(values) {
            for lane in 0..4 {
                sums[lane] += weights[columns[lane] as usize] * f64::from(values[lane]);
            }
        }
        let ragged = ragged_columns.iter().zip(ragged_values);
        let rest: f64 =
            ragged.map(|(&column, &value)| weights[column as usize] * f64::from(value)).sum();
        sums.iter().sum::<f64>() + rest
    }

    /// Adds `factor` times the row to `sum`.
    pub(crate) fn add_scaled(&self, row: usize, factor: f64, sum: &mut [f64]) {
        let entries = self.starts[row]..self.starts[row + 1];
        let (columns, values) = (&self.columns[entries.clone()], &self.values[entries]);
        for (&column, &value) in columns.iter().zip(values) {
            sum[column as usize] += factor * f64::from(value);
        }
    }
}

impl Records for SparseRows {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.n_rows()
    }

    fn nfeatures(&self) -> usize {
        self.n_columns()
    }
}

/// The n-grams of one unit, kept between folds.
#[derive(Clone, Debug)]
pub(crate) struct UnitNgrams {
    pub(crate) words: Box<[u32]>,
    pub(crate) characters: Box<[u32]>,
}

impl From<Ngrams<'_>> for UnitNgrams {
    fn from(ngrams: Ngrams<'_>) -> Self {
        Self { words: ngrams.words.into(), characters: ngrams.characters.into() }
    }
}

/// Inverse document frequencies of the buckets that occur in the training texts.
///
/// A unit's value in a column is idf / ‖idf‖₂ over the columns of the same block (words, or characters) that
/// the unit has: presence weighted by `ln((1 + n) / (1 + df)) + 1`, as scikit-learn's
/// `TfidfVectorizer(binary=True, smooth_idf=True, norm="l2")` computes it.
#[derive(Clone, Debug)]
pub(crate) struct TfIdf {
    /// The bucket of each column, ascending.
    pub(crate) buckets: Vec<u32>,
    /// The inverse document frequency of each column.
    pub(crate) idf: Vec<f32>,
    column_of: Vec<u32>,
}

const NO_COLUMN: u32 = u32::MAX;

impl TfIdf {
    /// Counts the buckets over `units` and keeps those that at least `min_df` of them have.
    pub(crate) fn fit<'a>(
        units: impl Iterator<Item = &'a UnitNgrams>,
        n_buckets: usize,
        min_df: u32,
    ) -> Self {
        let mut frequency = vec![0_u32; n_buckets];
        let mut n_units = 0_u32;
        for unit in units {
            n_units += 1;
            for &bucket in unit.words.iter().chain(&unit.characters) {
                frequency[bucket as usize] += 1;
            }
        }
        let mut fitted =
            Self { buckets: Vec::new(), idf: Vec::new(), column_of: vec![NO_COLUMN; n_buckets] };
        for (bucket, &df) in frequency.iter().enumerate().filter(|&(_, &df)| df >= min_df.max(1)) {
            fitted.column_of[bucket] = fitted.buckets.len() as u32;
            fitted.buckets.push(bucket as u32);
            fitted.idf.push((libm::log(f64::from(1 + n_units) / f64::from(1 + df)) + 1.0) as f32);
        }
        fitted
    }

    pub(crate) fn n_columns(&self) -> usize {
        self.buckets.len()
    }

    /// The rows of `units`, in their order.
    pub(crate) fn rows<'a>(&self, units: impl Iterator<Item = &'a UnitNgrams>) -> SparseRows {
        let mut rows = SparseRows::new(self.n_columns());
        let mut entries = Vec::new();
        for unit in units {
            entries.clear();
            self.add_block(&unit.words, &mut entries);
            self.add_block(&unit.characters, &mut entries);
            entries.sort_unstable_by_key(|&(column, _)| column);
            rows.push(entries.iter().copied());
        }
        rows
    }

    fn add_block(&self, buckets: &[u32], entries: &mut Vec<(u32, f32)>) {
        let first = entries.len();
        let columns = buckets
            .iter()
            .map(|&bucket| self.column_of[bucket as usize])
            .filter(|&column| column != NO_COLUMN);
        entries.extend(columns.map(|column| (column, self.idf[column as usize])));
        let squares: f64 =
            entries[first..].iter().map(|&(_, idf)| f64::from(idf) * f64::from(idf)).sum();
        let scale = if squares > 0.0 { 1.0 / squares.sqrt() } else { 0.0 };
        for (_, value) in &mut entries[first..] {
            *value = (f64::from(*value) * scale) as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(words: &[u32], characters: &[u32]) -> UnitNgrams {
        UnitNgrams { words: words.into(), characters: characters.into() }
    }

    #[test]
    fn values_agree_with_scikit_learn() {
        // scikit-learn 1.9.1: TfidfVectorizer(binary=True) on ["a b", "a c", "a b d"] with one-letter tokens.
        let units = [unit(&[0, 1], &[]), unit(&[0, 2], &[]), unit(&[0, 1, 3], &[])];
        let tfidf = TfIdf::fit(units.iter(), 8, 1);
        let rows = tfidf.rows(units.iter());
        let value = |row: usize, column: usize| {
            let mut one = vec![0.0; 4];
            one[column] = 1.0;
            rows.dot(row, &one)
        };
        for (row, column, expected) in
            [(0, 0, 0.613_355_55), (0, 1, 0.789_806_93), (1, 2, 0.861_037), (2, 3, 0.720_333_45)]
        {
            assert!(
                (value(row, column) - expected).abs() < 1e-6,
                "{row} {column}: {}",
                value(row, column)
            );
        }
    }

    #[test]
    fn each_block_has_length_one_and_rare_buckets_are_left_out() {
        let units = [unit(&[0, 1], &[4, 5]), unit(&[0, 2], &[4]), unit(&[1], &[4])];
        let tfidf = TfIdf::fit(units.iter(), 8, 2);
        assert_eq!(tfidf.buckets, [0, 1, 4]);
        let rows = tfidf.rows(units.iter());
        let mut sum = vec![0.0; 3];
        rows.add_scaled(0, 1.0, &mut sum);
        assert!((sum[0] * sum[0] + sum[1] * sum[1] - 1.0).abs() < 1e-6);
        assert!((sum[2] - 1.0).abs() < 1e-6);
    }
}
