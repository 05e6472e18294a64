//! What a template can ask before it says something. A "no" is noted as an
//! omission, so that the desk sees what a text does not say.

use minijinja::value::{Kwargs, Rest};
use minijinja::{Environment, State};
use num_traits::Zero;

use super::argument::Wish;
use super::standing::{self, Manner, Telling};
use super::{Session, country, figure, ids, record, run, series, session};
use crate::error::Cause;
use crate::sheet::{Entry, Exact, Figure, Reading, Status};

pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_function(
        "given",
        |state: &State, id: String, rest: Rest<String>, arguments: Kwargs| {
            if let Some(style) = Style::named(arguments.peek("as")?) {
                arguments.get::<String>("as")?;
                return told(state, style, &ids(id, rest), &arguments);
            }
            let wishes = arguments.args().next().is_some();
            let wish = Wish::read(&arguments, session(state)?.language)?;
            run(state, "given", &id.clone(), |session, placeholder| {
                let wish = wish?;
                all(session, &ids(id, rest), |id| {
                    if wishes {
                        printable(session, id, &wish, &placeholder)
                    } else {
                        present(session, id)
                    }
                })
            })
        },
    );
    environment.add_function(
        "above_zero",
        |state: &State, id: String, rest: Rest<String>| {
            run(state, "above_zero", &id.clone(), |session, _| {
                all(session, &ids(id, rest), |id| above_zero(session, id))
            })
        },
    );
    environment.add_function("within", |state: &State, part: String, whole: String| {
        run(state, "within", &part, |session, _| {
            all(session, std::slice::from_ref(&part), |part| {
                within(session, part, &whole)
            })
        })
    });
    environment.add_function("same_base", |state: &State, one: String, other: String| {
        run(state, "same_base", &one, |session, _| {
            Ok(session.figure(&one)?.base == session.figure(&other)?.base)
        })
    });
    for (name, wanted) in [
        ("provisional", Status::Provisional),
        ("estimated", Status::Estimated),
    ] {
        environment.add_function(
            name,
            move |state: &State, id: String, rest: Rest<String>| {
                run(state, name, &id.clone(), |session, _| {
                    has_status(session, &ids(id, rest), wanted)
                })
            },
        );
    }
}

/// What is asked for by a style that `fig` does not have.
#[derive(Clone, Copy)]
enum Style {
    Told(Telling),
    Countries,
}

impl Style {
    fn named(name: Option<&str>) -> Option<Self> {
        match name? {
            "countries" => Some(Self::Countries),
            name => Telling::from_name(name).map(Self::Told),
        }
    }
}

/// Whether the placeholder of a style would print with the same arguments.
fn told(
    state: &State<'_, '_>,
    style: Style,
    ids: &[String],
    arguments: &Kwargs,
) -> Result<bool, minijinja::Error> {
    let manner = match style {
        Style::Told(_) => Manner::read(arguments, session(state)?.language)?,
        Style::Countries => country::read(arguments).map(|_| Ok(Manner::default()))?,
    };
    let first = ids.first().map_or("", String::as_str);
    run(state, "given", first, |session, placeholder| {
        let manner = manner?;
        all(session, ids, |id| match style {
            Style::Told(telling) => {
                standing::piece(session, id, telling, &manner, placeholder.clone()).map(|_| ())
            }
            Style::Countries => country::countries(session, id, false, &placeholder).map(|_| ()),
        })
    })
}

/// Whether every id passes. Each one that does not is noted. An id that nobody
/// knows, or an argument that nobody understands, is an error of the template.
pub(super) fn all(
    session: &Session,
    ids: &[String],
    test: impl Fn(&str) -> Result<(), Cause>,
) -> Result<bool, Cause> {
    let mut passed = true;
    for id in ids {
        match test(id) {
            Ok(()) => {}
            Err(cause @ (Cause::UnknownId | Cause::WrongEntry { .. } | Cause::Argument { .. })) => {
                return Err(cause);
            }
            Err(cause) => {
                session.omit(id, &cause);
                passed = false;
            }
        }
    }
    Ok(passed)
}

/// Whether there is something to print.
fn present(session: &Session, id: &str) -> Result<(), Cause> {
    match session.entry(id)? {
        Entry::Records(list) => record::nameable(list),
        Entry::Figure(Figure {
            status: Status::Missing,
            ..
        }) => Err(Cause::Missing),
        _ => Ok(()),
    }
}

/// Whether `fig` or `series` with the same arguments would print.
fn printable(session: &Session, id: &str, wish: &Wish, placeholder: &str) -> Result<(), Cause> {
    match session.figure(id)?.reading {
        Reading::Value(_) => figure::piece(session, id, wish, placeholder.to_owned()).map(|_| ()),
        Reading::Series(_) => series::pieces(session, id, wish, placeholder).map(|_| ()),
    }
}

fn above_zero(session: &Session, id: &str) -> Result<(), Cause> {
    let (_, value) = session.value(id)?;
    if value > Exact::zero() {
        Ok(())
    } else {
        Err(Cause::Zero)
    }
}

/// Whether a figure can be a part of another: same unit, and not more.
fn within(session: &Session, part: &str, whole: &str) -> Result<(), Cause> {
    let ((part, part_value), (whole, whole_value)) = (session.value(part)?, session.value(whole)?);
    if part.unit != whole.unit {
        return Err(Cause::NotAPart {
            why: "the units differ",
        });
    }
    if part_value > whole_value {
        return Err(Cause::NotAPart {
            why: "the part is more than the whole",
        });
    }
    Ok(())
}

/// Whether any of the figures, or any point of them, has a status. What is refused
/// has none.
fn has_status(session: &Session, ids: &[String], wanted: Status) -> Result<bool, Cause> {
    let mut any = false;
    for id in ids {
        match session.figure(id) {
            Ok(figure) => any |= figure.status == wanted || any_point(figure, wanted),
            Err(Cause::Refused { .. }) => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(any)
}

fn any_point(figure: &Figure, wanted: Status) -> bool {
    match &figure.reading {
        Reading::Series(points) => points.iter().any(|point| point.status == wanted),
        Reading::Value(_) => false,
    }
}
