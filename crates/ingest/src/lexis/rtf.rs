//! The paragraphs of an RTF, read in one pass without recursion.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::article::LINE_BREAK;
use super::document::Fault;
use super::encoding::code_page;
use crate::reject::RejectCode;

/// Groups in groups at most: writers stay under a hundred.
const MAX_DEPTH: usize = 10_000;
/// Groups with nothing in them that belongs to the text.
const LEFT_OUT: &[&str] = &[
    "author",
    "colortbl",
    "datastore",
    "fldinst",
    "fonttbl",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "ftncn",
    "ftnsep",
    "ftnsepc",
    "generator",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "listtext",
    "nonesttables",
    "object",
    "pict",
    "pntext",
    "revtbl",
    "stylesheet",
    "themedata",
    "title",
    "xe",
];

/// The paragraphs in the order of the document, also empty ones, and that groups are not closed at its end.
pub(super) fn read_paragraphs(bytes: &[u8]) -> Result<(Vec<String>, Option<Fault>), Fault> {
    let mut reader = RtfReader::new(bytes);
    reader.read()?;
    reader.end_paragraph();
    let n_open = reader.groups.len();
    let fault = (n_open > 0).then(|| {
        let message = format!("found the end of the file in {n_open} groups that are not closed, expected `}}` for each");
        Fault::new(RejectCode::Truncated, message)
    });
    Ok((reader.paragraphs, fault))
}

/// What a group can change and its end restores.
#[derive(Clone, Copy)]
struct Group {
    is_left_out: bool,
    is_hidden: bool,
    /// Characters behind `\u` that stand in for it where it is not known.
    n_substitutes: u16,
}

struct RtfReader<'a> {
    bytes: &'a [u8],
    position: usize,
    group: Group,
    groups: Vec<Group>,
    encoding: &'static Encoding,
    /// Bytes in the encoding that are not decoded yet.
    undecoded: Vec<u8>,
    high_surrogate: Option<u16>,
    n_to_skip: u16,
    paragraph: String,
    paragraphs: Vec<String>,
}

