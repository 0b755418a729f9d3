//! Numbers and names as the page shows them.

/// What stands where there is no number.
const NONE: &str = "–";

/// A count with a comma between thousands: `2,107`.
pub(crate) fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A count with its noun: `1 article`, `2,107 articles`.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", thousands(count))
}

/// A share in percent with one decimal: `12.3%`.
pub(crate) fn percent(share: Option<f64>) -> String {
    match share.filter(|share| share.is_finite()) {
        Some(share) => format!("{:.1}%", share * 100.0),
        None => NONE.to_owned(),
    }
}

/// The bounds of a share in percent with one decimal: `10.1–14.5%`.
pub(crate) fn percent_range(bounds: Option<(f64, f64)>) -> String {
    match bounds.filter(|(lo, hi)| lo.is_finite() && hi.is_finite()) {
        Some((lo, hi)) => format!("{:.1}–{:.1}%", lo * 100.0, hi * 100.0),
        None => NONE.to_owned(),
    }
}

/// A rate in percent with one decimal, where what is nearly nothing does not read as nothing: `12.3%`, `<0.1%`.
pub(crate) fn rate(share: Option<f64>) -> String {
    match share.filter(|share| share.is_finite()) {
        Some(share) => format!("{}%", percent_digits(share)),
        None => NONE.to_owned(),
    }
}

/// The bounds of a rate: `10.1–14.5%`, and where one lies below 0, `−0.4 to 2.0%`.
pub(crate) fn rate_range(bounds: Option<(f64, f64)>) -> String {
    match bounds.filter(|(lo, hi)| lo.is_finite() && hi.is_finite()) {
        Some((lo, hi)) if lo < 0.0 => format!("−{:.1} to {:.1}%", -lo * 100.0, hi * 100.0),
        bounds => percent_range(bounds),
    }
}

fn percent_digits(share: f64) -> String {
    match share * 100.0 {
        percent if percent > 0.0 && percent < 0.05 => "<0.1".to_owned(),
        percent if (99.95..100.0).contains(&percent) => ">99.9".to_owned(),
        percent if percent < 0.0 => format!("−{:.1}", -percent),
        percent => format!("{percent:.1}"),
    }
}

/// A difference in percentage points with its sign: `+3.2`, `−0.4`, `0.0`.
pub(crate) fn points(difference: Option<f64>) -> String {
    difference.filter(|difference| difference.is_finite()).map_or_else(|| NONE.to_owned(), signed)
}

/// The bounds of a difference: `−0.4 to +6.1`.
pub(crate) fn points_range(bounds: Option<(f64, f64)>) -> String {
    match bounds.filter(|(lo, hi)| lo.is_finite() && hi.is_finite()) {
        Some((lo, hi)) => format!("{} to {}", signed(lo), signed(hi)),
        None => NONE.to_owned(),
    }
}

fn signed(difference: f64) -> String {
    let digits = format!("{:.1}", (difference * 100.0).abs());
    match digits.as_str() {
        "0.0" => digits,
        _ if difference < 0.0 => format!("−{digits}"),
        _ => format!("+{digits}"),
    }
}

/// A p-value with three decimals: `.034`, `<.001`, `>.999`.
pub(crate) fn p_value(p: Option<f64>) -> String {
    match p.filter(|p| p.is_finite()) {
        None => NONE.to_owned(),
        Some(p) if p < 0.001 => "<.001".to_owned(),
        Some(p) if p > 0.999 => ">.999".to_owned(),
        Some(p) => format!("{p:.3}").trim_start_matches('0').to_owned(),
    }
}

/// A figure that is no percentage, with so many decimals: `0.74`, `−0.03`.
pub(crate) fn decimals(figure: Option<f64>, n_decimals: usize) -> String {
    match figure.filter(|figure| figure.is_finite()) {
        Some(figure) => format!("{figure:.n_decimals$}").replace('-', "−"),
        None => NONE.to_owned(),
    }
}

/// The bounds of such a figure: `0.61 to 0.83`.
pub(crate) fn decimals_range(bounds: Option<(f64, f64)>, n_decimals: usize) -> String {
    match bounds.filter(|(lo, hi)| lo.is_finite() && hi.is_finite()) {
        Some((lo, hi)) => {
            format!("{} to {}", decimals(Some(lo), n_decimals), decimals(Some(hi), n_decimals))
        }
        None => NONE.to_owned(),
    }
}

/// A level such as 0.95 in percent, without a needless decimal: `95%`.
pub(crate) fn level_percent(level: f64) -> String {
    let tenths = format!("{:.1}", level * 100.0);
    format!("{}%", tenths.strip_suffix(".0").unwrap_or(&tenths))
}

