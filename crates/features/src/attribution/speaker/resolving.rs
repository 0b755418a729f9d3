//! One way through an article, from source to source.

use super::{
    description,
    lists::Table,
    mention::{self, Mention, NameKind},
    people::People,
    pronoun,
    trail::{Step, Trail, Who},
    view::{Tokens, View},
};
use crate::attribution::tags::Tags;

/// What is known up to a source.
pub(super) struct Resolving<'a> {
    pub(super) view: View<'a>,
    pub(super) mentions: Vec<Mention>,
    pub(super) people: People,
    pub(super) trail: Trail,
    /// Descriptions by their words in lower case, without the article.
    pub(super) described: Table<String, u32>,
    /// Names, descriptions and pronouns in text order, and the first that the trail does not hold yet.
    events: Vec<(u32, Event)>,
    next: usize,
}

/// What may be pointed back to.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// A name, by the number of its mention.
    Name(u32),
    /// A description that goes on to this token.
    Phrase(u32),
    /// He or she.
    Pronoun,
}

impl<'a> Resolving<'a> {
    pub(super) fn new(view: View<'a>) -> Self {
        let mut mentions = mention::find(view);
        let people = People::gather(view, &mut mentions);
        let mut events: Vec<(u32, Event)> = Vec::with_capacity(2 * mentions.len());
        let named = mentions.iter().zip(0..).filter(|(mention, _)| mention.entity.is_some());
        events.extend(named.map(|(mention, number)| (mention.name.start, Event::Name(number))));
        let phrases = description::find(view).into_iter();
        let free = phrases.filter(|phrase| !is_with_name(&mentions, phrase));
        events.extend(free.map(|phrase| (phrase.start, Event::Phrase(phrase.end))));
        events.extend(pronoun::find(view).map(|at| (at, Event::Pronoun)));
        events.sort_by_key(|(at, _)| *at);
        Self {
            view,
            mentions,
            people,
            trail: Trail::default(),
            described: Table::default(),
            events,
            next: 0,
        }
    }

    /// The number of the sentence in which a token stands.
    pub(super) fn sentence_of(&self, at: u32) -> u32 {
        let sentences = &self.view.layout.sentences;
        sentences.partition_point(|sentence| sentence.start <= at).saturating_sub(1) as u32
    }

    pub(super) fn sentence_start(&self, at: u32) -> u32 {
        let sentence = self.view.layout.sentences.get(self.sentence_of(at) as usize);
        sentence.map_or(0, |sentence| sentence.start)
    }

    /// Takes what stands before a token into the trail.
    pub(super) fn advance(&mut self, to: u32) {
        while let Some(&(at, event)) = self.events.get(self.next).filter(|(at, _)| *at < to) {
            self.next += 1;
            let (who, span) = match event {
                Event::Name(mention) => {
                    self.add_name(mention as usize);
                    continue;
                }
                Event::Phrase(end) => (Who::Phrase(at..end), at..end),
                Event::Pronoun if self.is_quoted(at) => continue,
                Event::Pronoun => match self.pronoun(at).first() {
                    Some(&one) => (Who::One(one), at..at + 1),
                    None => continue,
                },
            };
            self.trail.push(Step {
                at,
                sentence: self.sentence_of(at),
                who,
                spoke: false,
                subject: is_subject(self.view, &span),
                quoted: self.is_quoted(at),
                doubtful: false,
            });
        }
    }

    fn add_name(&mut self, number: usize) {
        let mention = &self.mentions[number];
        let Some(entity) = mention.entity else { return };
        let step = Step {
            at: mention.name.start,
            sentence: mention.sentence,
            who: Who::One(entity),
            spoke: false,
            subject: is_subject(self.view, &mention.span),
            quoted: mention.quoted,
            doubtful: mention.kind == NameKind::Unknown && mention.name.len() > 1,
        };
        let joined = self.joined_before(number).filter(|&other| other != entity);
        self.trail.push(step.clone());
        if let Some(other) = joined {
            self.trail.push(Step { who: Who::Several(vec![other, entity]), ..step });
        }
    }

    fn is_quoted(&self, at: u32) -> bool {
        let quotations = &self.view.layout.quotations;
        let last = quotations.partition_point(|quotation| quotation.start <= at).checked_sub(1);
        last.is_some_and(|last| quotations[last].end > at)
    }

    /// The person before a mention, where `and` stands between them.
    fn joined_before(&self, mention: usize) -> Option<u32> {
        let before = self.mentions.get(mention.checked_sub(1)?)?;
        let this = self.mentions.get(mention)?;
        if before.kind == NameKind::Body
            || this.kind == NameKind::Body
            || before.sentence != this.sentence
        {
            return None;
        }
        let mut at = before.span.end;
        at += u32::from(self.view.is_sign(at, b','));
        (self.view.word(at) == "and" && at + 1 == this.span.start).then_some(before.entity)?
    }

    /// Notes that somebody spoke at a source.
    pub(super) fn spoke(&mut self, source: &Tokens, speakers: &[u32]) {
        self.advance(source.end);
        let who = match speakers {
            [] => return,
            [one] => Who::One(*one),
            several => Who::Several(several.to_vec()),
        };
        for &speaker in speakers {
            let named = self
                .trail
                .latest_mut()
                .take_while(|step| step.at >= source.start)
                .find(|step| step.who == Who::One(speaker));
            if let Some(step) = named {
                step.spoke = true;
            } else {
                self.push_speaker(source, Who::One(speaker));
            }
        }
        if speakers.len() > 1 {
            self.push_speaker(source, who);
        }
    }

    fn push_speaker(&mut self, source: &Tokens, who: Who) {
        let sentence = self.sentence_of(source.start);
        self.trail.push(Step {
            at: source.start,
            sentence,
            who,
            spoke: true,
            subject: is_subject(self.view, source),
            quoted: false,
            doubtful: false,
        });
    }
}

/// Whether a description is the title of a name, or stands beside it.
fn is_with_name(mentions: &[Mention], phrase: &Tokens) -> bool {
    let next = mentions.partition_point(|mention| mention.name.start < phrase.start);
    let before_name = mentions.get(next).is_some_and(|next| next.name.start < phrase.end + 2);
    let beside =
        |mention: &Mention| mention.span.start <= phrase.start && phrase.start < mention.span.end;
    before_name || next.checked_sub(1).is_some_and(|last| beside(&mentions[last]))
}

/// Whether a noun phrase is likely the subject of its clause: no verb or preposition before, no genitive behind.
fn is_subject(view: View<'_>, span: &Tokens) -> bool {
    if view.is_genitive(span.end) {
        return false;
    }
    let Some(before) = span.start.checked_sub(1) else { return true };
    let tags = view.tags(before);
    !view.is_word(before)
        || tags.any(Tags::SUBORDINATOR | Tags::THAT | Tags::COORDINATOR | Tags::WH)
        || !tags.any(Tags::PREPOSITION | Tags::FORMS | Tags::AUXILIARY)
}
