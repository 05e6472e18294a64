//! Which field a refusal names: the very one that is wrong, but for the exceptions here.

use std::collections::BTreeSet;

use prost_reflect::DynamicMessage;

use super::place::{Place, mask_of};

/// Where another field than the wrong one is the right answer.
pub(super) struct Exception {
    pub(super) reason: &'static str,
    holds: fn(&Place) -> bool,
    /// The field that is named instead, in a request that is wrong at the place.
    field: fn(&Place, &DynamicMessage) -> Option<String>,
}

pub(super) const EXCEPTIONS: &[Exception] = &[
    Exception {
        reason: "who records something leaves out what the service writes, and all that is in it",
        holds: |place| !is_update(place),
        field: |place, _| Some(place.written_by_service()?.path()),
    },
    Exception {
        reason: "who changes something may send back what the service writes, which is passed \
                 over: it is the mask that must not name it",
        holds: is_update,
        field: |place, request| {
            let written = place.written_by_service()?;
            let mask = mask_of(request)?;
            let named = |path: &String| written.path_in_mask() == Some(path);
            let nth = mask.paths.iter().position(named)?;
            Some(format!("update_mask.paths[{nth}]"))
        },
    },
];

impl Exception {
    /// The field that is named instead of the place, if this is about it.
    pub(super) fn field_for(&self, place: &Place, request: &DynamicMessage) -> Option<String> {
        let field = (self.field)(place, request).filter(|_| (self.holds)(place));
        field.filter(|field| *field != place.path())
    }
}

/// Where a field that the sample leaves out is not wrong alone, whatever stands there.
pub(super) struct Company {
    pub(super) reason: &'static str,
    record: &'static str,
    /// The path of the field within the record.
    field: &'static str,
    /// The field beside it that is wrong too.
    beside: &'static str,
}

pub(super) const COMPANIES: &[Company] = &[
    Company {
        reason: "an activity it was reached through is of a kind",
        record: "Agreement",
        field: "reached_through",
        beside: "reached_through_kind",
    },
    Company {
        reason: "a person did it and no delegation",
        record: "Highlight",
        field: "delegation",
        beside: "person",
    },
    Company {
        reason: "a person did it and no organisation",
        record: "Highlight",
        field: "organisation",
        beside: "person",
    },
    Company {
        reason: "a medium has a name in English",
        record: "Highlight",
        field: "medium.zh",
        beside: "en",
    },
    Company {
        reason: "a text is a headline and paragraphs",
        record: "Release",
        field: "headline",
        beside: "paragraphs",
    },
];

impl Company {
    /// The field that is told beside the place, if this is about it.
    pub(super) fn field_beside(&self, place: &Place) -> Option<String> {
        let is_it = !place.is_set && place.is_field_of(self.record, self.field);
        is_it.then(|| place.path_of_sibling(self.beside))
    }
}

/// The fields that the refusal of a request names that is wrong at a place.
pub(super) fn fields_told(place: &Place, request: &DynamicMessage) -> BTreeSet<String> {
    let mut instead = EXCEPTIONS
        .iter()
        .filter_map(|exception| exception.field_for(place, request));
    let field = instead.next().unwrap_or_else(|| place.path());
    let beside = COMPANIES
        .iter()
        .filter_map(|company| company.field_beside(place));
    beside.chain([field]).collect()
}

fn is_update(place: &Place) -> bool {
    place.request().starts_with("Update")
}
