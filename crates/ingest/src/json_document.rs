//! Records of a JSON document: an array, one object after the other, or an object that wraps an array.

use std::sync::Arc;

use crate::field_map::{Field, FieldMap};
use crate::json_scan::{JsonScan, MAX_DEPTH, Step};
use crate::record::{Layout, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::resume::{Damaged, resume};
use crate::source::Source;
use crate::splitter::{MAX_RECORD_BYTES, too_large_message};

/// Names whose array of objects holds the records.
const ARRAY_NAMES: [&str; 7] = ["articles", "results", "data", "docs", "items", "stories", "hits"];
/// Names of objects that hold one of those arrays.
const WRAPPER_NAMES: [&str; 3] = ["response", "hits", "data"];

/// Cuts a JSON document into its records.
pub(crate) struct JsonDocument {
    fields: Arc<FieldMap>,
    state: State,
    /// Bytes on the line before the window, when they are only white space.
    indent: Option<usize>,
    /// Whether damage was skipped, so that what is around the window is not known.
    is_unsure: bool,
    has_array: bool,
    /// Whether the file ended early inside a record.
    is_cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Top,
    /// In an array around which are so many objects.
    Array {
        n_objects: usize,
        has_element: bool,
        has_comma: bool,
    },
    /// Behind an array, in so many objects.
    Behind {
        n_objects: usize,
    },
}

impl JsonDocument {
    pub(crate) fn new(fields: Arc<FieldMap>) -> Self {
        Self {
            fields,
            state: State::Top,
            indent: Some(0),
            is_unsure: false,
            has_array: false,
            is_cut: false,
        }
    }

    /// Whether a file without records has content all the same.
    pub(crate) fn has_array(&self) -> bool {
        self.has_array
    }

    /// The next record, or nothing at the end of the file and at a fault that ends it early.
    pub(crate) fn next_record(&mut self, source: &mut Source) -> Option<Result<RawRecord, Reject>> {
        loop {
            self.skip_space(source);
            let first = source.unread().first().copied();
            let item = match (self.state, first) {
                (_, None) => return self.end(source).map(Err),
                (State::Top, Some(b'{')) => self.read_value(source, JsonScan::new(true)),
                (State::Top, Some(b'[')) => {
                    self.consume(source, 1);
                    self.enter_array(0);
                    None
                }
                (State::Top, Some(_)) => Some(self.read_line(source)),
                (State::Behind { n_objects }, _) => {
                    self.read_value(source, JsonScan::behind_array(n_objects))
                }
                (State::Array { .. }, Some(byte)) => self.read_element(source, byte),
            };
            if item.is_some() || self.is_cut {
                return item;
            }
        }
    }

    /// The end of the file: a reject when it ends inside an array.
    fn end(&mut self, source: &Source) -> Option<Reject> {
        let is_whole = self.state == State::Top || self.is_unsure || source.has_fault();
        self.state = State::Top;
        if is_whole {
            return None;
        }
        let message = "found the end of the file inside an array, expected ] at its end".to_owned();
        Some(source.reject(RejectCode::Truncated, message, b""))
    }

    fn enter_array(&mut self, n_objects: usize) {
        self.has_array = true;
        self.state = State::Array { n_objects, has_element: false, has_comma: false };
    }

    fn read_element(&mut self, source: &mut Source, byte: u8) -> Option<Result<RawRecord, Reject>> {
        let State::Array { n_objects, has_element, has_comma } = self.state else { return None };
        let is_out_of_place = match byte {
            b',' => has_comma || !has_element,
            b']' => has_comma,
            _ => has_element && !has_comma,
        } && !self.is_unsure;
        let message = match byte {
            b',' => "found a comma, expected a record before it",
            b']' => "found a comma before the end of the array, expected none",
            _ => "found no comma between two records, expected one",
        };
        let reject = is_out_of_place.then(|| {
            let raw = &source.unread()[..source.unread().len().min(1)];
            source.reject(RejectCode::BadJson, message.to_owned(), raw)
        });
        self.is_unsure = false;
        match byte {
            b',' => {
                self.state = State::Array { n_objects, has_element: true, has_comma: true };
                self.skip_commas(source);
            }
            b']' => {
                self.consume(source, 1);
                self.state = if n_objects == 0 { State::Top } else { State::Behind { n_objects } };
            }
            _ if reject.is_some() => {
                self.state = State::Array { n_objects, has_element: true, has_comma: true };
            }
            _ => {
                self.state = State::Array { n_objects, has_element: true, has_comma: false };
                return self.read_value(source, JsonScan::new(false));
            }
        }
        reject.map(Err)
    }

    /// Reads a value, or the rest of an object that wraps an array, to its end.
    fn read_value(
        &mut self,
        source: &mut Source,
        mut scan: JsonScan,
    ) -> Option<Result<RawRecord, Reject>> {
        let is_rest = matches!(self.state, State::Behind { .. });
        loop {
            match scan.advance(source.unread()) {
                Step::End(end) if end > MAX_RECORD_BYTES => {
                    return Some(Err(self.reject_long_value(source, end)));
                }
                Step::End(end) if is_rest => {
                    self.state = State::Top;
                    self.consume(source, end);
                    return None;
                }
                Step::End(end) => return Some(Ok(self.take(source, end))),
                Step::StringField if is_text_name(&scan, source.unread(), &self.fields) => {
                    if is_rest {
                        return Some(Err(self.text_behind_array(source, &scan)));
                    }
                    scan.is_watching = false;
                }
                Step::StringField => {}
                Step::ArrayOfObjects(start) if is_known_array(&scan, source.unread()) => {
                    let n_objects = scan.n_objects_around();
                    self.consume(source, start);
                    self.enter_array(n_objects);
                    return None;
                }
                Step::ArrayOfObjects(_) => scan.pass_object(),
                Step::Fault(position) => return Some(Err(self.reject_fault(source, position))),
                Step::TooDeep(position) => return Some(Err(self.reject_depth(source, position))),
                Step::More if source.unread().len() > MAX_RECORD_BYTES => {
                    return Some(Err(self.skip_long_value(source, scan)));
                }
                Step::More if source.fill() => {}
                Step::More if source.has_fault() => {
                    self.is_cut = true;
                    return None;
                }
                Step::More => return Some(Err(self.reject_open_value(source))),
            }
        }
    }

    fn take(&mut self, source: &mut Source, end: usize) -> RawRecord {
        let record = RawRecord {
            bytes: source.unread()[..end].to_vec(),
            path: source.path.clone(),
            line: source.line(),
            byte_offset: source.offset(),
            layout: Layout::Element { column: source.column() },
        };
        self.consume(source, end);
        record
    }

    /// A line that starts no object or array is a record of its own, which then says what it is.
    fn read_line(&mut self, source: &mut Source) -> Result<RawRecord, Reject> {
        let mut n_searched = 0;
        loop {
            let unread = source.unread();
            if let Some(end) = memchr::memchr(b'\n', &unread[n_searched..]) {
                let end = n_searched + end;
                let end = unread[..end].trim_ascii_end().len();
                return Ok(self.take(source, end));
            }
            n_searched = unread.len();
            if n_searched > MAX_RECORD_BYTES {
                return Err(self.skip_long_value(source, JsonScan::new(false)));
            }
            if !source.fill() {
                let end = source.unread().trim_ascii_end().len();
                return Ok(self.take(source, end));
            }
        }
    }

    fn reject_fault(&mut self, source: &mut Source, position: usize) -> Reject {
        let unread = source.unread();
        let found = match unread[position] {
            b'\n' => "the end of the line inside a string".to_owned(),
            byte if byte.is_ascii_graphic() => format!("{:?}", char::from(byte)),
            byte => format!("the byte 0x{byte:02x}"),
        };
        let message = format!("found {found}, which no JSON has there, expected a whole object");
        self.reject_and_resume(source, position, RejectCode::BadJson, message)
    }

    fn reject_depth(&mut self, source: &mut Source, position: usize) -> Reject {
        let message = format!(
            "found more than {MAX_DEPTH} objects and arrays in each other, expected at most {MAX_DEPTH}"
        );
        self.reject_and_resume(source, position, RejectCode::BadJson, message)
    }

    fn text_behind_array(&mut self, source: &mut Source, scan: &JsonScan) -> Reject {
        let name = String::from_utf8_lossy(&source.unread()[scan.names[0].clone()]).into_owned();
        let message = format!(
            "found the field {name} behind an array of records, expected it in the records"
        );
        let reject = place(source, scan.names[0].start, RejectCode::BadValue, message);
        self.consume(source, scan.position - 1);
        self.state = State::Behind { n_objects: 1 };
        // The string is what is left: as the value behind which a comma or the end comes.
        let mut rest = JsonScan::new(false);
        loop {
            match rest.advance(source.unread()) {
                Step::More if source.unread().len() <= MAX_RECORD_BYTES && source.fill() => {}
                Step::End(end) => {
                    self.consume(source, end);
                    return reject;
                }
                _ => {
                    self.is_unsure = true;
                    self.state = State::Top;
                    self.indent = resume(source, &Damaged::unknown(), None);
                    return reject;
                }
            }
        }
    }

    fn reject_open_value(&mut self, source: &mut Source) -> Reject {
        let message = "found the end of the file inside a record, expected its end".to_owned();
        let reject = source.reject(RejectCode::Truncated, message, source.unread());
        self.consume(source, source.unread().len());
        self.state = State::Top;
        reject
    }

    /// Rejects the value that starts the window and goes on at the next one that looks like it.
    fn reject_and_resume(
        &mut self,
        source: &mut Source,
        position: usize,
        code: RejectCode,
        message: String,
    ) -> Reject {
        let reject = place(source, position, code, message);
        let damaged = Damaged::at(source.unread(), position, self.indent);
        if matches!(self.state, State::Behind { .. }) {
            self.state = State::Top;
        }
        self.consume(source, position.max(1));
        self.indent = resume(source, &damaged, self.indent);
        self.is_unsure = true;
        reject
    }

    /// Goes behind the value that starts the window and ends in it.
    fn reject_long_value(&mut self, source: &mut Source, end: usize) -> Reject {
        let reject = source.reject(RejectCode::TooLarge, too_large_message(), source.unread());
        if matches!(self.state, State::Behind { .. }) {
            self.state = State::Top;
        }
        self.consume(source, end);
        reject
    }

    /// Goes behind the value that starts the window, however long it is.
    fn skip_long_value(&mut self, source: &mut Source, mut scan: JsonScan) -> Reject {
        let reject = source.reject(RejectCode::TooLarge, too_large_message(), source.unread());
        let damaged = Damaged::at(source.unread(), source.unread().len(), self.indent);
        if matches!(self.state, State::Behind { .. }) {
            self.state = State::Top;
        }
        scan.is_watching = false;
        loop {
            let step = scan.advance(source.unread());
            let n_bytes = scan.position;
            self.consume(source, n_bytes);
            scan.position = 0;
            match step {
                Step::More if source.fill() => {}
                Step::Fault(_) | Step::TooDeep(_) => {
                    self.indent = resume(source, &damaged, self.indent);
                    self.is_unsure = true;
                    return reject;
                }
                _ => return reject,
            }
        }
    }

    fn skip_space(&mut self, source: &mut Source) {
        loop {
            // RFC 7464 separates JSON texts by 0x1e.
            let is_space = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x1e;
            let unread = source.unread();
            let n_bytes = unread.iter().position(|byte| !is_space(byte)).unwrap_or(unread.len());
            self.consume(source, n_bytes);
            if !source.unread().is_empty() || !source.fill() {
                return;
            }
        }
    }

    fn skip_commas(&mut self, source: &mut Source) {
        self.consume(source, 1);
        self.skip_space(source);
    }

    fn consume(&mut self, source: &mut Source, n_bytes: usize) {
        let bytes = &source.unread()[..n_bytes];
        let line_start = memchr::memrchr(b'\n', bytes).map(|newline| newline + 1);
        let on_line = &bytes[line_start.unwrap_or(0)..];
        let before = if line_start.is_some() { Some(0) } else { self.indent };
        let is_space = on_line.iter().all(u8::is_ascii_whitespace);
        self.indent = before.filter(|_| is_space).map(|indent| indent + on_line.len());
        let n_lines = memchr::memchr_iter(b'\n', bytes).count() as u64;
        source.consume(n_bytes, n_lines);
    }
}

/// A reject that points at a position of the window, with the record that starts the window.
fn place(source: &Source, position: usize, code: RejectCode, message: String) -> Reject {
    let before = &source.unread()[..position];
    let newline = memchr::memrchr(b'\n', before);
    let column = newline.map_or_else(
        || source.column() + position as u64 + 1,
        |newline| (position - newline) as u64,
    );
    let n_lines = memchr::memchr_iter(b'\n', before).count() as u64;
    let reject = source.reject(code, message, &source.unread()[..=position]);
    Reject {
        line: reject.line + n_lines,
        byte_offset: reject.byte_offset + position as u64,
        column,
        ..reject
    }
}

fn is_text_name(scan: &JsonScan, window: &[u8], fields: &FieldMap) -> bool {
    let name = String::from_utf8_lossy(&window[scan.names[0].clone()]);
    fields.roles(name.trim_matches('"')).any(|role| role.field == Field::Text)
}

fn is_known_array(scan: &JsonScan, window: &[u8]) -> bool {
    let is_in = |names: &[&str], index: usize| {
        let name = &window[scan.names[index].clone()];
        let name = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""));
        name.is_some_and(|name| names.iter().any(|known| known.as_bytes() == name))
    };
    match scan.n_objects_around() {
        1 => is_in(&ARRAY_NAMES, 0),
        2 => is_in(&WRAPPER_NAMES, 0) && is_in(&ARRAY_NAMES, 1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// Gives a few bytes at a time.
    struct Trickle(std::io::Cursor<Vec<u8>>, usize);

    impl Read for Trickle {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let n_bytes = buffer.len().min(self.1);
            self.0.read(&mut buffer[..n_bytes])
        }
    }

    fn read(bytes: &[u8], chunk: usize) -> Vec<Result<RawRecord, Reject>> {
        let trickle = Trickle(std::io::Cursor::new(bytes.to_vec()), chunk);
        let mut source = Source::new("-".into(), Box::new(trickle)).unwrap();
        let mut document = JsonDocument::new(Arc::default());
        std::iter::from_fn(|| document.next_record(&mut source)).collect()
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a{}\\[\\],:\"\\\\\n\u{e9} ]{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map("[a-c\"\\\\]{0,3}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    /// The text of a document around the records.
    fn document(records: &[Value], wrapper: i32, is_pretty: bool) -> String {
        let whole = match wrapper {
            0 => serde_json::json!(records),
            1 => serde_json::json!({"a": [{}], "articles": records, "n": 1}),
            2 => serde_json::json!({"hits": {"hits": records, "n": {}}, "z": [{}]}),
            _ => serde_json::json!({"data": {"results": records}}),
        };
        let text = if is_pretty {
            serde_json::to_string_pretty(&whole)
        } else {
            serde_json::to_string(&whole)
        };
        text.unwrap()
    }

    proptest! {
        #[test]
        fn records_are_those_of_the_whole_whatever_the_chunks(
            rest in proptest::collection::vec(value(), 0..6),
            is_pretty in any::<bool>(), wrapper in 0..4, chunk in 1_usize..40,
        ) {
            let records = [vec![serde_json::json!({"text": "a"})], rest].concat();
            let text = document(&records, wrapper, is_pretty);
            let mut found = Vec::new();
            for record in read(text.as_bytes(), chunk) {
                let record = record.unwrap();
                let start = record.byte_offset as usize;
                prop_assert_eq!(&text.as_bytes()[start..start + record.bytes.len()], &record.bytes);
                prop_assert_eq!(text[..start].matches('\n').count() as u64 + 1, record.line);
                found.push(serde_json::from_slice::<Value>(&record.bytes).unwrap());
            }
            prop_assert_eq!(found, records);
        }

        #[test]
        fn any_bytes_give_the_same_whatever_the_chunks(
            pieces in proptest::collection::vec(proptest::sample::select(vec![
                "{\"a\":", "\"", "[", "]", "{", "}", ",", ":", "1", "\n", "\n {\"a\": 1}",
                "{\"text\": \"x\"}", " ", "\\", "{\"articles\": [{", "x", "\u{e9}",
            ]), 0..30),
            chunk in 1_usize..40,
        ) {
            let text = pieces.concat();
            let describe = |items: Vec<Result<RawRecord, Reject>>| -> Vec<_> {
                let describe = |item: Result<RawRecord, Reject>| match item {
                    Ok(record) => (record.line, record.byte_offset, format!("{:?}", record.bytes)),
                    Err(reject) => (reject.line, reject.byte_offset, reject.message),
                };
                items.into_iter().map(describe).collect()
            };
            let whole = describe(read(text.as_bytes(), 1 << 20));
            prop_assert_eq!(describe(read(text.as_bytes(), chunk)), whole);
        }
    }

    #[test]
    fn faults_take_linear_time() {
        let pieces = ["{\"a\":1 x", "[", "{\"a\"", "\n  {", "{\"a\":[{\"b\" ", "},{\"", ",", " "];
        for piece in pieces {
            let n_items = read(format!("[{}", piece.repeat(100_000)).as_bytes(), 1 << 16).len();
            assert!(n_items <= 100_001, "{piece}");
        }
    }

    #[test]
    fn a_record_that_is_too_long_is_skipped_to_its_end() {
        // The end is in the window when the record is found too long, or comes behind it.
        for n_more in [0, 1 << 20] {
            let long = "x".repeat(MAX_RECORD_BYTES + n_more);
            let text = format!("[{{\"text\": \"{long}\"}},\n{{\"text\": \"b\"}}]");
            let items = read(text.as_bytes(), 1 << 20);
            assert_eq!(items[0].as_ref().unwrap_err().code, RejectCode::TooLarge);
            let last = items[1].as_ref().unwrap();
            assert_eq!((last.bytes.as_slice(), last.line), (b"{\"text\": \"b\"}".as_slice(), 2));
        }
    }
}
