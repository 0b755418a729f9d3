//! What is wrong with a query, and where.

/// A fault in a topic query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: found {found}, expected {expected}")]
pub struct TopicQueryError {
    /// Line of the fault in the query, from 1.
    pub line: usize,
    /// Column of the fault in its line, in characters from 1.
    pub column: usize,
    /// What stands there.
    pub found: String,
    /// What could stand there instead.
    pub expected: String,
}

impl TopicQueryError {
    /// The fault at a byte offset of the query.
    pub(super) fn at(
        query: &str,
        offset: usize,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        let before = query.get(..offset).unwrap_or(query);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            found: found.into(),
            expected: expected.into(),
        }
    }
}
