//! Definite descriptions → those named before: *the senator*, *the Virginia Democrat*, *the agency*.

use super::{
    affiliation,
    description::Description,
    entity::{Entity, Kind},
    resolving::Resolving,
    role::{self, Bearer},
    run::is_acronym,
    title,
    trail::{Who, salience},
    view::{Tokens, View},
};
use crate::attribution::{tags::Tags, types::SpeakerRole};

/// What counts against a president of another country.
const ABROAD: i32 = 9;

impl Resolving<'_> {
    /// The latest whom a definite description fits.
    pub(super) fn points_back(
        &self,
        description: &Description,
        phrase: &Tokens,
    ) -> Option<Vec<u32>> {
        let view = self.view;
        let head = view.lower(description.head);
        let modifiers = description.words.start..description.head;
        if description.words.end > description.head + 1 {
            return None;
        }
        let sentence = self.sentence_of(phrase.start);
        let counted = matches!(&*head, "two" | "pair" | "duo" | "couple" | "men" | "women");
        let best = self.trail.best(|step| {
            let fits = match &step.who {
                Who::Several(several) => {
                    let all =
                        || several.iter().all(|&one| self.may_be(one, &head, &modifiers, true));
                    description.is_plural && (counted || all())
                }
                Who::One(one) => self.may_be(*one, &head, &modifiers, description.is_plural),
                Who::Phrase(_) => false,
            };
            let abroad = head == "president" && self.is_abroad(&step.who);
            fits.then(|| salience(step, sentence) - i32::from(abroad) * ABROAD)
        })?;
        Some(match &best.who {
            Who::One(one) => vec![*one],
            Who::Several(several) => several.clone(),
            Who::Phrase(_) => return None,
        })
    }

    /// Whether somebody holds no office of the country: *the president* is mostly the country's own.
    fn is_abroad(&self, who: &Who) -> bool {
        let Who::One(one) = who else { return false };
        let known = &self.people.entities[*one as usize];
        let own = known.office.is_some_and(|office| office.role == SpeakerRole::Administration);
        known.kind == Kind::Named && !own
    }

    /// Whether an entity may be called by a noun with these words before it.
    fn may_be(&self, entity: u32, head: &str, modifiers: &Tokens, is_plural: bool) -> bool {
        let view = self.view;
        let known = &self.people.entities[entity as usize];
        match known.kind {
            Kind::Named if known.may_be_thing() && is_generic(head) => modifiers.is_empty(),
            Kind::Named => {
                let singular =
                    if is_plural { head.strip_suffix('s').unwrap_or(head) } else { head };
                holds(view, known, singular) && modifiers.clone().all(|at| agrees(view, known, at))
            }
            Kind::Described => {
                let is_one = known.is_plural == is_plural && known.head == head;
                is_one && modifiers.clone().all(|at| view.text(&known.name).contains(view.word(at)))
            }
            Kind::Body => is_body_called(view, known, head) && modifiers.is_empty(),
            Kind::Document => known.head == head && modifiers.is_empty(),
        }
    }
}

/// Whether somebody holds an office, or is of a party, by titles or by the list of officials.
fn holds(view: View<'_>, known: &Entity, noun: &str) -> bool {
    let party = match noun {
        "democrat" => Some('D'),
        "republican" => Some('R'),
        "independent" => Some('I'),
        _ => None,
    };
    if let Some(party) = party {
        return known.affiliation.party.or(known.office.and_then(|office| office.party))
            == Some(party);
    }
    if known.office.is_some_and(|office| is_called(office.head, noun)) {
        return true;
    }
    [&known.title, &known.behind].into_iter().any(|title| {
        let ends = |at: &u32| !view.tags(*at).any(Tags::PREPOSITION | Tags::RELATIVE);
        let mut words = title.clone().take_while(ends);
        words.any(|at| is_called(&view.lower(at), noun) && !view.is_genitive(at + 1))
    })
}

/// Whether the holder of one office is called by a noun.
fn is_called(office: &str, noun: &str) -> bool {
    office == noun
        || match office {
            "sen." | "sen" | "sens." | "senator" => {
                matches!(noun, "senator" | "lawmaker" | "legislator")
            }
            "rep." | "rep" | "reps." | "congressman" | "congresswoman" | "representative" => {
                matches!(
                    noun,
                    "representative" | "lawmaker" | "congressman" | "congresswoman" | "legislator"
                )
            }
            "gov." | "gov" => noun == "governor",
            "leader" => matches!(noun, "senator" | "leader" | "lawmaker"),
            "adviser" | "advisor" => matches!(noun, "adviser" | "advisor"),
            "advisers" => noun == "adviser",
            "prof." | "prof" => noun == "professor",
            "lt." | "gen." => noun == "general",
            "adm." => noun == "admiral",
            "spokesperson" => matches!(noun, "spokesman" | "spokeswoman" | "secretary"),
            _ => false,
        }
}

/// Whether a word before the noun fits somebody: *the Virginia Democrat*, *the Republican senator*.
fn agrees(view: View<'_>, known: &Entity, at: u32) -> bool {
    let word = view.word(at);
    if let Some(party) = affiliation::party(word) {
        return known.affiliation.party.or(known.office.and_then(|office| office.party))
            == Some(party);
    }
    if let Some(state) = view.lists.state(word) {
        return known.affiliation.state.or(known.office.and_then(|office| office.state))
            == Some(state);
    }
    if title::text(view, &known.title).is_some_and(|title| title.contains(word))
        || view.text(&known.behind).contains(word)
    {
        return true;
    }
    // New York, North Carolina, two: their second word, or the noun, decides.
    matches!(word, "New" | "North" | "South" | "West" | "two" | "veteran" | "senior" | "longtime")
}

/// Whether a noun is that of any company, group or agency.
fn is_generic(noun: &str) -> bool {
    matches!(
        noun,
        "company"
            | "firm"
            | "group"
            | "organization"
            | "organisation"
            | "newspaper"
            | "paper"
            | "network"
            | "platform"
            | "outlet"
            | "magazine"
            | "site"
            | "website"
    )
}

/// The commission for the Federal Election Commission, by a word of its name; the agency and the company by what it is.
fn is_body_called(view: View<'_>, known: &Entity, noun: &str) -> bool {
    if known.head == noun || known.name.clone().any(|at| view.lower(at) == noun) {
        return true;
    }
    let role = || role::of_words(view, &known.name, Bearer::Described);
    let public = || role() == Some(SpeakerRole::Administration);
    let private = || role().is_none() && !is_acronym(view, &known.name);
    let is_paper = || {
        known.name.clone().any(|at| {
            matches!(
                view.word(at),
                "Times"
                    | "Post"
                    | "Journal"
                    | "Tribune"
                    | "Herald"
                    | "Chronicle"
                    | "Gazette"
                    | "News"
                    | "Press"
                    | "Ledger"
                    | "Globe"
                    | "Courier"
                    | "Dispatch"
                    | "Sentinel"
                    | "Examiner"
                    | "Bulletin"
                    | "Observer"
                    | "Register"
            )
        })
    };
    match noun {
        "agency" | "department" | "bureau" => public(),
        "company" | "firm" | "group" | "organization" | "organisation" | "platform" => {
            private() && !is_paper()
        }
        "newspaper" | "paper" | "outlet" | "magazine" => is_paper(),
        _ => false,
    }
}
