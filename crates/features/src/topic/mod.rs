//! The boolean query that tells the articles about a topic from all others.

mod anchor;
mod error;
mod expression;
mod gate;
mod letters;
mod lexer;
mod occurrences;
mod parser;
mod proximity;
mod scan;
mod term;
#[cfg(test)]
mod tests;
mod verify;
mod word;

pub use error::TopicQueryError;

use scan::Scanner;

/// A boolean query over the title and the text of an article, as a user of Media Cloud or Lexis writes it.
///
/// - `AND`, `OR` and `NOT` are upper case; `NEAR` and `PRE` bind tightest, then `NOT`, then `AND`, then `OR`;
///   parentheses group.
/// - A bare word matches whole words: runs of letters and digits with inner apostrophes (`Trump` does not
///   match `Trump's`, `Trump*` does).
/// - In a word, `*` stands for any letters, also none (`elect*`, `wom*n`, `*gate`), and `?` for exactly one letter or
///   digit (`organi?ation`). A `!` that ends a word is `*`, as in Lexis. A `?`, or a `*` before a letter, is tried on
///   words of up to 100 letters.
/// - The words of a `"phrase"` (or of a hyphenated term) follow one another with white space, line breaks or
///   hyphens between them, and with the punctuation that the query itself has there (`"U.S. election*"`).
/// - `a NEAR/n b` (also `w/n`): at most `n` words from the one to the other, in either order, whatever the punctuation;
///   words side by side are 1 apart. `a PRE/n b`: `a` comes first. Operands are words, phrases and groups of them joined by
///   `OR`; they share no word. In a chain `a NEAR/n b NEAR/m c`, one and the same `b` stands near `a` and near `c`.
/// - `"a phrase"~n`: moving its words by `n` places altogether makes it the phrase, as in Lucene: `n` words more
///   between two words, two less (and at least 2) where they are the other way round.
/// - Case is ignored; curly and straight apostrophes are the same.
/// - White space and line breaks separate; `#` at the start of a term opens a comment to the end of the line.
/// - No phrase runs, and nothing is near, from the title into the text, but `AND` counts over both together.
///
/// Letters are compared by Unicode simple case folding, except that an ASCII letter equals only ASCII letters.
/// A match takes time linear in the text, and memory that grows with it only where words of a proximity all stand in it.
///
/// # Example
/// ```
/// let query = features::TopicQuery::parse(r#""executive order*" AND NOT immigra*"#)?;
/// assert!(query.matches(None, "He signed two Executive\nOrders on Monday."));
/// assert!(!query.matches(Some("Immigration"), "The executive order was signed."));
///
/// let near = features::TopicQuery::parse("sanction* NEAR/5 (russia* OR kremlin)")?;
/// assert!(near.matches(None, "The Kremlin denounced the new sanctions."));
///
/// let error = features::TopicQuery::parse("order election").unwrap_err();
/// assert_eq!((error.line, error.column), (1, 7));
/// # Ok::<(), features::TopicQueryError>(())
/// ```
#[derive(Debug, Clone)]
pub struct TopicQuery {
    source: String,
    scanner: Scanner,
}

impl TopicQuery {
    /// Reads a query; at most 10,000 terms, 250 proximities, and 100 levels of parentheses and `NOT`.
    ///
    /// # Errors
    /// [`TopicQueryError`] with the place in the query, what was found there and what was expected.
    pub fn parse(query: &str) -> Result<Self, TopicQueryError> {
        let (expression, terms) = parser::parse(query)?;
        let scanner = Scanner::new(expression, terms).map_err(|error| {
            TopicQueryError::at(query, 0, error.to_string(), "a query with fewer terms")
        })?;
        Ok(Self { source: query.to_owned(), scanner })
    }

    /// Whether the article is about the topic.
    #[must_use]
    pub fn matches(&self, title: Option<&str>, text: &str) -> bool {
        self.scanner.matches([title.unwrap_or_default(), text])
    }

    /// Whether the article is not about the topic by this query, but would be if one thing more stood in it.
    ///
    /// Exactly one of the conditions fails that the outermost `AND` joins (in a query whose alternatives stand in an outermost
    /// `OR`: that an `AND` of one of them joins). For a proximity its words are all there, and not near. Articles nearly
    /// matched are where a query misses what it should find. Takes time linear in the text.
    ///
    /// # Example
    /// ```
    /// let query = features::TopicQuery::parse("sanction* AND election* AND NOT immigra*")?;
    /// assert!(query.nearly_matches(None, "New sanctions were announced."));
    /// assert!(query.nearly_matches(Some("Immigration"), "Sanctions after the election."));
    /// assert!(!query.nearly_matches(None, "Sanctions after the election."));
    /// assert!(!query.nearly_matches(None, "Immigration and sanctions."));
    /// # Ok::<(), features::TopicQueryError>(())
    /// ```
    #[must_use]
    pub fn nearly_matches(&self, title: Option<&str>, text: &str) -> bool {
        self.scanner.nearly_matches([title.unwrap_or_default(), text])
    }

    /// Whether an article can match nearly: the query has an outermost `AND`, or a proximity.
    #[must_use]
    pub fn has_near_matches(&self) -> bool {
        self.scanner.has_near_matches()
    }

    /// The query as it was given to [`TopicQuery::parse`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.source
    }
}
