//! What is wrong with texts.

use super::{Class, is_line, is_read_by_people, name_of, text, with};

pub(super) const CLASSES: &[Class] = &[
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
];
