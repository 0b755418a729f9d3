//! A topic query, a title and a text, with NUL between them.
#![no_main]

use features::TopicQuery;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let input = String::from_utf8_lossy(data);
    let mut parts = input.splitn(3, '\0');
    let (query, title) = (parts.next().unwrap_or_default(), parts.next());
    let text = parts.next().unwrap_or_default();
    match TopicQuery::parse(query) {
        Ok(parsed) => {
            assert_eq!(parsed.as_str(), query);
            let holds = parsed.matches(title, text);
            assert_eq!(holds, parsed.matches(title, text));
            // The query once more with NOT before it says the opposite, but where it passes a limit.
            if let Ok(opposite) = TopicQuery::parse(&format!("NOT (\n{query}\n)")) {
                assert_ne!(holds, opposite.matches(title, text), "{query:?}");
            }
        }
        Err(error) => {
            assert!(error.line >= 1 && error.column >= 1);
            let line = query.split('\n').nth(error.line - 1).expect("the line is in the query");
            assert!(error.column <= line.chars().count() + 1, "{error}");
        }
    }
});
