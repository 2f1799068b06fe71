//! What people read, in English and Chinese.

use std::env;

use serde::Serialize;

/// One text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Text {
    en: &'static str,
    zh: &'static str,
}

pub(super) const fn text(en: &'static str, zh: &'static str) -> Text {
    Text { en, zh }
}

/// The language of the terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Chinese,
}

impl Language {
    /// The first locale variable that is set decides, as everywhere.
    pub(super) fn of_terminal() -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| env::var(name).ok()).find(|value| !value.is_empty());
        if locale.is_some_and(|value| value.starts_with("zh")) { Self::Chinese } else { Self::English }
    }

    pub(super) const fn of(self, text: Text) -> &'static str {
        match self {
            Self::English => text.en,
            Self::Chinese => text.zh,
        }
    }
}
