//! Who codes what.

use std::collections::BTreeMap;

use super::{key::KeyRow, settings::SampleOptions};
use crate::frame::UnitId;

/// The rows of one file: all new ones, or those of one coder.
pub(super) struct Sheet {
    /// The name that stands in the column `annotator`; none where one person codes all.
    pub(super) coder: Option<String>,
    /// Places of rows of the key, in the order of the file.
    pub(super) rows: Vec<usize>,
}

/// Deals the new rows to the coders and notes it in the key: the first of a shuffled order, as many as should overlap, to
/// all of them, the others in turn. Where whole articles are coded, they are dealt whole, and read in their order.
pub(super) fn deal(rows: &mut [KeyRow], new: &[usize], options: &SampleOptions<'_>) -> Vec<Sheet> {
    let bundles = bundles(rows, new, options);
    if options.coders == 1 {
        return vec![Sheet { coder: None, rows: bundles.concat() }];
    }
    let names: Vec<String> = (1..=options.coders).map(|coder| format!("coder-{coder}")).collect();
    let mut dealt: Vec<usize> = (0..bundles.len()).collect();
    dealt.sort_by_cached_key(|&bundle| {
        let first = &rows[bundles[bundle][0]].id;
        (*blake3::hash(first.as_bytes()).as_bytes(), bundle)
    });
    let n_shared = (options.overlap * bundles.len() as f64).round() as usize;
    let mut of_coders = vec![Vec::new(); names.len()];
    for (turn, bundle) in dealt.into_iter().enumerate() {
        let is_shared = turn < n_shared;
        for (coder, bundles) in of_coders.iter_mut().enumerate() {
            if is_shared || (turn - n_shared) % names.len() == coder {
                bundles.push(bundle);
            }
        }
    }
    let sheet = |(coder, mut of_coder): (String, Vec<usize>)| {
        of_coder.sort_unstable();
        let places: Vec<usize> =
            of_coder.iter().flat_map(|&bundle| bundles[bundle].clone()).collect();
        places.iter().for_each(|&row| rows[row].coders.push(coder.clone()));
        Sheet { coder: Some(coder), rows: places }
    };
    names.into_iter().zip(of_coders).map(sheet).collect()
}

/// What is dealt at once, in the order of the file: single units, or the units of an article.
fn bundles(rows: &[KeyRow], new: &[usize], options: &SampleOptions<'_>) -> Vec<Vec<usize>> {
    if !options.whole_articles {
        return new.iter().map(|&row| vec![row]).collect();
    }
    let mut articles: BTreeMap<&str, Vec<(u32, usize)>> = BTreeMap::new();
    for &row in new {
        let id = UnitId::parse(&rows[row].unit_id);
        let (article, number) = id.map_or(("", 0), |id| (id.article_id, id.number));
        articles.entry(article).or_default().push((number, row));
    }
    let mut bundles: Vec<Vec<usize>> = articles
        .into_values()
        .map(|mut units| {
            units.sort_unstable();
            units.into_iter().map(|(_, row)| row).collect()
        })
        .collect();
    // The ids, which rows follow, are hashes.
    bundles.sort_by_key(|bundle: &Vec<usize>| bundle[0]);
    bundles
}
