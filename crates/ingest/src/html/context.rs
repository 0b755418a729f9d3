//! What is known of a page beside its bytes, and what follows from it.

use jiff::civil::Date;

/// The first year of which a page can be: there was no web before.
const FIRST_YEAR: i16 = 1990;

/// What is known of a page beside its bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageContext {
    /// The address that it was fetched from.
    pub(crate) url: Option<String>,
    /// The encoding that the server named.
    pub(crate) charset: Option<String>,
    /// The day it was fetched.
    pub(crate) crawled: Option<Date>,
}

impl PageContext {
    /// Whether a day lies behind the day on which the page was fetched. One day later is possible: days are taken as
    /// they are written, in whatever time zone.
    pub(crate) fn is_after_crawl(&self, day: Date) -> bool {
        self.crawled.and_then(|crawled| crawled.tomorrow().ok()).is_some_and(|last| day > last)
    }

    /// What is wrong with a day of publication, in words. A day after the crawl is not kept; one before the web is,
    /// for archives put their old papers on pages.
    pub(crate) fn date_fault(&self, day: Date) -> Option<String> {
        if let Some(crawled) = self.crawled.filter(|_| self.is_after_crawl(day)) {
            return Some(format!(
                "late_date: found {day}, expected a day not after {crawled}, when the page was fetched"
            ));
        }
        let is_early = day.year() < FIRST_YEAR;
        is_early.then(|| format!("early_date: found {day}, expected a day from {FIRST_YEAR} on"))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_after_the_crawl_and_before_the_web_are_faults() {
        let context = PageContext { crawled: Some(date(2018, 9, 14)), ..PageContext::default() };
        let check = |day: Date, expected: Option<&str>| {
            let fault = context.date_fault(day);
            assert_eq!(
                fault.as_deref().and_then(|fault| fault.split(':').next()),
                expected,
                "{day}"
            );
        };
        check(date(2018, 9, 12), None);
        check(date(2018, 9, 15), None);
        check(date(2018, 9, 16), Some("late_date"));
        check(date(1989, 12, 31), Some("early_date"));
        assert_eq!(PageContext::default().date_fault(date(2100, 1, 1)), None);
    }
}
