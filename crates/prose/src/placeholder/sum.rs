//! Conditions that add up parts: `closes` and `shares_close`.

use minijinja::value::{Kwargs, Rest};
use minijinja::{Environment, State};
use num_traits::{CheckedAdd, Zero};

use super::argument::Wish;
use super::condition::all;
use super::{Session, figure, run, session};
use crate::error::Cause;
use crate::hedge::Hedge;
use crate::sheet::{Exact, Unit};
use crate::span::Piece;

pub(super) fn install(environment: &mut Environment<'static>) {
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
                    session.prove_remainders(&parts);
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
