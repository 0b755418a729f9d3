//! Names of persons and bodies in the text, with the titles and parties around them.

use super::{
    affiliation::{self, Affiliation},
    apposition,
    classes::Classes,
    run, title,
    view::{Tokens, View},
};
use crate::attribution::token::Shape;

/// A name in the text.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// The name with the title before it and, behind it, party and apposition.
    pub(super) span: Tokens,
    /// The name alone.
    pub(super) name: Tokens,
    pub(super) kind: NameKind,
    /// The title before the name, or behind it.
    pub(super) title: Tokens,
    /// What stands in apposition, or in a relative clause.
    pub(super) behind: Tokens,
    pub(super) affiliation: Affiliation,
    pub(super) sex: Option<Sex>,
    pub(super) sentence: u32,
    /// Whether it stands in quotation marks.
    pub(super) quoted: bool,
    /// Whose name it is, once that is known.
    pub(super) entity: Option<u32>,
}

/// What bears a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameKind {
    Person,
    /// A word with a capital that may be anything.
    Unknown,
    Body,
}

/// He or she.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Male,
    Female,
}

/// The names of an article, in text order.
pub(super) fn find(view: View<'_>) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut quotations = view.layout.quotations.iter().peekable();
    for (sentence, number) in view.layout.sentences.iter().zip(0..) {
        let titled = in_title_case(view, sentence);
        let mut at = sentence.start;
        while at < sentence.end {
            let run = if view.is_capital(at) { run::at(view, at, sentence, titled) } else { None };
            let Some(run) = run else {
                at += 1;
                continue;
            };
            let start = run.start;
            at = run.end.max(at + 1);
            while quotations.next_if(|quotation| quotation.end <= start).is_some() {}
            if let Some(mut mention) = name(view, run, sentence) {
                share_title(view, mentions.last(), &mut mention);
                // D-Va. is no name.
                let party =
                    if mention.behind.is_empty() { mention.span.end } else { mention.behind.start };
                at = at.max(mention.name.end).max(party);
                mention.sentence = number;
                mention.quoted = quotations
                    .peek()
                    .is_some_and(|quotation| quotation.contains(&mention.name.start));
                mentions.push(mention);
            }
        }
    }
    mentions
}

/// Senators Rubio *and Van Hollen*: a title of several is that of each.
fn share_title(view: View<'_>, before: Option<&Mention>, mention: &mut Mention) {
    let Some(before) = before.filter(|before| !before.title.is_empty()) else { return };
    let mut at = before.span.end;
    at += u32::from(view.is_sign(at, b','));
    at += u32::from(view.word(at) == "and");
    let several = view.lower(before.title.end - 1);
    let several = several.strip_suffix('.').unwrap_or(&several).ends_with('s')
        && !matches!(&*several, "mrs" | "ms");
    if at == mention.span.start
        && at > before.span.end
        && several
        && mention.title.is_empty()
        && mention.kind != NameKind::Body
    {
        mention.title = before.title.clone();
        mention.kind = NameKind::Person;
    }
}

/// Whether most longer words of a sentence have a capital, as in headlines.
fn in_title_case(view: View<'_>, sentence: &Tokens) -> bool {
    const LONG: usize = 4;
    let (mut capitals, mut others) = (0, 0);
    for at in sentence.clone() {
        let Some(token) = view.token(at) else { break };
        match token.shape {
            Shape::Capital if token.range().len() >= LONG => capitals += 1,
            Shape::Lower if token.range().len() >= LONG => others += 1,
            _ => {}
        }
    }
    capitals > 2 && capitals > 3 * others
}

/// Reads a run of words with capitals.
fn name(view: View<'_>, run: Tokens, sentence: &Tokens) -> Option<Mention> {
    let found = run::split(view, run, sentence)?;
    let mut name = found.name;
    if found.kind == NameKind::Body {
        name.end = run::end_of_body(view, &name, sentence);
    }
    let mut mention = Mention {
        span: name.clone(),
        name: name.clone(),
        kind: found.kind,
        title: name.start..name.start,
        behind: name.end..name.end,
        affiliation: Affiliation::default(),
        sex: None,
        sentence: 0,
        quoted: false,
        entity: None,
    };
    if found.kind == NameKind::Body {
        return Some(mention);
    }
    if found.is_titled {
        mention.title = title::before(view, name.start, sentence.start);
        mention.span.start = mention.title.start;
        mention.affiliation = affiliation::in_words(view, &mention.title);
    }
    // The senior senator, Republican Jane Roe.
    let has_office = title::text(view, &mention.title).is_some();
    let name_and_party = mention.span.start..mention.name.end;
    if !has_office
        && (found.is_titled || mention.name.len() > 1)
        && let Some(title) = apposition::before_comma(view, &name_and_party, sentence)
    {
        mention.affiliation.add(&affiliation::in_words(view, &title));
        mention.kind = NameKind::Person;
        mention.title = title;
    }
    read_behind(view, &mut mention, sentence);
    mention.sex = sex(view, &mention);
    if mention.affiliation.party.is_some() && mention.kind == NameKind::Unknown {
        mention.kind = NameKind::Person;
    }
    Some(mention)
}

/// Party, age, apposition and relative clause behind a name.
fn read_behind(view: View<'_>, mention: &mut Mention, sentence: &Tokens) {
    let mut at = mention.name.end;
    if let Some((found, end)) = affiliation::behind(view, at, sentence.end) {
        mention.affiliation.add(&found);
        at = end;
    }
    if let Some((state, end)) = affiliation::of_state(view, at, sentence.end) {
        mention.affiliation.add(&Affiliation { party: None, state: Some(state) });
        at = end;
    }
    if let Some((found, end)) = affiliation::behind(view, at, sentence.end) {
        mention.affiliation.add(&found);
        at = end;
    }
    mention.span.end = at;
    if let Some(apposition) = apposition::behind(view, at, sentence.end) {
        let found = affiliation::in_words(view, &apposition);
        if found.party.is_some() {
            mention.affiliation.add(&found);
        }
        mention.span.end = apposition.end;
        if mention.title.is_empty() && mention.name.len() > 1 {
            mention.kind = NameKind::Person;
        }
        mention.behind = apposition;
    } else {
        mention.behind = apposition::relative_clause(view, at, sentence.end);
    }
}

/// What title and first name say.
fn sex(view: View<'_>, mention: &Mention) -> Option<Sex> {
    let apposition = mention.behind.start..mention.behind.end.min(mention.behind.start + 6);
    for at in mention.title.clone().chain(apposition) {
        let classes = view.classes(at);
        if classes.any(Classes::MASCULINE) {
            return Some(Sex::Male);
        }
        if classes.any(Classes::FEMININE) {
            return Some(Sex::Female);
        }
    }
    let first = view.classes(mention.name.start);
    match () {
        () if mention.name.len() < 2 => None,
        () if first.any(Classes::MALE) => Some(Sex::Male),
        () if first.any(Classes::FEMALE) => Some(Sex::Female),
        () => None,
    }
}
