//! The ways in which a value can be wrong, and where they fit.

use prost_reflect::{Kind, Value};
use tonic::Code;

use super::place::Place;

/// The reason of most refusals.
pub(super) const INVALID_FIELDS: &str = "INVALID_FIELDS";

/// One way in which a value can be wrong.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class {
    pub(super) name: &'static str,
    fits: fn(&Place) -> bool,
    value: fn(&Place) -> Value,
}

impl Class {
    pub(super) fn fits(&self, place: &Place) -> bool {
        (self.fits)(place)
    }

    pub(super) fn value(&self, place: &Place) -> Value {
        (self.value)(place)
    }

    /// Code and reason of the refusal.
    pub(super) fn refusal_at(&self, place: &Place) -> (Code, &'static str) {
        let path = place.path();
        match place.name() {
            "page_token" => (Code::InvalidArgument, "PAGE_TOKEN_INVALID"),
            "language_code" => (Code::InvalidArgument, "LANGUAGE_NOT_OFFERED"),
            "etag" => (Code::Aborted, "ETAG_MISMATCH"),
            "cube" | "quantity" | "sum_of" => (Code::FailedPrecondition, "SELECTION_REFUSED"),
            _ if path.starts_with("selection.") => (Code::FailedPrecondition, "SELECTION_REFUSED"),
            _ => (Code::InvalidArgument, INVALID_FIELDS),
        }
    }

