//! Names of authors as pages write them.

/// The most names that are taken.
const MAX_NAMES: usize = 100;
/// Characters from which on a text is no name.
const MAX_CHARS: usize = 100;

/// The names, each once, joined with `; `; nothing when there are none.
///
/// Left out are addresses, handles, and `By` before a name. A text that lists names is parted at `;`, `|`, `&` and
/// `and`, and then also at commas; without one of these a comma parts a name from a title.
pub(super) fn author_list(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for text in texts {
        for name in names_in(&text) {
            if names.len() < MAX_NAMES
                && !names.iter().any(|other| other.eq_ignore_ascii_case(name))
            {
                names.push(name.to_owned());
            }
        }
    }
    (!names.is_empty()).then(|| names.join("; "))
}

fn names_in(text: &str) -> Vec<&str> {
    let text = without_by(text.trim());
    let separators = [";", "|", " & ", " and "];
    let mut parts = vec![text];
    for separator in separators {
        parts = parts.iter().flat_map(|part| part.split(separator)).collect();
    }
    if parts.len() > 1 {
        parts = parts.iter().flat_map(|part| part.split(',')).collect();
    }
    let names = parts.into_iter().map(|part| without_by(part.trim_matches([' ', ',', '.'])));
    names.filter(|name| is_name(name)).collect()
}

fn without_by(text: &str) -> &str {
    match text.split_once(' ') {
        Some((by, name)) if by.trim_end_matches(':').eq_ignore_ascii_case("by") => {
            name.trim_start()
        }
        _ => text,
    }
}

fn is_name(text: &str) -> bool {
    let is_address = text.contains("://")
        || text.contains('@')
        || text.contains('/')
        || text.starts_with("www.");
    text.chars().any(char::is_alphabetic) && !is_address && text.chars().count() <= MAX_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_once_without_addresses() {
        let check = |texts: &[&str], expected: Option<&str>| {
            let list = author_list(texts.iter().map(ToString::to_string));
            assert_eq!(list.as_deref(), expected, "{texts:?}");
        };
        check(&["Mara Ellison"], Some("Mara Ellison"));
        check(&["By Mara Ellison"], Some("Mara Ellison"));
        check(&["Mara Ellison", "Tom Reyes"], Some("Mara Ellison; Tom Reyes"));
        check(&["Mara Ellison, Tom Reyes and Ida Park"], Some("Mara Ellison; Tom Reyes; Ida Park"));
        check(&["Mara Ellison, political editor"], Some("Mara Ellison, political editor"));
        check(&["Mara Ellison", "mara ellison"], Some("Mara Ellison"));
        check(&["https://harborpost.example/mara", "@mara", " "], None);
        check(&["Byron Hale"], Some("Byron Hale"));
    }
}
