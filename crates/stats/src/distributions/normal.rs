//! The standard normal distribution.

use std::f64::consts::FRAC_1_SQRT_2;

/// The probability of a value below `z`.
pub(crate) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// `z` such that a share of `p` of the distribution lies below it: Wichura 1988, "Algorithm AS 241: the percentage points
/// of the normal distribution", exact to about 1e-16.
///
/// Minus infinity at p = 0, infinity at p = 1; NaN outside.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let from_middle = p - 0.5;
    if from_middle.abs() <= 0.425 {
        return from_middle * MIDDLE.at(0.425 * 0.425 - from_middle * from_middle);
    }
    let tail = p.min(1.0 - p);
    if tail == 0.0 {
        return f64::INFINITY.copysign(from_middle);
    }
    let r = (-libm::log(tail)).sqrt();
    let z = if r <= 5.0 { TAIL.at(r - 1.6) } else { FAR_TAIL.at(r - 5.0) };
    z.copysign(from_middle)
}

/// A quotient of two polynomials, the highest power first.
struct Quotient {
    numerator: [f64; 8],
    denominator: [f64; 8],
}

impl Quotient {
    fn at(&self, x: f64) -> f64 {
        let value = |polynomial: &[f64; 8]| polynomial.iter().fold(0.0, |sum, c| sum * x + c);
        value(&self.numerator) / value(&self.denominator)
    }
}

const MIDDLE: Quotient = Quotient {
    numerator: [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_4,
        133.141_667_891_784_38,
        3.387_132_872_796_366_6,
    ],
    denominator: [
        5_226.495_278_852_546,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ],
};

const TAIL: Quotient = Quotient {
    numerator: [
        7.745_450_142_783_414e-4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    denominator: [
        1.050_750_071_644_416_8e-9,
        5.475_938_084_995_345e-4,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
};

const FAR_TAIL: Quotient = Quotient {
    numerator: [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        0.001_242_660_947_388_078_4,
        0.026_532_189_526_576_124,
        0.296_560_571_828_504_87,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    denominator: [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_7e-5,
        7.868_691_311_456_133e-4,
        0.014_875_361_290_850_615,
        0.136_929_880_922_735_8,
        0.599_832_206_555_887_9,
        1.0,
    ],
};

#[cfg(test)]
mod tests {
    use super::super::testing::check_relative;
    use super::*;

    /// mpmath 1.4.1, 50 digits; scipy 1.17.1 gives the same to 3e-15.
    #[test]
    fn probabilities_are_precise_far_into_the_tail() {
        let check = |z, expected| check_relative(normal_cdf(z), expected, 1e-13);
        check(-11.5, 6.595_771_446_113_675e-31);
        check(-5.0, 2.866_515_718_791_939e-7);
        check(-1.96, 0.024_997_895_148_220_435);
        check(-1e-3, 0.499_601_057_786_088_93);
        check(0.0, 0.5);
        check(0.3, 0.617_911_422_188_952_7);
        check(8.0, 0.999_999_999_999_999_3);
        check(f64::NEG_INFINITY, 0.0);
        check(f64::INFINITY, 1.0);
    }

    /// mpmath 1.4.1, 50 digits; scipy 1.17.1 gives the same to 3e-16.
    #[test]
    fn quantiles_are_precise_for_any_probability() {
        let check = |p, expected| check_relative(normal_quantile(p), expected, 2e-15);
        check(1e-300, -37.047_096_299_361_2);
        check(1e-30, -11.464_024_688_443_615);
        check(1e-9, -5.997_807_015_007_686_5);
        check(0.001, -3.090_232_306_167_813_6);
        check(0.025, -1.959_963_984_540_054_3);
        check(0.3, -0.524_400_512_708_040_8);
        check(0.4999, -0.000_250_662_830_088_007_47);
        check(0.5, 0.0);
        check(0.6, 0.253_347_103_135_799_7);
        check(0.975, 1.959_963_984_540_053_8);
        check(1.0 - 1e-10, 6.361_340_889_697_422);
        let ends = (normal_quantile(0.0), normal_quantile(1.0));
        assert_eq!(ends, (f64::NEG_INFINITY, f64::INFINITY));
        assert!([-0.1, 1.1, f64::NAN].iter().all(|&p| normal_quantile(p).is_nan()));
    }
}
