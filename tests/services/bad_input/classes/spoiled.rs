//! The ways in which a value can be wrong, and where they fit.

mod names;
mod texts;
mod values;

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
        !place.is_passed_over() && (self.fits)(place)
    }

    pub(super) fn value(&self, place: &Place) -> Value {
        (self.value)(place)
    }

    /// Code and reason of the refusal.
    pub(super) fn refusal_at(&self, place: &Place) -> (Code, &'static str) {
        let request = place.request();
        let asks_cells = ["QueryCellsRequest", "ListEvidenceRequest"].contains(&request.as_str());
        let selects = ["quantity", "sum_of"].contains(&place.name());
        match place.name() {
            "page_token" => (Code::InvalidArgument, "PAGE_TOKEN_INVALID"),
            "language_code" if request.starts_with("Summarize") => {
                (Code::InvalidArgument, "LANGUAGE_NOT_OFFERED")
            }
            // That of a record that is changed; who creates one must not send it.
            "etag" if request.starts_with("Update") || place.path() == "etag" => {
                (Code::Aborted, "ETAG_MISMATCH")
            }
            _ if asks_cells && (selects || place.path().starts_with("selection.")) => {
                (Code::FailedPrecondition, "SELECTION_REFUSED")
            }
            // Of many rows, with the row.
            "units"
                if self.name == "more than the books hold" && !request.starts_with("Import") =>
            {
                (Code::OutOfRange, "AMOUNT_OUT_OF_RANGE")
            }
            _ => (Code::InvalidArgument, INVALID_FIELDS),
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

/// Within a record, the name of another one, which is of the same fair.
fn is_reference(place: &Place) -> bool {
    place.name() != "name" && place.path().contains('.') && name_of(place).contains("fairs/ciftis/")
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
pub(super) fn classes() -> Vec<Class> {
    [texts::CLASSES, names::CLASSES, values::CLASSES].concat()
}