    /// The field that the refusal names.
    pub(super) fn field_at(&self, place: &Place) -> String {
        match place.owner().as_str() {
            // A day or an amount is wrong as a whole.
            "google.type.Date" => place.outer_path(),
            "google.type.Money" if place.name() != "currency_code" => place.outer_path(),
            _ => place.path(),
        }
    }
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// What stands there, with something behind it.
fn with(place: &Place, behind: &str) -> Value {
    let there = place.value.as_str().unwrap_or_default();
    let there = if there.is_empty() { "a" } else { there };
    text(&format!("{there}{behind}b"))
}

/// A text of one line that people read or programs compare; prose has lines.
fn is_line(place: &Place) -> bool {
    place.is_text() && !["text", "edited_from", "filter"].contains(&place.name())
}

/// A text of one line that people read.
fn is_read_by_people(place: &Place) -> bool {
    place.owner() == "tradefair.statistics.v1.LocalizedText"
        || (is_line(place) && ["source", "reason", "gate"].contains(&place.name()))
}

/// The name of a record.
fn is_name(place: &Place) -> bool {
    place.is_text()
        && place
            .value
            .as_str()
            .is_some_and(|name| name.starts_with("fairs/"))
}

fn is_id(place: &Place) -> bool {
    place.is_text()
        && place.is_set
        && place.field().parent_message().name().starts_with("Create")
        && place.name().ends_with("_id")
        && place.name() != "request_id"
}

fn is_request_id(place: &Place) -> bool {
    place.name() == "request_id"
}

fn is_required(place: &Place) -> bool {
    place.is_set && place.comment().contains("Required.")
}

fn is_named(place: &Place, owner: &str, name: &str) -> bool {
    place.owner() == owner && place.name() == name
}

fn is_choice(place: &Place) -> bool {
    matches!(place.field().kind(), Kind::Enum(_)) && !place.field().is_list()
}

fn is_country(place: &Place) -> bool {
    place.is_text() && place.is_set && place.name() == "country_code"
}

fn is_units(place: &Place) -> bool {
    is_named(place, "google.type.Money", "units") && place.is_set
}

fn is_nanos(place: &Place) -> bool {
    is_named(place, "google.type.Money", "nanos") && place.is_set
}

fn is_currency(place: &Place) -> bool {
    is_named(place, "google.type.Money", "currency_code") && place.is_set
}

const DATE: &str = "google.type.Date";

fn longer(name: &str) -> Value {
    let (parent, _) = name.rsplit_once('/').unwrap_or(("", ""));
    text(&format!("{parent}/{}", "a".repeat(64)))
}

fn name_of(place: &Place) -> &str {
    place.value.as_str().unwrap_or_default()
}

/// Every class.
pub(super) const CLASSES: &[Class] = &[
    // Texts.
    Class {
        name: "NUL",
        fits: is_line,
        value: |place| with(place, "\0"),
    },
    Class {
        name: "a control",
        fits: is_line,
        value: |place| with(place, "\u{1}"),
    },
    Class {
        name: "a control of C1",
        fits: is_line,
        value: |place| with(place, "\u{85}"),
    },
    Class {
        name: "a line break",
        fits: is_line,
        value: |place| with(place, "\n"),
    },
    Class {
        name: "a separator of lines",
        fits: is_line,
        value: |place| with(place, "\u{2028}"),
    },
    Class {
        name: "a turn of direction",
        fits: is_line,
        value: |place| with(place, "\u{202e}"),
    },
    Class {
        name: "an isolate",
        fits: is_line,
        value: |place| with(place, "\u{2066}"),
    },
    Class {
        name: "a byte order mark",
        fits: is_line,
        value: |place| with(place, "\u{feff}"),
    },
    Class {
        name: "an invisible blank",
        fits: is_line,
        value: |place| with(place, "\u{200b}"),
    },
    Class {
        name: "a soft hyphen",
        fits: is_line,
        value: |place| with(place, "\u{ad}"),
    },
    Class {
        name: "private use",
        fits: is_line,
        value: |place| with(place, "\u{e000}"),
    },
    Class {
        name: "no character",
        fits: is_line,
        value: |place| with(place, "\u{fffe}"),
    },
    Class {
        name: "not composed",
        fits: is_read_by_people,
        value: |place| with(place, "e\u{301}"),
    },
    Class {
        name: "too many characters",
        fits: is_line,
        value: |_| text(&"x".repeat(20_000)),
    },
    Class {
        name: "too many bytes",
        fits: is_line,
        value: |_| text(&"展".repeat(20_000)),
    },
    Class {
        name: "blanks only",
        fits: is_line,
        value: |_| text("   "),
    },
    Class {
        name: "a blank before",
        fits: |place| is_line(place) && place.is_set,
        value: |place| text(&format!(" {}", name_of(place))),
    },
    Class {
        name: "a blank behind",
        fits: |place| is_line(place) && place.is_set,
        value: |place| text(&format!("{} ", name_of(place))),
    },
    // Names and ids.
    Class {
        name: "missing",
        fits: |place| place.is_text() && is_required(place),
        value: |_| text(""),
    },
    Class {
        name: "another collection",
        fits: is_name,
        value: |place| text(&name_of(place).replace("fairs/", "shows/")),
    },
    Class {
        name: "a segment too many",
        fits: is_name,
        value: |place| text(&format!("{}/more", name_of(place))),
    },
    Class {
        name: "a slash behind",
        fits: is_name,
        value: |place| text(&format!("{}/", name_of(place))),
    },
    Class {
        name: "a slash before",
        fits: is_name,
        value: |place| text(&format!("/{}", name_of(place))),
    },
    Class {
        name: "a way up",
        fits: is_name,
        value: |place| text(&format!("{}/..", name_of(place))),
    },
    Class {
        name: "an encoded slash",
        fits: |place| is_name(place) && name_of(place).contains("ciftis/"),
        value: |place| text(&name_of(place).replace("ciftis/", "ciftis%2F")),
    },
    Class {
        name: "an empty segment",
        fits: is_name,
        value: |place| text(&name_of(place).replacen('/', "//", 1)),
    },
    Class {
        name: "an id too long",
        fits: is_name,
        value: |place| longer(name_of(place)),
    },
    Class {
        name: "an id in capitals",
        fits: is_name,
        value: |place| text(&name_of(place).replace("ciftis", "CIFTIS")),
    },
    Class {
        name: "a look-alike",
        fits: is_name,
        value: |place| text(&name_of(place).replace('c', "с")),
    },
    Class {
        name: "a digit of another script",
        fits: is_name,
        value: |place| text(&format!("{}９", name_of(place))),
    },
    Class {
        name: "a new id too long",
        fits: is_id,
        value: |_| text(&"a".repeat(64)),
    },
    Class {
        name: "a new id with a slash",
        fits: is_id,
        value: |_| text("a/b"),
    },
    Class {
        name: "a new id in capitals",
        fits: is_id,
        value: |_| text("Abc"),
    },
    Class {
        name: "a new id missing",
        fits: is_id,
        value: |_| text(""),
    },
    // Request ids.
    Class {
        name: "no request id",
        fits: is_request_id,
        value: |_| text(""),
    },
    Class {
        name: "a request id that is none",
        fits: is_request_id,
        value: |_| text("42"),
    },
    Class {
        name: "the request id of all zeros",
        fits: is_request_id,
        value: |_| text("00000000-0000-0000-0000-000000000000"),
    },
    // Money.
    Class {
        name: "an unknown currency",
        fits: is_currency,
        value: |_| text("XQZ"),
    },
    Class {
        name: "a currency in small letters",
        fits: is_currency,
        value: |_| text("usd"),
    },
    Class {
        name: "no currency",
        fits: is_currency,
        value: |_| text(""),
    },
    Class {
        name: "a negative amount",
        fits: is_units,
        value: |_| Value::I64(-1),
    },
    Class {
        name: "more than the books hold",
        fits: is_units,
        value: |_| Value::I64(i64::MAX),
    },
    Class {
        name: "less than the least unit",
        fits: |place| {
            is_named(place, "google.type.Money", "nanos") && place.path().contains("amount")
        },
        value: |_| Value::I32(1),
    },
    Class {
        name: "signs that differ",
        fits: |place| {
            is_nanos(place)
                || (is_named(place, "google.type.Money", "nanos")
                    && place.path().contains("amount"))
        },
        value: |_| Value::I32(-10_000_000),
    },
    // Days and times.
    Class {
        name: "a month that is none",
        fits: |place| is_named(place, DATE, "month") && place.is_set,
        value: |_| Value::I32(13),
    },
    Class {
        name: "a day that is none",
        fits: |place| is_named(place, DATE, "day") && place.is_set,
        value: |_| Value::I32(32),
    },
    Class {
        name: "a year of five digits",
        fits: |place| is_named(place, DATE, "year") && place.is_set,
        value: |_| Value::I32(10_000),
    },
    Class {
        name: "a year before any",
        fits: |place| is_named(place, DATE, "year") && place.is_set,
        value: |_| Value::I32(-1),
    },
    Class {
        name: "half a date",
        fits: |place| is_named(place, DATE, "day") && place.is_set,
        value: |_| Value::I32(0),
    },
    // Choices.
    Class {
        name: "a choice that there is not",
        fits: is_choice,
        value: |_| Value::EnumNumber(9_999),
    },
    Class {
        name: "a negative choice",
        fits: is_choice,
        value: |_| Value::EnumNumber(-1),
    },
    Class {
        name: "no choice",
        fits: |place| is_choice(place) && is_required(place),
        value: |_| Value::EnumNumber(0),
    },
    // Codes.
    Class {
        name: "a country that there is not",
        fits: is_country,
        value: |_| text("XX"),
    },
    Class {
        name: "a country in small letters",
        fits: is_country,
        value: |_| text("br"),
    },
    // Questions.
    Class {
        name: "a negative page",
        fits: |place| place.name() == "page_size",
        value: |_| Value::I32(-1),
    },
    Class {
        name: "a page token that is none",
        fits: |place| place.name() == "page_token",
        value: |_| text("AAAA"),
    },
    Class {
        name: "a filter that cannot be read",
        fits: |place| place.name() == "filter",
        value: |_| text("= ="),
    },
    Class {
        name: "a filter of an unknown field",
        fits: |place| place.name() == "filter",
        value: |_| text("nothing_like_it = 1"),
    },
    Class {
        name: "a filter too long",
        fits: |place| place.name() == "filter",
        value: |_| text(&"a = 1 AND ".repeat(300)),
    },
    Class {
        name: "a language that is not written",
        fits: |place| place.name() == "language_code",
        value: |_| text("xx"),
    },
];
