//! What is wrong with amounts, days, choices, codes and questions.

use prost_reflect::Value;

use super::{
    Class, DATE, is_choice, is_country, is_currency, is_named, is_nanos, is_required, is_units,
    text,
};

pub(super) const CLASSES: &[Class] = &[
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
