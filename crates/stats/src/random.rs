//! Random weights that are a function of what they weigh: no state, so no order and no thread can change them.
//!
//! The generator is `SplitMix64` (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"; the
//! constants are Vigna's). Its n-th output is a finaliser applied to `state + n * GAMMA`, so any output can be had
//! directly. Each cluster has a state of its own, hashed from the seed and the cluster's id; the replicate is the
//! position in its stream. The streams are pieces of one cycle of 2^64 outputs: 10^5 clusters with 2,000
//! replicates each overlap anywhere with a probability of about 10^-6.

/// The increment of `SplitMix64`: 2^64 divided by the golden ratio, made odd.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// `round(2^64 * P(X <= k))` for X ~ Poisson(1) and k = 0, 1, …, 19; for k = 20 it is 2^64.
const POISSON_THRESHOLDS: [u64; 20] = [
    0x5E2D_58D8_B3BC_DF1B,
    0xBC5A_B1B1_6779_BE35,
    0xEB71_5E1D_C158_2DC3,
    0xFB23_9797_34A2_52F2,
    0xFF10_25F5_9174_DC3E,
    0xFFD9_0F3B_A405_5E1A,
    0xFFFA_8B71_FC72_C914,
    0xFFFF_540C_0914_B3CA,
    0xFFFF_ED1F_4AA8_F120,
    0xFFFF_FE21_6E64_1463,
    0xFFFF_FFD4_D85D_3183,
    0xFFFF_FFFC_6DA2_62B5,
    0xFFFF_FFFF_BA12_D179,
    0xFFFF_FFFF_FB07_C64D,
    0xFFFF_FFFF_FFAB_8EA5,
    0xFFFF_FFFF_FFFA_BE22,
    0xFFFF_FFFF_FFFF_B11A,
    0xFFFF_FFFF_FFFF_FBA1,
    0xFFFF_FFFF_FFFF_FFC5,
    0xFFFF_FFFF_FFFF_FFFD,
];

/// The weights of one cluster, one for each bootstrap replicate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WeightStream {
    state: u64,
}

impl WeightStream {
    /// The stream of this cluster under this seed, the same in every outlet.
    pub(crate) fn new(seed: u64, cluster_id: u64) -> Self {
        Self { state: output(output(seed, 0) ^ cluster_id, 0) }
    }

    /// A Poisson(1) weight, at most 20.
    #[inline]
    pub(crate) fn weight(self, replicate: u32) -> u32 {
        poisson(output(self.state, u64::from(replicate)))
    }
}

/// Uniform numbers between 0 and 1, one after the other; none depends on another stream.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UniformStream {
    state: u64,
    position: u64,
}

