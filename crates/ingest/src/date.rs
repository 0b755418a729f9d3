//! Dates as they stand in dumps.

use jiff::civil::Date;

const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The day that `text` names, as written (an offset is not applied), or nothing when it names none between 1900
/// and 2100.
///
/// Read are ISO dates with or without a time, RFC 2822, `September 12, 2018`, `12 Sept. 2018`, `9/12/2018` (month
/// first unless the first number is over 12), `12.9.2018` (day first), `20180912`, and Unix seconds and milliseconds.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let date = digits_date(text).or_else(|| numeric_date(text)).or_else(|| worded_date(text))?;
    YEARS.contains(&date.year()).then_some(date)
}

/// `20180912`, and Unix seconds and milliseconds, also with a fraction.
fn digits_date(text: &str) -> Option<Date> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    match whole.len() {
        8 => new_date(&whole[..4], &whole[4..6], &whole[6..]),
        9..=10 => unix_date(number),
        12..=13 => unix_date(number / 1000),
        _ => None,
    }
}

fn unix_date(seconds: i64) -> Option<Date> {
    let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// `2018-09-12`, `2018/9/12`, `9/12/2018`, `13/9/2018`, `12.9.2018`, each with or without a time behind it.
fn numeric_date(text: &str) -> Option<Date> {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '-' | '/' | '.'))
        .unwrap_or(text.len());
    let (date, time) = text.split_at(end);
    let time_digits = time.strip_prefix(['T', 't', ' ', ',']).unwrap_or(time).trim_start();
    let is_time = time_digits.len() < time.len()
        && time_digits.starts_with(|letter: char| letter.is_ascii_digit());
    if !time.is_empty() && !is_time {
        return None;
    }
    let separator = date.chars().find(|letter| !letter.is_ascii_digit())?;
    let mut parts = date.split(separator);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    match (first.len(), third.len()) {
        (4, 1..=2) => new_date(first, second, third),
        (1..=2, 4) if separator == '.' || is_day(first) => new_date(third, second, first),
        (1..=2, 4) if separator == '/' => new_date(third, first, second),
        _ => None,
    }
}

/// `September 12, 2018`, `12 Sept. 2018`, `Wed, 12 Sep 2018 10:00:00 +0000`.
fn worded_date(text: &str) -> Option<Date> {
    let mut words = text
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '-'))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty())
        .peekable();
    words.next_if(|word| name_index(word, &WEEKDAYS).is_some());
    let (first, second, year) = (words.next()?, words.next()?, words.next()?);
    let (month, day) = match name_index(first, &MONTHS) {
        Some(month) => (month, second),
        None => (name_index(second, &MONTHS)?, first),
    };
    let day =
        ["st", "nd", "rd", "th"].iter().find_map(|suffix| day.strip_suffix(suffix)).unwrap_or(day);
    let ends_well = words.next().is_none_or(|word| {
        word == "at"
            || name_index(word, &WEEKDAYS).is_some()
            || word.starts_with(|letter: char| letter.is_ascii_digit())
    });
    if year.len() != 4 || !ends_well {
        return None;
    }
    new_date(year, &(month + 1).to_string(), day)
}

/// The position of the name that `word` is, or is an abbreviation of at least three letters of.
fn name_index(word: &str, names: &[&str]) -> Option<usize> {
    let is_short_form =
        |name: &&str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    (word.len() >= 3).then(|| names.iter().position(is_short_form)).flatten()
}

/// Whether a number can be the day of a month and not a month.
fn is_day(number: &str) -> bool {
    number.parse::<u8>().is_ok_and(|number| number > 12)
}

/// Whether `text` is a date with slashes whose day comes first, which shows only where the day is over 12.
pub(crate) fn has_day_first(text: &str) -> bool {
    let mut parts = text.trim().split('/');
    let (first, is_slashed) = (parts.next().unwrap_or_default(), parts.next().is_some());
    is_slashed && first.len() <= 2 && is_day(first)
}

fn new_date(year: &str, month: &str, day: &str) -> Option<Date> {
    if ![year, month, day].into_iter().all(is_digits) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for text in [
            "2018-09-12",
            " 2018-09-12 ",
            "2018-09-12T23:30:00Z",
            "2018-09-12T23:30:00.123-04:00",
            "2018-09-12 10:00:00",
            "2018/09/12",
            "2018-9-12",
            "Wed, 12 Sep 2018 23:30:00 -0400",
            "12 Sep 2018 10:00 GMT",
            "September 12, 2018",
            "Sept. 12, 2018",
            "Sep 12 2018",
            "SEPTEMBER 12th, 2018",
            "Wednesday, September 12, 2018 at 10:00 AM",
            "September 12, 2018 Wednesday",
            "September 12, 2018 Wednesday 10:15 AM EST",
            "Wednesday, September 12, 2018",
            "12 September 2018",
            "12 Sep 2018",
            "12-Sep-2018",
            "9/12/2018",
            "09/12/2018",
            "9/12/2018 10:00",
            "20180912",
            "1536710400",
            "1536710400.5",
            "1536710400000",
        ] {
            assert_eq!(parse_date(text), Some(jiff::civil::date(2018, 9, 12)), "{text:?}");
        }
        assert_eq!(parse_date("13/9/2018"), Some(jiff::civil::date(2018, 9, 13)));
    }

    #[test]
    fn what_is_no_date_gives_none() {
        for text in [
            "",
            "0001-01-01",
            "10/1",
            "2018",
            "2018-13-01",
            "2018-02-30",
            "2018-09-12x",
            "yesterday",
            "9/12/18",
            "13/13/2018",
            "2101-01-01",
            "-5",
            "99999999999999999999",
            "Sep 2018",
            "é9/12/2018",
            "12 é 2018",
            "T",
            "-",
        ] {
            assert_eq!(parse_date(text), None, "{text:?}");
        }
    }
}
