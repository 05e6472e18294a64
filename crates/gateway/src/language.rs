//! The languages a text is written in.

use prose::{Chinese, English};
use proto::statistics::v1::LocalizedText;

/// A language there is a template for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Chinese,
}

impl Language {
    /// All of them; the first is written when none is asked for.
    pub(crate) const OFFERED: [Self; 2] = [Self::English, Self::Chinese];

    /// The language of a BCP 47 tag. Tags are compared without regard to case, and none
    /// means the first one. Chinese is that of the simplified script.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        let is_it = |language: &Self| {
            tag.is_empty()
                || language
                    .tags()
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(tag))
        };
        Self::OFFERED.into_iter().find(is_it)
    }

    /// The tag that answers say.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    fn tags(self) -> &'static [&'static str] {
        match self {
            Self::English => &["en"],
            Self::Chinese => &["zh", "zh-Hans", "zh-CN", "zh-Hans-CN"],
        }
    }

    /// How it is read.
    pub(crate) fn reader(self) -> reader::Language {
        match self {
            Self::English => reader::Language::English,
            Self::Chinese => reader::Language::Chinese,
        }
    }

    /// How prose writes it.
    pub(crate) fn prose(self) -> &'static dyn prose::Language {
        match self {
            Self::English => &English,
            Self::Chinese => &Chinese,
        }
    }

    /// What a record says in this language; in English where it says nothing in it.
    pub(crate) fn text(self, text: Option<&LocalizedText>) -> String {
        let Some(text) = text else {
            return String::new();
        };
        match self {
            Self::Chinese if !text.zh.is_empty() => text.zh.clone(),
            _ => text.en.clone(),
        }
    }
}
