use super::super::testing::{check_near, units_of};
use super::*;
use proptest::prelude::*;

/// The data of Krippendorff 2011, section C: four coders, twelve units, the last with one code.
const FOUR_CODERS: [&str; 4] = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];

/// One unit per list, in a cluster of its own; a set is a word of letters, `-` the empty one.
fn units_of_sets(units: &[&str]) -> Vec<CodedUnit> {
    let mask =
        |set: &str| set.bytes().filter(u8::is_ascii_uppercase).map(|b| 1 << (b - b'A')).sum();
    (0..)
        .zip(units)
        .map(|(cluster_id, unit)| CodedUnit {
            cluster_id,
            codes: unit.split(' ').map(|set| Some(mask(set))).collect(),
        })
        .collect()
}

fn alpha_of(units: &[CodedUnit], distance: CodeDistance) -> Alpha {
    let config = BootstrapConfig { replicates: 200, ..BootstrapConfig::default() };
    krippendorff_alpha(units, distance, &config).unwrap()
}

fn nominal(coders: &[&str]) -> Alpha {
    alpha_of(&units_of(coders), CodeDistance::Nominal)
}

/// krippendorff 0.9.0: `alpha(data, level_of_measurement="nominal")`.
#[test]
fn published_data_have_the_published_alpha() {
    let found = nominal(&FOUR_CODERS);
    check_near(found.alpha, 0.743_421_052_631_579);
    let counts = [found.n_units, found.n_units_left_out, found.n_codes, found.n_clusters];
    assert_eq!(counts, [11, 1, 40, 11]);

    let binary = nominal(&["0100000010", "1110010000"]);
    check_near(binary.alpha, 0.095_238_095_238_095_34);
    check_near(binary.observed_disagreement, 0.4);
    check_near(binary.expected_disagreement, 168.0 / 380.0);
}

/// Worked out in exact fractions: Do = 1/3, De = 715/918.
#[test]
fn sets_have_the_alpha_of_their_jaccard_distances() {
    let found = alpha_of(
        &units_of_sets(&["S S", "HS H", "- -", "D DH D", "S D", "H H H", "- S", "D D"]),
        CodeDistance::Jaccard,
    );
    check_near(found.observed_disagreement, 1.0 / 3.0);
    check_near(found.expected_disagreement, 715.0 / 918.0);
    check_near(found.alpha, 409.0 / 715.0);
    assert_eq!((found.n_units, found.n_codes), (8, 18));
}

#[test]
fn units_with_fewer_than_two_codes_change_nothing_but_their_count() {
    let with = nominal(&["0101.1...0", "0111.0....", "010.0..1.."]);
    let without = nominal(&["0101.1", "0111.0", "010..."]);
    assert_eq!((with.n_units, with.n_units_left_out, with.n_codes), (5, 5, 13));
    assert_eq!(without.n_units_left_out, 1);
    assert_eq!((with.alpha, with.n_clusters), (without.alpha, without.n_clusters));
}

#[test]
fn a_coder_may_be_missing_at_the_end_of_a_list() {
    let unit = |codes: &[Option<u64>]| CodedUnit { cluster_id: 0, codes: codes.to_vec() };
    let short = [unit(&[Some(1), Some(0)]), unit(&[Some(1), Some(1)]), unit(&[Some(1)]), unit(&[])];
    let long = [
        unit(&[Some(1), Some(0), None]),
        unit(&[Some(1), None, Some(1)]),
        unit(&[None, None, Some(1)]),
        unit(&[None, None, None]),
    ];
    let alpha = |units| alpha_of(units, CodeDistance::Nominal);
    assert_eq!(alpha(&short), alpha(&long));
    check_near(alpha(&short).alpha, 0.0);
}

#[test]
fn codes_that_do_not_vary_have_no_alpha() {
    let check = |coders: &[&str], disagreement| {
        let units = units_of(coders);
        for distance in [CodeDistance::Nominal, CodeDistance::Jaccard] {
            let found = alpha_of(&units, distance);
            assert_eq!((found.alpha, found.interval), (None, None));
            assert_eq!(found.observed_disagreement, disagreement);
            assert_eq!(found.expected_disagreement, disagreement);
        }
    };
    check(&["000000000000", "000000000000"], Some(0.0));
    check(&["1", "1"], Some(0.0));
    check(&["01......", "..01...."], None);
    check(&[], None);
}

#[test]
fn perfect_agreement_is_one_without_an_interval() {
    let found = nominal(&["010101010101", "010101010101", "010.0101.101"]);
    assert_eq!((found.alpha, found.interval), (Some(1.0), None));
}

/// numpy 2.4.6, twice 1,000,000 replicates with Poisson weights on the same eleven units: .3882 and .3871, 1 and 1;
/// without an alpha .04 %. With multinomial weights: .4163 and .4167, 1 and 1.
#[test]
fn published_data_have_the_interval_of_an_independent_bootstrap() {
    let config = BootstrapConfig { replicates: 100_000, ..BootstrapConfig::default() };
    let found =
        krippendorff_alpha(&units_of(&FOUR_CODERS), CodeDistance::Nominal, &config).unwrap();
    let (lo, hi) = found.interval.unwrap();
    assert!((lo - 0.3876).abs() < 0.01 && (hi - 1.0).abs() < 1e-9, "{lo} {hi}");
    assert!((20..60).contains(&found.undefined_replicates), "{}", found.undefined_replicates);
}

