//! Texts that come again and again, each kept once.

use std::{collections::HashMap, num::NonZeroU32, sync::Arc};

/// Stands for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextId(NonZeroU32);

/// The texts so far.
#[derive(Debug, Default)]
pub(super) struct Texts {
    ids: HashMap<Arc<str>, TextId>,
    texts: Vec<Arc<str>>,
}

impl Texts {
    /// What stands for this text, from now on.
    pub(super) fn id(&mut self, text: &str) -> TextId {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        // There is one text at least, and memory ends before four billion of them.
        let number = u32::try_from(self.texts.len()).ok().and_then(NonZeroU32::new);
        let id = TextId(number.unwrap_or(NonZeroU32::MAX));
        self.ids.insert(text, id);
        id
    }

    pub(super) fn text(&self, id: TextId) -> &str {
        &self.texts[id.position()]
    }

    /// All texts, in the order of their positions.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| &**text)
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}

impl TextId {
    /// The text's position among all, from 0.
    pub(super) fn position(self) -> usize {
        self.0.get() as usize - 1
    }
}
