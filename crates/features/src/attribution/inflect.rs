//! Forms of English verbs.

/// The forms of a verb: base, third person, past, past participle, in -ing.
pub(super) fn forms(base: &str, irregular: Option<&[&str]>) -> [String; 5] {
    let irregular = irregular.unwrap_or(&[]);
    let regular_past = || past(base);
    let past = irregular.first().map_or_else(regular_past, |&form| form.to_owned());
    let participle = irregular.get(1).map_or_else(|| past.clone(), |&form| form.to_owned());
    let ing = irregular.get(2).map_or_else(|| ing(base), |&form| form.to_owned());
    [base.to_owned(), third(base), past, participle, ing]
}

fn third(base: &str) -> String {
    match base {
        "have" => "has".to_owned(),
        "be" => "is".to_owned(),
        _ if base.ends_with(['s', 'x', 'z', 'o'])
            || base.ends_with("ch")
            || base.ends_with("sh") =>
        {
            format!("{base}es")
        }
        _ => match consonant_y(base) {
            Some(stem) => format!("{stem}ies"),
            None => format!("{base}s"),
        },
    }
}

fn past(base: &str) -> String {
    match consonant_y(base) {
        Some(stem) => format!("{stem}ied"),
        None if base.ends_with('e') => format!("{base}d"),
        None => format!("{base}ed"),
    }
}

fn ing(base: &str) -> String {
    let keeps_e = ["ee", "ye", "oe"].iter().any(|end| base.ends_with(end)) || base.len() < 3;
    match base.strip_suffix('e') {
        Some(stem) if !keeps_e => format!("{stem}ing"),
        _ => format!("{base}ing"),
    }
}

/// What stands before a final `y` after a consonant.
fn consonant_y(base: &str) -> Option<&str> {
    base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn verbs_are_inflected_by_rule_and_by_list() {
        assert_eq!(forms("deny", None), ["deny", "denies", "denied", "denied", "denying"]);
        assert_eq!(forms("argue", None), ["argue", "argues", "argued", "argued", "arguing"]);
        assert_eq!(forms("agree", None), ["agree", "agrees", "agreed", "agreed", "agreeing"]);
        assert_eq!(forms("bash", None), ["bash", "bashes", "bashed", "bashed", "bashing"]);
        assert_eq!(
            forms("plan", Some(&["planned", "planned", "planning"])),
            ["plan", "plans", "planned", "planned", "planning"]
        );
        assert_eq!(
            forms("say", Some(&["said", "said"])),
            ["say", "says", "said", "said", "saying"]
        );
    }
}