#[test]
fn the_default_interval_never_changes() {
    let units = units_of(&FOUR_CODERS);
    let config = BootstrapConfig::default();
    let found = krippendorff_alpha(&units, CodeDistance::Nominal, &config).unwrap();
    assert_eq!(found.interval, Some((0.362_192_159_490_702, 1.0)));
}

#[test]
fn under_ten_clusters_there_is_no_interval() {
    let mut units = units_of(&FOUR_CODERS);
    let interval = |units: &[CodedUnit]| alpha_of(units, CodeDistance::Nominal).interval;
    assert!(interval(&units[1..]).is_some());
    assert_eq!(interval(&units[2..]), None);
    units.iter_mut().for_each(|unit| unit.cluster_id %= 9);
    assert_eq!(interval(&units), None);
}

/// A code in one cluster alone is lost in e^-1 of the replicates; in six clusters, in e^-6 of them.
#[test]
fn a_code_in_too_few_clusters_has_an_alpha_but_no_interval() {
    let rare = nominal(&["100000000000", "100000000000"]);
    assert_eq!((rare.alpha, rare.interval), (Some(1.0), None));
    assert!((50..100).contains(&rare.undefined_replicates), "{}", rare.undefined_replicates);

    let less_rare = nominal(&["111111000000", "111110000000"]);
    assert!(less_rare.interval.is_some());
    assert!(less_rare.undefined_replicates < 5);
}

#[test]
fn settings_out_of_range_are_refused() {
    let config = BootstrapConfig { replicates: 0, ..BootstrapConfig::default() };
    let found = krippendorff_alpha(&[], CodeDistance::Nominal, &config);
    assert!(matches!(found, Err(Error::Replicates { found: 0, .. })));
}

/// Alpha from its definition, pair by pair: the mean over codes of their mean distance to the others of the unit,
/// against the mean distance of all pairs.
fn alpha_by_definition(units: &[CodedUnit], distance: CodeDistance) -> Option<f64> {
    let units: Vec<Vec<u64>> = units
        .iter()
        .map(|unit| unit.codes.iter().copied().flatten().collect())
        .filter(|codes: &Vec<u64>| codes.len() > 1)
        .collect();
    let between = |a, b| {
        let fraction = distance.between(a, b);
        f64::from(fraction.numerator) / f64::from(fraction.denominator)
    };
    let sum = |codes: &[u64]| -> f64 {
        codes.iter().flat_map(|&a| codes.iter().map(move |&b| between(a, b))).sum()
    };
    let all = units.concat();
    let n = all.len() as f64;
    let observed = units.iter().map(|codes| sum(codes) / (codes.len() - 1) as f64).sum::<f64>() / n;
    let expected = sum(&all) / (n * (n - 1.0));
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

fn any_units() -> impl Strategy<Value = Vec<CodedUnit>> {
    let codes = prop::collection::vec(prop::option::weighted(0.7, 0..8_u64), 0..6);
    let unit = (0..20_u64, codes).prop_map(|(cluster_id, codes)| CodedUnit { cluster_id, codes });
    prop::collection::vec(unit, 0..40)
}

fn any_distance() -> impl Strategy<Value = CodeDistance> {
    prop_oneof![Just(CodeDistance::Nominal), Just(CodeDistance::Jaccard)]
}

proptest! {
    #[test]
    fn alpha_is_that_of_the_definition_and_in_range(units in any_units(), distance in any_distance()) {
        let found = alpha_of(&units, distance);
        let expected = alpha_by_definition(&units, distance);
        prop_assert_eq!(found.alpha.is_some(), expected.is_some());
        if let (Some(found), Some(expected)) = (found.alpha, expected) {
            prop_assert!((found - expected).abs() < 1e-12, "{} {}", found, expected);
            prop_assert!(-1.0 < found && found <= 1.0);
        }
        if let Some((lo, hi)) = found.interval {
            prop_assert!(-1.0 < lo && lo <= hi && hi <= 1.0);
        }
        prop_assert_eq!(found.n_units + found.n_units_left_out, units.len() as u64);
    }

    #[test]
    fn the_order_of_units_and_coders_changes_no_digit(
        (units, shuffled) in any_units().prop_flat_map(|units| {
            let coders_shuffled: Vec<_> = units.iter().map(|unit| {
                let cluster_id = unit.cluster_id;
                Just(unit.codes.clone()).prop_shuffle().prop_map(move |codes| CodedUnit { cluster_id, codes })
            }).collect();
            (Just(units), coders_shuffled.prop_shuffle())
        }),
        distance in any_distance(),
    ) {
        prop_assert_eq!(alpha_of(&units, distance), alpha_of(&shuffled, distance));
    }

    #[test]
    fn a_weighted_cluster_is_a_cluster_that_is_there_as_often(
        units in any_units(), weights in prop::collection::vec(0..4_u32, 20), distance in any_distance(),
    ) {
        let weight = |cluster_id: u64| weights[cluster_id as usize];
        let coincidences = Coincidences::new(&units, distance);
        let found = coincidences.disagreement(
            coincidences.clusters.iter().map(|cluster| weight(cluster.cluster_id)),
            &mut coincidences.zero_sums(),
        );
        let repeated: Vec<_> = units
            .iter()
            .flat_map(|unit| vec![unit.clone(); weight(unit.cluster_id) as usize])
            .collect();
        prop_assert_eq!(found.and_then(Disagreement::alpha), alpha_of(&repeated, distance).alpha);
    }
}