impl<'a> RtfReader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            position: 0,
            group: Group { is_left_out: false, is_hidden: false, n_substitutes: 1 },
            groups: Vec::new(),
            encoding: WINDOWS_1252,
            undecoded: Vec::new(),
            high_surrogate: None,
            n_to_skip: 0,
            paragraph: String::new(),
            paragraphs: Vec::new(),
        }
    }

    fn read(&mut self) -> Result<(), Fault> {
        while let Some(&byte) = self.bytes.get(self.position) {
            self.position += 1;
            match byte {
                b'{' => {
                    if self.groups.len() == MAX_DEPTH {
                        let message = format!(
                            "found groups more than {MAX_DEPTH} deep, expected an RTF file"
                        );
                        return Err(Fault::new(RejectCode::Unreadable, message));
                    }
                    self.n_to_skip = 0;
                    self.groups.push(self.group);
                }
                b'}' => {
                    self.n_to_skip = 0;
                    self.group = self.groups.pop().unwrap_or(self.group);
                }
                b'\\' => self.read_control(),
                b'\r' | b'\n' | 0 => {}
                byte => self.push_byte(byte),
            }
        }
        Ok(())
    }

    fn read_control(&mut self) {
        let Some(&byte) = self.bytes.get(self.position) else { return };
        if byte.is_ascii_alphabetic() {
            return self.read_word();
        }
        self.position += 1;
        match byte {
            b'\'' => {
                let digits = self.bytes.get(self.position..self.position + 2);
                let code = digits
                    .and_then(|digits| std::str::from_utf8(digits).ok())
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok());
                if let Some(code) = code {
                    self.position += 2;
                    self.push_byte(code);
                }
            }
            b'*' => self.group.is_left_out = true,
            b'\\' | b'{' | b'}' => self.push_byte(byte),
            b'~' => self.push_letter('\u{a0}'),
            b'_' => self.push_letter('\u{2011}'),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => {}
        }
    }

    fn read_word(&mut self) {
        let bytes = &self.bytes[self.position..];
        let n_letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let sign = usize::from(bytes.get(n_letters) == Some(&b'-'));
        let digits = &bytes[(n_letters + sign).min(bytes.len())..];
        let n_digits = digits.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let end = if n_digits == 0 { n_letters } else { n_letters + sign + n_digits };
        // Letters and digits of ASCII are UTF-8.
        let word = std::str::from_utf8(&bytes[..n_letters]).unwrap_or_default();
        let number: Option<i32> =
            std::str::from_utf8(&bytes[n_letters..end]).ok().and_then(|number| number.parse().ok());
        self.position += end + usize::from(bytes.get(end) == Some(&b' '));
        self.apply(word, number);
    }

    fn apply(&mut self, word: &str, number: Option<i32>) {
        match word {
            "par" | "sect" | "page" | "row" | "cell" | "nestcell" | "nestrow" => {
                self.end_paragraph();
            }
            "line" | "lbr" => self.push_letter(LINE_BREAK),
            "tab" => self.push_letter('\t'),
            "emdash" => self.push_letter('—'),
            "endash" => self.push_letter('–'),
            "lquote" => self.push_letter('‘'),
            "rquote" => self.push_letter('’'),
            "ldblquote" => self.push_letter('“'),
            "rdblquote" => self.push_letter('”'),
            "bullet" => self.push_letter('•'),
            "emspace" | "enspace" | "qmspace" => self.push_letter(' '),
            "u" => self.push_unit(number.unwrap_or(0)),
            "uc" => {
                self.group.n_substitutes =
                    number.and_then(|number| u16::try_from(number).ok()).unwrap_or(1);
            }
            "ansicpg" => {
                self.decode();
                self.encoding = number.and_then(code_page).unwrap_or(WINDOWS_1252);
            }
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "v" | "deleted" => self.group.is_hidden = number != Some(0),
            "plain" => self.group.is_hidden = false,
            "bin" => {
                let n_bytes = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
                self.position = self.bytes.len().min(self.position.saturating_add(n_bytes));
            }
            word if LEFT_OUT.contains(&word) => self.group.is_left_out = true,
            _ => {}
        }
    }

    fn is_shown(&self) -> bool {
        !self.group.is_left_out && !self.group.is_hidden
    }

    /// Whether the next character stands in for one that was given as `\u`.
    fn is_substitute(&mut self) -> bool {
        let is_substitute = self.n_to_skip > 0;
        self.n_to_skip -= u16::from(is_substitute);
        is_substitute
    }

    fn push_byte(&mut self, byte: u8) {
        if !self.is_substitute() && self.is_shown() {
            self.end_surrogate();
            self.undecoded.push(byte);
        }
    }

    fn push_letter(&mut self, letter: char) {
        if !self.is_substitute() && self.is_shown() {
            self.decode();
            self.paragraph.push(letter);
        }
    }

    /// A unit of UTF-16, written as a signed number.
    fn push_unit(&mut self, number: i32) {
        self.n_to_skip = self.group.n_substitutes;
        if !self.is_shown() {
            return;
        }
        let unit = (number & 0xffff) as u16;
        if let (Some(high), 0xdc00..=0xdfff) = (self.high_surrogate.take(), unit) {
            self.paragraph.extend(char::decode_utf16([high, unit]).filter_map(Result::ok));
            return;
        }
        self.decode();
        match char::from_u32(u32::from(unit)) {
            Some('\n' | '\r' | '\0') => {}
            Some(letter) => self.paragraph.push(letter),
            None => self.high_surrogate = Some(unit),
        }
    }

    fn decode(&mut self) {
        self.end_surrogate();
        if !self.undecoded.is_empty() {
            let text = self.encoding.decode_without_bom_handling(&self.undecoded).0;
            let text =
                text.chars().map(|letter| if matches!(letter, '\n' | '\r') { ' ' } else { letter });
            self.paragraph.extend(text);
            self.undecoded.clear();
        }
    }

    /// Half a character that nothing completes.
    fn end_surrogate(&mut self) {
        if self.high_surrogate.take().is_some() {
            self.paragraph.push(char::REPLACEMENT_CHARACTER);
        }
    }

    fn end_paragraph(&mut self) {
        if !self.group.is_left_out {
            self.decode();
            let paragraph = std::mem::take(&mut self.paragraph);
            self.paragraphs.push(paragraph.trim().to_owned());
        }
    }
}
