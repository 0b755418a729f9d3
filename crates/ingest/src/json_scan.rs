//! Where JSON values end, found without building them, however the bytes arrive.

use std::ops::Range;

/// Objects and arrays in each other, at most: what `serde_json` reads.
pub(crate) const MAX_DEPTH: usize = 127;

/// A scan over one value that can be taken up again once more bytes are there. Positions count from the start of the
/// window, which must not move meanwhile.
#[derive(Debug, Clone)]
pub(crate) struct JsonScan {
    /// Bytes that were looked at.
    pub(crate) position: usize,
    /// The last name in the outermost object and in the one below it, with its quotes.
    pub(crate) names: [Range<usize>; 2],
    /// Whether to stop at strings and objects that tell whether this object wraps the records.
    pub(crate) is_watching: bool,
    depth: usize,
    /// A bit for each level, the innermost lowest: 1 for an object.
    objects: u128,
    state: State,
}

/// What a scan stopped at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The value ends before this position.
    End(usize),
    /// At this position is what no JSON has there.
    Fault(usize),
    /// At this position is more depth than is read.
    TooDeep(usize),
    /// Only while watching: the value of the last name of the outermost object is a string.
    StringField,
    /// Only while watching: the last names lead to an array whose first object starts here.
    ArrayOfObjects(usize),
    /// More bytes are needed.
    More,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Value,
    /// As `ValueOrEnd`, behind a comma.
    NextOrEnd,
    ValueOrEnd,
    NameOrEnd,
    Colon,
    CommaOrEnd,
    String {
        is_name: bool,
        is_escaped: bool,
    },
    Scalar,
}

impl JsonScan {
    /// A scan that awaits a value.
    pub(crate) fn new(is_watching: bool) -> Self {
        Self {
            position: 0,
            names: [0..0, 0..0],
            is_watching,
            depth: 0,
            objects: 0,
            state: State::Value,
        }
    }

    /// A scan of the rest of `depth` objects in each other, behind the array that was the last value.
    pub(crate) fn behind_array(depth: usize) -> Self {
        Self { depth, objects: u128::MAX, state: State::CommaOrEnd, ..Self::new(true) }
    }

    /// How many objects are around the array that was entered last.
    pub(crate) fn n_objects_around(&self) -> usize {
        self.depth - 1
    }

    /// Looks at what lies behind the position.
    pub(crate) fn advance(&mut self, window: &[u8]) -> Step {
        while self.position < window.len() {
            let step = match self.state {
                State::String { is_name, is_escaped } => {
                    self.in_string(window, is_name, is_escaped)
                }
                State::Scalar => self.in_scalar(window),
                _ => self.between(window),
            };
            if let Some(step) = step {
                return step;
            }
        }
        Step::More
    }

    fn in_string(&mut self, window: &[u8], is_name: bool, is_escaped: bool) -> Option<Step> {
        if is_escaped {
            self.state = State::String { is_name, is_escaped: false };
            self.position += 1;
            return None;
        }
        let Some(found) = memchr::memchr3(b'"', b'\\', b'\n', &window[self.position..]) else {
            self.position = window.len();
            return None;
        };
        self.position += found;
        match window[self.position] {
            b'\n' => return Some(Step::Fault(self.position)),
            b'\\' => self.state = State::String { is_name, is_escaped: true },
            _ if is_name => {
                self.state = State::Colon;
                if let Some(name) = self.names.get_mut(self.depth - 1) {
                    name.end = self.position + 1;
                }
            }
            _ => self.state = State::CommaOrEnd,
        }
        self.position += 1;
        self.end_of_value()
    }

    fn in_scalar(&mut self, window: &[u8]) -> Option<Step> {
        let is_scalar =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_');
        let rest = &window[self.position..];
        let n_bytes = rest.iter().position(|byte| !is_scalar(byte)).unwrap_or(rest.len());
        self.position += n_bytes;
        if n_bytes == rest.len() {
            return None;
        }
        self.state = State::CommaOrEnd;
        self.end_of_value()
    }

    fn end_of_value(&self) -> Option<Step> {
        (self.depth == 0 && self.state == State::CommaOrEnd).then_some(Step::End(self.position))
    }

