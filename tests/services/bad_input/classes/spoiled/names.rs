//! What is wrong with names, ids and request ids.

use super::{
    Class, is_id, is_name, is_reference, is_request_id, is_required, longer, name_of, text,
};

pub(super) const CLASSES: &[Class] = &[
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
        name: "a record of another fair",
        fits: |place| is_name(place) && is_reference(place),
        value: |place| text(&name_of(place).replace("fairs/ciftis/", "fairs/another/")),
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
];