impl UniformStream {
    /// The numbers of this stream under this seed, none of them a weight of the same seed.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        Self { state: output(output(seed, 1) ^ stream, 0), position: 0 }
    }

    /// The next number, a multiple of 2^-54 above 0 and below 1.
    #[inline]
    pub(crate) fn next(&mut self) -> f64 {
        ((self.next_bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// The next 64 random bits.
    #[inline]
    pub(crate) fn next_bits(&mut self) -> u64 {
        let bits = output(self.state, self.position);
        self.position += 1;
        bits
    }
}

/// The permanent random number of a unit under this seed: the smallest numbers of a stratum are drawn (Ohlsson 1995,
/// "Coordination of samples using permanent random numbers"). The seed's second output parts it from all weights.
pub(crate) fn permanent_number(seed: u64, key: u64) -> u64 {
    output(output(seed, 1) ^ key, 0)
}

/// The output of `SplitMix64` started at `state`, `position` steps after the first.
#[inline]
fn output(state: u64, position: u64) -> u64 {
    let mut z = state.wrapping_add(GAMMA.wrapping_mul(position.wrapping_add(1)));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The Poisson(1) quantile of a uniform number: how many thresholds it has reached.
///
/// Integers alone decide, so every machine draws the same weight. The first four comparisons settle 98 % of the
/// draws without a branch.
#[inline]
fn poisson(uniform: u64) -> u32 {
    let (first, rest) = POISSON_THRESHOLDS.split_at(4);
    let low = first.iter().map(|&threshold| u32::from(uniform >= threshold)).sum();
    if low < 4 {
        return low;
    }
    low + rest.iter().take_while(|&&threshold| uniform >= threshold).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_those_of_the_reference_generator() {
        // splitmix64.c by Sebastiano Vigna, started at 1234567.
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        let found: Vec<u64> = (0..5).map(|position| output(1_234_567, position)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_weight_changes_exactly_at_its_threshold() {
        for (k, &threshold) in (0..).zip(&POISSON_THRESHOLDS) {
            assert_eq!((poisson(threshold - 1), poisson(threshold)), (k, k + 1));
        }
        assert_eq!((poisson(0), poisson(u64::MAX)), (0, 20));
    }

    #[test]
    fn thresholds_are_the_distribution_function_of_poisson_one() {
        let (mut term, mut sum) = (libm::exp(-1.0), 0.0);
        for (k, &threshold) in (1..).zip(&POISSON_THRESHOLDS) {
            sum += term;
            term /= f64::from(k);
            assert!((threshold as f64 / 2.0_f64.powi(64) - sum).abs() < 1e-15);
        }
    }

    #[test]
    fn weights_have_mean_one_variance_one_and_no_correlation_between_clusters() {
        // 200,000 draws: the standard errors are .0022 (mean), .0039 (variance) and .0022 (correlation).
        let (one, other) = (WeightStream::new(2018, 1), WeightStream::new(2018, 2));
        let n = 200_000_u32;
        let draws: Vec<(f64, f64)> = (0..n)
            .map(|replicate| (f64::from(one.weight(replicate)), f64::from(other.weight(replicate))))
            .collect();
        let mean_of = |f: fn(&(f64, f64)) -> f64| draws.iter().map(f).sum::<f64>() / f64::from(n);
        assert!((mean_of(|d| d.0) - 1.0).abs() < 0.01);
        assert!((mean_of(|d| (d.0 - 1.0).powi(2)) - 1.0).abs() < 0.02);
        assert!(mean_of(|d| (d.0 - 1.0) * (d.1 - 1.0)).abs() < 0.01);
    }

    #[test]
    fn uniform_numbers_have_their_moments_and_no_correlation_between_streams() {
        // 200,000 draws: the standard errors are .00065 (mean), .00019 (variance) and .00019 (covariance).
        let (mut one, mut other) = (UniformStream::new(2018, 1), UniformStream::new(2018, 2));
        let draws: Vec<(f64, f64)> = (0..200_000).map(|_| (one.next(), other.next())).collect();
        let mean_of = |f: fn(&(f64, f64)) -> f64| draws.iter().map(f).sum::<f64>() / 200_000.0;
        assert!(draws.iter().all(|draw| draw.0 > 0.0 && draw.0 < 1.0));
        assert!((mean_of(|d| d.0) - 0.5).abs() < 0.003);
        assert!((mean_of(|d| (d.0 - 0.5).powi(2)) - 1.0 / 12.0).abs() < 0.001);
        assert!(mean_of(|d| (d.0 - 0.5) * (d.1 - 0.5)).abs() < 0.001);
    }

    #[test]
    fn the_first_weights_never_change() {
        let weights = |seed, cluster_id| -> Vec<u32> {
            (0..12).map(|replicate| WeightStream::new(seed, cluster_id).weight(replicate)).collect()
        };
        assert_eq!(weights(2018, 0), [0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
        assert_eq!(weights(2018, u64::MAX), [1, 1, 2, 0, 1, 2, 1, 1, 1, 0, 0, 0]);
        assert_eq!(weights(7, 0), [1, 1, 5, 0, 1, 2, 1, 0, 2, 2, 0, 1]);
    }
}
