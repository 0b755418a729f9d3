//! Where a row of delimited text ends, as the `csv` crate sees it.

/// Walks over one row, piece by piece.
#[derive(Debug)]
pub(crate) struct RowScan {
    delimiter: u8,
    state: State,
    /// How far the row is walked over.
    pub(crate) position: usize,
    /// Where the quoted field starts that is open, or that first ran over a line end.
    pub(crate) open_quote: usize,
    /// Whether a quoted field ran over a line end.
    has_line_end: bool,
    /// Whether something else than a separator followed a closing quote.
    pub(crate) has_stray_quote: bool,
    /// Whether a stray quote in a row of several lines is let pass.
    pub(crate) is_lenient: bool,
}

/// What a walk came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The row ends at the line end at this position.
    End(usize),
    /// A quote was closed on a later line than it was opened, and no separator follows.
    Stray,
    /// The row goes on behind the bytes that are there.
    More,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Unquoted,
    Quoted,
    Closed,
    ClosedCarriageReturn,
    RowEnd,
}

impl RowScan {
    pub(crate) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::FieldStart,
            position: 0,
            open_quote: 0,
            has_line_end: false,
            has_stray_quote: false,
            is_lenient: false,
        }
    }

    /// Walks on over `row`, which starts with all that was walked over before.
    pub(crate) fn advance(&mut self, row: &[u8]) -> Step {
        while self.position < row.len() {
            self.skip_plain(row);
            let Some(&byte) = row.get(self.position) else { break };
            let before = self.state;
            let is_stray = self.step(byte);
            if self.state == State::RowEnd {
                return Step::End(self.position);
            }
            if before == State::FieldStart && self.state == State::Quoted && !self.has_line_end {
                self.open_quote = self.position;
            }
            self.position += 1;
            self.has_stray_quote |= is_stray;
            if is_stray && self.has_line_end && !self.is_lenient {
                return Step::Stray;
            }
        }
        Step::More
    }

    /// Whether a quoted field is open.
    pub(crate) fn is_quoted(&self) -> bool {
        self.state == State::Quoted
    }

    /// Goes to the next byte that can change the state.
    fn skip_plain(&mut self, row: &[u8]) {
        let rest = &row[self.position..];
        let n_plain = match self.state {
            State::Unquoted => memchr::memchr2(self.delimiter, b'\n', rest),
            State::Quoted if self.has_line_end => memchr::memchr(b'"', rest),
            State::Quoted => memchr::memchr2(b'"', b'\n', rest),
            _ => return,
        };
        self.position += n_plain.unwrap_or(rest.len());
    }

    /// Takes one byte; true when something else than a separator follows a closing quote.
    fn step(&mut self, byte: u8) -> bool {
        let was_carriage_return = self.state == State::ClosedCarriageReturn && byte != b'\n';
        let state = if was_carriage_return { State::Unquoted } else { self.state };
        self.state = match (state, byte) {
            (State::Quoted, b'"') => State::Closed,
            (State::FieldStart | State::Closed, b'"') | (State::Quoted, _) => State::Quoted,
            (_, b'\n') => State::RowEnd,
            (_, byte) if byte == self.delimiter => State::FieldStart,
            (State::Closed, b'\r') => State::ClosedCarriageReturn,
            _ => State::Unquoted,
        };
        self.has_line_end |= state == State::Quoted && byte == b'\n';
        was_carriage_return || (state == State::Closed && self.state == State::Unquoted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_ends_at_the_first_line_end_outside_quotes() {
        let check = |text: &str, expected: Step| {
            assert_eq!(RowScan::new(b',').advance(text.as_bytes()), expected, "{text:?}");
        };
        check("a,b\nc", Step::End(3));
        check("\"a\nb\",c\r\nd", Step::End(8));
        check("\"a\"\"\n\",c\nd", Step::End(8));
        check("a\"b\n\"", Step::End(3));
        check("\"a\"b\nc", Step::End(4));
        check("\"a\nb\"c\n", Step::Stray);
        check("\"a\nb\"\rc\n", Step::Stray);
        check("\"a\nb", Step::More);
        check("a,b", Step::More);
        check("", Step::More);
    }
}
