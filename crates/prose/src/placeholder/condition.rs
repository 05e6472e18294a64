//! What a template can ask before it says something. A "no" is noted as an
//! omission, so that the desk sees what a text does not say.

use minijinja::value::{Kwargs, Rest};
use minijinja::{Environment, State};
use num_traits::{CheckedAdd, Zero};

use super::argument::Wish;
use super::{Session, figure, ids, record, run, series, session};
use crate::error::Cause;
use crate::hedge::Hedge;
use crate::sheet::{Entry, Exact, Figure, Reading, Status, Unit};
use crate::span::Piece;

pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_function(
        "given",
        |state: &State, id: String, rest: Rest<String>, arguments: Kwargs| {
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
    install_sums(environment);
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

/// The conditions that add parts.
fn install_sums(environment: &mut Environment<'static>) {
    environment.add_function(
        "closes",
        |state: &State, whole: String, parts: Rest<String>, arguments: Kwargs| {
            let printed = arguments.args().next().is_some();
            let wish = Wish::read(&arguments, session(state)?.language)?;
            run(state, "closes", &whole.clone(), |session, placeholder| {
                let wish = wish?;
                // Where the question is how the last part can be printed, the
                // answer is about that part.
                let about = parts.last().filter(|_| printed).unwrap_or(&whole);
                all(session, std::slice::from_ref(about), |_| {
                    closes(session, &whole, &parts)?;
                    if printed {
                        closes_as_printed(session, &whole, &parts, &wish, &placeholder)?;
                    }
                    Ok(())
                })
            })
        },
    );
    environment.add_function(
        "shares_close",
        |state: &State, parts: Rest<String>, arguments: Kwargs| {
            let wish = Wish::read(&arguments, session(state)?.language)?;
            let last = parts.last().cloned().unwrap_or_default();
            run(state, "shares_close", &last, |session, placeholder| {
                let wish = wish?;
                all(session, std::slice::from_ref(&last), |_| {
                    shares_close(session, &parts, &wish, &placeholder)
                })
            })
        },
    );
}

/// Whether every id passes. Each one that does not is noted. An id that nobody
/// knows, or an argument that nobody understands, is an error of the template.
fn all(
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

/// Whether parts add up to a whole, to the last unit.
fn closes(session: &Session, whole: &str, parts: &[String]) -> Result<(), Cause> {
    let (whole, whole_value) = session.value(whole)?;
    let mut sum = Exact::zero();
    for part in parts {
        let (part, value) = session.value(part)?;
        if part.unit != whole.unit {
            return Err(Cause::NotAPart {
                why: "the units differ",
            });
        }
        sum = sum.checked_add(&value).ok_or(Cause::OutOfRange)?;
    }
    if sum == whole_value {
        Ok(())
    } else {
        Err(Cause::NotAPart {
            why: "the parts do not add up to the whole",
        })
    }
}

/// Whether the digits that a reader sees of the parts add up to those of the whole.
fn closes_as_printed(
    session: &Session,
    whole: &str,
    parts: &[String],
    wish: &Wish,
    placeholder: &str,
) -> Result<(), Cause> {
    let whole = figure::piece(session, whole, wish, placeholder.to_owned())?;
    let sum = printed_sum(session, parts, wish, placeholder)?;
    adds_up(sum, exactly_printed(&whole))
}

/// Whether shares add up to a hundred, and so do the digits that a reader sees.
fn shares_close(
    session: &Session,
    parts: &[String],
    wish: &Wish,
    placeholder: &str,
) -> Result<(), Cause> {
    let hundred = Exact::from_integer(100);
    let mut sum = Exact::zero();
    for part in parts {
        let (part, value) = session.value(part)?;
        if part.unit != Unit::Percent {
            return Err(Cause::NotAPart {
                why: "a part is no share",
            });
        }
        sum = sum.checked_add(&value).ok_or(Cause::OutOfRange)?;
    }
    if sum != hundred {
        return Err(Cause::NotAPart {
            why: "the parts do not add up to the whole",
        });
    }
    let sum = printed_sum(session, parts, wish, placeholder)?;
    adds_up(sum, Some(hundred))
}

/// The sum of parts as they are printed; `None` if one of them carries a hedge,
/// and then no reader can add them.
fn printed_sum(
    session: &Session,
    parts: &[String],
    wish: &Wish,
    placeholder: &str,
) -> Result<Option<Exact>, Cause> {
    let mut sum = Some(Exact::zero());
    for part in parts {
        let piece = figure::piece(session, part, wish, placeholder.to_owned())?;
        sum = match (sum, exactly_printed(&piece)) {
            (Some(sum), Some(printed)) => Some(sum.checked_add(&printed).ok_or(Cause::OutOfRange)?),
            _ => None,
        };
    }
    Ok(sum)
}

/// The number that a piece shows without a hedge.
fn exactly_printed(piece: &Piece) -> Option<Exact> {
    match piece {
        Piece::Marked(_, draft) if draft.qualifier == Hedge::Exact => draft.printed,
        _ => None,
    }
}

fn adds_up(sum: Option<Exact>, whole: Option<Exact>) -> Result<(), Cause> {
    match (sum, whole) {
        (Some(sum), Some(whole)) if sum != whole => Err(Cause::NotAPart {
            why: "the digits of the parts do not add up to those of the whole",
        }),
        _ => Ok(()),
    }
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