    fn between(&mut self, window: &[u8]) -> Option<Step> {
        let byte = window[self.position];
        if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
            self.position += 1;
            return None;
        }
        let in_object = self.objects & 1 == 1;
        match (self.state, byte) {
            (State::Value | State::ValueOrEnd | State::NextOrEnd, b'{' | b'[') => {
                return self.open(byte);
            }
            (State::ValueOrEnd | State::NextOrEnd, b']') | (State::NameOrEnd, b'}') => {
                return self.close();
            }
            (State::CommaOrEnd, b'}') if in_object => return self.close(),
            (State::CommaOrEnd, b']') if !in_object => return self.close(),
            (State::Value | State::ValueOrEnd | State::NextOrEnd, b'"') => {
                self.state = State::String { is_name: false, is_escaped: false };
                self.position += 1;
                let is_field = self.is_watching && self.depth == 1 && in_object;
                return is_field.then_some(Step::StringField);
            }
            (
                State::Value | State::ValueOrEnd | State::NextOrEnd,
                b'-' | b'+' | b'.' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z',
            ) => {
                self.state = State::Scalar;
                return None;
            }
            (State::NameOrEnd, b'"') => {
                if let Some(name) = self.names.get_mut(self.depth - 1) {
                    *name = self.position..self.position;
                }
                self.state = State::String { is_name: true, is_escaped: false };
            }
            (State::Colon, b':') => self.state = State::Value,
            // A comma too many is left to the reading of the record, which tells its place.
            (State::CommaOrEnd, b',') => {
                self.state = if in_object { State::NameOrEnd } else { State::NextOrEnd };
            }
            _ => return Some(Step::Fault(self.position)),
        }
        self.position += 1;
        None
    }

    fn open(&mut self, byte: u8) -> Option<Step> {
        let is_object = byte == b'{';
        let is_first_in_array = self.state == State::ValueOrEnd && self.objects & 1 == 0;
        let is_near = matches!(self.depth, 2 | 3)
            && (self.objects >> 1).trailing_ones() as usize >= self.depth - 1;
        if is_object && self.is_watching && is_first_in_array && is_near {
            return Some(Step::ArrayOfObjects(self.position));
        }
        if self.depth >= MAX_DEPTH {
            return Some(Step::TooDeep(self.position));
        }
        self.depth += 1;
        self.objects = self.objects << 1 | u128::from(is_object);
        self.state = if is_object { State::NameOrEnd } else { State::ValueOrEnd };
        self.position += 1;
        None
    }

    fn close(&mut self) -> Option<Step> {
        self.depth -= 1;
        self.objects >>= 1;
        self.state = State::CommaOrEnd;
        self.position += 1;
        self.end_of_value()
    }

    /// Takes the object at which the scan stopped for one like all others.
    pub(crate) fn pass_object(&mut self) {
        self.is_watching = false;
        self.open(b'{');
        self.is_watching = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_where_its_last_bracket_is() {
        let check = |text: &str, expected: Step| {
            assert_eq!(JsonScan::new(false).advance(text.as_bytes()), expected, "{text}");
        };
        check(r#"{"a": [1, {"b": "}"}]} x"#, Step::End(22));
        check(r#"{"a": "\"}"}"#, Step::End(12));
        check("[],", Step::End(2));
        check("12,", Step::End(2));
        check("\"a\"", Step::End(3));
        check(r#"{"a": 1,}"#, Step::End(9));
        check(r#"{"a": 1]"#, Step::Fault(7));
        check("{\"a\": \"x\n", Step::Fault(8));
        check(r#"{"a" "b"}"#, Step::Fault(5));
        check(r#"{"a": "b" "c"}"#, Step::Fault(10));
        check(r#"{"a": "#, Step::More);
        check(&"[".repeat(200), Step::TooDeep(MAX_DEPTH));
    }

    #[test]
    fn arrays_of_objects_are_told_with_the_names_that_lead_to_them() {
        let check = |text: &str, names: &[&str]| {
            let mut scan = JsonScan::new(true);
            let mut step = scan.advance(text.as_bytes());
            while step == Step::StringField {
                step = scan.advance(text.as_bytes());
            }
            let found: Vec<&str> = match step {
                Step::ArrayOfObjects(_) => {
                    let names = &scan.names[..scan.n_objects_around()];
                    names.iter().map(|name| &text[name.clone()]).collect()
                }
                _ => Vec::new(),
            };
            assert_eq!(found, names, "{text}");
        };
        check(r#"{"status": "ok", "articles": [{"#, &["\"articles\""]);
        check(r#"{"response": {"n": 1, "docs": [ {"#, &["\"response\"", "\"docs\""]);
        check(r#"{"a": [1, {"b": 2}]}"#, &[]);
        check(r#"[{"a": [{}]}]"#, &[]);
        check(r#"{"a": {"b": {"c": [{}]}}}"#, &[]);
    }
}
