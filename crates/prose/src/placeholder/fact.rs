//! `fact`: prints what a record says of itself, and `period`: prints the days
//! from one date to another.

use minijinja::value::Kwargs;
use minijinja::{Environment, State};

use super::argument::argument;
use super::{Session, printed, run, wrong};
use crate::error::Cause;
use crate::language::{DateParts, Form, Joint};
use crate::number::{self, Precision};
use crate::sheet::{Date, Entry, Exact, Fact, FactValue, Unit};
use crate::span::{Draft, Kind, Piece, cleaned};

pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_function("fact", |state: &State, id: String, arguments: Kwargs| {
        let style = arguments.get::<Option<String>>("as")?;
        let words = arguments.get::<Option<bool>>("words")?.unwrap_or(false);
        arguments.assert_all_used()?;
        run(state, "fact", &id, |session, placeholder| {
            fact(session, &id, style.as_deref(), words, placeholder)
        })
        .map(|piece| printed(vec![piece]))
    });
    environment.add_function("period", |state: &State, first: String, last: String| {
        run(state, "period", &first, |session, placeholder| {
            period(session, (&first, &last), &placeholder)
        })
        .map(printed)
    });
}

fn find<'a>(session: &'a Session, id: &str) -> Result<&'a Fact, Cause> {
    match session.entry(id)? {
        Entry::Fact(fact) => Ok(fact),
        other => Err(wrong(other, "a fact")),
    }
}

fn fact(
    session: &Session,
    id: &str,
    style: Option<&str>,
    words: bool,
    placeholder: String,
) -> Result<Piece, Cause> {
    let fact = find(session, id)?;
    let draft = Draft {
        record: Some(fact.record.clone()),
        ..Draft::of(Some(Kind::Fact), id, placeholder)
    };
    match &fact.value {
        FactValue::Ordinal(number) => numbered(session, *number, Unit::Ordinal, words, draft),
        FactValue::Year(number) => numbered(session, *number, Unit::Year, words, draft),
        FactValue::Date(date) => Ok(Piece::marked(
            session.language.date(date, parts(style)?),
            draft,
        )),
        FactValue::Text(text) => {
            let text = cleaned(text);
            if text.is_empty() {
                return Err(Cause::Absent {
                    detail: "the text is empty".to_owned(),
                });
            }
            Ok(Piece::marked(
                text,
                Draft {
                    kind: Some(Kind::Name),
                    ..draft
                },
            ))
        }
    }
}

fn numbered(
    session: &Session,
    number: i128,
    unit: Unit,
    words: bool,
    draft: Draft,
) -> Result<Piece, Cause> {
    let value = Exact::from_integer(number);
    let digits = number::scaled(value, Precision::Own, &[])?;
    let text = session
        .language
        .quantity(&digits, &unit, Form { words, bare: false })
        .ok_or(Cause::NoForm)?;
    Ok(Piece::marked(
        text,
        Draft {
            value: Some(value),
            printed: Some(value),
            unit: Some(unit),
            ..draft
        },
    ))
}

fn parts(style: Option<&str>) -> Result<DateParts, Cause> {
    match style {
        None | Some("day-month-year") => Ok(DateParts::ALL),
        Some("day-month") => Ok(DateParts {
            year: false,
            ..DateParts::ALL
        }),
        Some("month-year") => Ok(DateParts {
            day: false,
            ..DateParts::ALL
        }),
        Some("year") => Ok(DateParts {
            day: false,
            month: false,
            year: true,
        }),
        Some(_) => Err(argument(
            "as",
            "it is \"day-month-year\", \"day-month\", \"month-year\" or \"year\"",
        )),
    }
}

/// "from 28 May to 1 June 2016", "on 3 June 2016": what both days share is printed
/// once, where the language has it.
fn period(
    session: &Session,
    (first, last): (&str, &str),
    placeholder: &str,
) -> Result<Vec<Piece>, Cause> {
    let day = |id: &str| -> Result<(Date, Draft), Cause> {
        let fact = find(session, id)?;
        let FactValue::Date(date) = fact.value else {
            return Err(Cause::WrongEntry {
                found: "another fact",
                wanted: "a date",
            });
        };
        let draft = Draft::of(Some(Kind::Fact), id, placeholder.to_owned());
        Ok((
            date,
            Draft {
                record: Some(fact.record.clone()),
                ..draft
            },
        ))
    };
    let ((from, from_draft), (to, to_draft)) = (day(first)?, day(last)?);
    if (from.year, from.month, from.day) > (to.year, to.month, to.day) {
        return Err(argument("period", "the last day comes before the first"));
    }
    let literal = |joint| Piece::Plain(session.language.joint(joint).to_owned());
    if from == to {
        let day = Piece::marked(session.language.date(&to, DateParts::ALL), to_draft);
        return Ok(vec![literal(Joint::On), day]);
    }
    let year = from.year != to.year;
    let month = year || from.month != to.month;
    let parts = DateParts {
        day: true,
        month,
        year,
    };
    let (from_parts, to_parts) = match session.language.order().shared_date_parts_first {
        true => (DateParts::ALL, parts),
        false => (parts, DateParts::ALL),
    };
    let begin = Piece::marked(session.language.date(&from, from_parts), from_draft);
    let end = Piece::marked(session.language.date(&to, to_parts), to_draft);
    Ok(vec![literal(Joint::From), begin, literal(Joint::To), end])
}