/// The part of a name that fits into `columns` of text, with `…` where something is cut off.
///
/// Scripts with full-width characters, and emoji, count two columns. A mark that belongs to a character cut off
/// does not remain alone.
pub(crate) fn shorten(name: &str, columns: usize) -> String {
    if name.chars().map(width).sum::<usize>() <= columns {
        return name.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += width(*c);
        used <= columns
    };
    let kept: String = name.chars().take_while(fits).collect();
    let kept = kept.trim_end_matches(|c: char| c.is_whitespace() || c == JOINER);
    format!("{kept}…")
}

/// Joins emoji to one sign; nothing may end in it.
const JOINER: char = '\u{200D}';

fn width(c: char) -> usize {
    match c {
        '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' => 0,
        '\0'..='\u{10FF}' | '\u{2000}'..='\u{25FF}' => 1,
        _ => 2,
    }
}

/// Whether an address may become a link: only the web's own schemes, never `javascript:` or `data:`.
pub(crate) fn is_web_address(url: &str) -> bool {
    let starts_with = |scheme: &str| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts_with("http://") || starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_a_comma_between_thousands() {
        let check = |count, expected| assert_eq!(thousands(count), expected);
        check(0, "0");
        check(999, "999");
        check(1000, "1,000");
        check(123_456, "123,456");
        check(u64::MAX, "18,446,744,073,709,551,615");
    }

    #[test]
    fn nouns_follow_their_count() {
        assert_eq!(counted(1, "outlet"), "1 outlet");
        assert_eq!(counted(0, "outlet"), "0 outlets");
        assert_eq!(counted(2107, "article"), "2,107 articles");
    }

    #[test]
    fn shares_are_percent_with_one_decimal() {
        let check = |share, expected| assert_eq!(percent(share), expected);
        check(Some(0.0), "0.0%");
        check(Some(0.1234), "12.3%");
        check(Some(1.0), "100.0%");
        check(None, "–");
        check(Some(f64::NAN), "–");
        assert_eq!(percent_range(Some((0.101, 0.145))), "10.1–14.5%");
        assert_eq!(percent_range(None), "–");
        assert_eq!(level_percent(0.95), "95%");
        assert_eq!(level_percent(0.999), "99.9%");
    }

    #[test]
    fn a_rate_near_an_end_does_not_read_as_the_end() {
        let check = |share, expected| assert_eq!(rate(share), expected);
        check(Some(0.0), "0.0%");
        check(Some(0.0004), "<0.1%");
        check(Some(0.0006), "0.1%");
        check(Some(0.123), "12.3%");
        check(Some(0.9999), ">99.9%");
        check(Some(1.0), "100.0%");
        check(Some(-0.01), "−1.0%");
        check(Some(f64::INFINITY), "–");
        check(None, "–");
        assert_eq!(rate_range(Some((0.0004, 0.02))), "0.0–2.0%");
        assert_eq!(rate_range(Some((-0.004, 0.02))), "−0.4 to 2.0%");
        assert_eq!(rate_range(Some((f64::NAN, 0.02))), "–");
    }

    #[test]
    fn differences_have_a_sign_unless_they_round_to_nothing() {
        let check = |difference, expected| assert_eq!(points(difference), expected);
        check(Some(0.0321), "+3.2");
        check(Some(-0.0321), "−3.2");
        check(Some(-0.0001), "0.0");
        check(Some(f64::NAN), "–");
        check(None, "–");
        assert_eq!(points_range(Some((-0.004, 0.061))), "−0.4 to +6.1");
    }

    #[test]
    fn p_values_have_three_decimals() {
        let check = |p, expected| assert_eq!(p_value(p), expected);
        check(Some(0.0), "<.001");
        check(Some(0.034), ".034");
        check(Some(0.0004), "<.001");
        check(Some(1.0), ">.999");
        check(Some(f64::NAN), "–");
        check(None, "–");
    }

    #[test]
    fn other_figures_have_the_decimals_asked_for() {
        assert_eq!(decimals(Some(0.743_421), 2), "0.74");
        assert_eq!(decimals(Some(-0.5), 3), "−0.500");
        assert_eq!(decimals(None, 2), "–");
        assert_eq!(decimals_range(Some((-0.1, 0.834)), 2), "−0.10 to 0.83");
    }

    #[test]
    fn long_names_are_cut_and_short_names_are_not() {
        let check = |name: &str, expected: &str| assert_eq!(shorten(name, 8), expected);
        check("", "");
        check("gazette8", "gazette8");
        check("gazette.example", "gazette…");
        check("the old gazette", "the old…");
        check("新聞新聞", "新聞新聞");
        check("新聞新聞新聞", "新聞新…");
        check("abcd👩‍👩‍👧‍👦", "abcd👩…");
    }

    #[test]
    fn only_web_addresses_become_links() {
        let check = |url, expected| assert_eq!(is_web_address(url), expected, "{url}");
        check("http://gazette.example/1", true);
        check("HTTPS://gazette.example/1", true);
        check("javascript:alert(1)", false);
        check("data:text/html,x", false);
        check(" https://gazette.example", false);
        check("httpé", false);
        check("", false);
    }
}
