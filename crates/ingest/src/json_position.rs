//! Places inside a JSON object, for messages: looked for only once something is wrong.

/// Where the values of the fields called `name` start, of the object itself and not of objects in it.
pub(crate) fn value_positions(object: &[u8], name: &str) -> Vec<usize> {
    let mut positions = Vec::new();
    let mut depth = 0_usize;
    let mut position = 0;
    while position < object.len() {
        match object[position] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let end = string_end(object, position);
                let is_name =
                    object.get(position + 1..end.saturating_sub(1)) == Some(name.as_bytes());
                let value = is_name.then(|| value_start(object, end)).flatten();
                positions.extend(value.filter(|_| depth == 1));
                position = end;
                continue;
            }
            _ => {}
        }
        position += 1;
    }
    positions
}

/// Where the value starts of the field called `name`, or of the one that `name` leads to as a path.
pub(crate) fn value_position(object: &[u8], name: &str) -> Option<usize> {
    if let Some(position) = value_positions(object, name).first() {
        return Some(*position);
    }
    let mut start = 0;
    for step in name.split('.') {
        if object.get(start) == Some(&b'[') {
            return Some(start);
        }
        start += *value_positions(&object[start..], step).first()?;
    }
    Some(start)
}

/// The first `\u0000` whose backslash is not itself escaped.
pub(crate) fn escaped_nul(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"\\u0000").find(|&position| {
        let n_backslashes =
            bytes[..position].iter().rev().take_while(|byte| **byte == b'\\').count();
        n_backslashes % 2 == 0
    })
}

/// Behind the closing quote of the string that opens at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut position = start + 1;
    while position < bytes.len() {
        match bytes[position] {
            b'"' => return position + 1,
            b'\\' => position += 2,
            _ => position += 1,
        }
    }
    bytes.len()
}

/// The start of the value behind the colon that follows a name.
fn value_start(bytes: &[u8], name_end: usize) -> Option<usize> {
    let skip_space = |from: usize| {
        Some(from + bytes.get(from..)?.iter().position(|byte| !byte.is_ascii_whitespace())?)
    };
    let colon = skip_space(name_end).filter(|colon| bytes[*colon] == b':')?;
    skip_space(colon + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fields_of_the_object_itself_are_found() {
        let check = |object: &str, expected: &[usize]| {
            assert_eq!(value_positions(object.as_bytes(), "text"), expected, "{object}");
        };
        check(r#"{"text":1}"#, &[8]);
        check(r#"{"a":{"text":1},"b":["text"],"text" : 2,"text":3}"#, &[38, 47]);
        check(r#"{"a":"\"text\":1","c":"text"}"#, &[]);
        check(r#"{"text"#, &[]);
        check(r#"{"text":"#, &[]);
        check(r#"{"\"#, &[]);
    }

    #[test]
    fn an_escaped_backslash_starts_no_escape() {
        assert_eq!(escaped_nul(br"ab\\u0000c\u0000"), Some(10));
        assert_eq!(escaped_nul(b"ab"), None);
    }
}
