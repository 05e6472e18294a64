//! `streak`, `rank` and `coverage`: print how often in a row, the place among
//! values, and how many of a list. Each says more than its number, and is printed
//! where that is proved too.

use minijinja::value::Kwargs;
use minijinja::{Environment, State};

use super::argument::{argument, noun};
use super::{Session, printed, run, session};
use crate::error::Cause;
use crate::language::{Language, Order, Rank};
use crate::sheet::{Against, Exact, Figure, Noun, Status, Unit};
use crate::span::{Draft, Kind, Piece};

pub(super) fn install(environment: &mut Environment<'static>) {
    for (name, telling) in [
        ("streak", Telling::Streak),
        ("rank", Telling::Rank),
        ("coverage", Telling::Coverage),
    ] {
        environment.add_function(name, move |state: &State, id: String, arguments: Kwargs| {
            let manner = Manner::read(&arguments, session(state)?.language)?;
            run(state, name, &id, |session, placeholder| {
                piece(session, &id, telling, &manner?, placeholder)
            })
            .map(|piece| printed(vec![piece]))
        });
    }
}

/// What is told of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// How often in a row.
    Streak,
    /// The place among values.
    Rank,
    /// How many of a list.
    Coverage,
    /// The same, and that it is all of them.
    All,
}

impl Telling {
    /// What a template calls it when it asks first.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "streak" => Some(Self::Streak),
            "rank" => Some(Self::Rank),
            "coverage" => Some(Self::Coverage),
            "all" => Some(Self::All),
            _ => None,
        }
    }
}

/// How a template wants it told.
#[derive(Debug, Clone, Default)]
pub(super) struct Manner {
    /// A noun in place of the unit's or the language's own.
    noun: Option<Noun>,
    /// Small numbers in words; `None` leaves it to what is told.
    words: Option<bool>,
    /// With a capital, at the beginning of a sentence.
    capital: bool,
    /// With what the figure is called for a noun.
    titled: bool,
}

impl Manner {
    /// Reads the arguments of a call. Because of what is told, the noun is never that
    /// of one alone, so it may be given for many only.
    pub(super) fn read(
        arguments: &Kwargs,
        language: &dyn Language,
    ) -> Result<Result<Self, Cause>, minijinja::Error> {
        let one = arguments.get::<Option<String>>("one")?;
        let many = arguments.get::<Option<String>>("many")?;
        let words = arguments.get("words")?;
        let capital = arguments.get::<Option<bool>>("capital")?.unwrap_or(false);
        let titled = arguments.get::<Option<bool>>("titled")?.unwrap_or(false);
        arguments.assert_all_used()?;
        let one = one.as_ref().or(many.as_ref());
        Ok(noun(one, many.as_ref(), language).map(|noun| Self {
            noun,
            words,
            capital,
            titled,
        }))
    }
}

/// A value in words, and the number that it is out of.
struct Told {
    text: String,
    out_of: Option<i128>,
}

/// Prints what is told of a figure, or says why not.
pub(super) fn piece(
    session: &Session,
    id: &str,
    telling: Telling,
    manner: &Manner,
    placeholder: String,
) -> Result<Piece, Cause> {
    let (figure, value) = session.value(id)?;
    let number = certain(figure, value)?;
    let told = match telling {
        Telling::Streak => streak(session.language, figure, number, manner)?,
        Telling::Rank => rank(session.language, figure, number, manner)?,
        Telling::Coverage => coverage(session.language, figure, number, manner)?,
        Telling::All => {
            all_occur(figure, number)?;
            coverage(session.language, figure, number, manner)?
        }
    };
    let text = if manner.capital {
        session.language.capitalised(&told.text)
    } else {
        told.text
    };
    let draft = Draft {
        value: Some(value),
        printed: Some(value),
        out_of: told.out_of,
        unit: Some(figure.unit.clone()),
        status: figure.status,
        ..Draft::of(Some(Kind::Claim), id, placeholder)
    };
    Ok(Piece::marked(text, draft))
}

/// The number of a figure that is whole and neither approximate nor of another
/// definition.
fn certain(figure: &Figure, value: Exact) -> Result<i128, Cause> {
    if matches!(figure.status, Status::Break | Status::DefinitionDiffers) {
        return Err(Cause::NotComparable);
    }
    if figure.approximate {
        return Err(Cause::ApproximateNeedsAbout);
    }
    if !value.is_integer() {
        return Err(Cause::NotWhole);
    }
    Ok(value.to_integer())
}

/// "fourth consecutive time": of a run that is known to its beginning.
fn streak(
    language: &dyn Language,
    figure: &Figure,
    times: i128,
    manner: &Manner,
) -> Result<Told, Cause> {
    let refuse = |why| Err(Cause::RunRefused { why });
    if manner.noun.is_some() {
        return Err(argument("many", "a streak takes no noun"));
    }
    match &figure.against {
        Some(Against::Run { unproven_beyond }) => match unproven_beyond {
            Some(beyond) => {
                return Err(Cause::RunNotProved {
                    beyond: beyond.clone(),
                });
            }
            None if times < 2 => return refuse("it is shorter than two editions"),
            None => {}
        },
        _ => return refuse("the figure is no run of editions"),
    }
    let text = language
        .in_a_row(times, manner.words.unwrap_or(true))
        .ok_or(Cause::NoForm)?;
    Ok(Told { text, out_of: None })
}

/// "third highest of four editions": of a place that the values bear out.
fn rank(
    language: &dyn Language,
    figure: &Figure,
    place: i128,
    manner: &Manner,
) -> Result<Told, Cause> {
    let Some(Against::Ranked { own, others }) = &figure.against else {
        return Err(Cause::PlaceNotProved {
            why: "the figure is no place among values",
        });
    };
    let rank = proved(place, *own, others)?;
    let text = language
        .rank(&rank, manner.noun.as_ref(), manner.words.unwrap_or(true))
        .ok_or(Cause::NoForm)?;
    let out_of = Some(rank.of);
    Ok(Told { text, out_of })
}

/// Proves a place: as many values are before it as it says, from the highest or from
/// the lowest. Values that are equal share the better place.
fn proved(place: i128, own: Exact, others: &[Exact]) -> Result<Rank, Cause> {
    let refuse = |why| Err(Cause::PlaceNotProved { why });
    let number_of = |holds: &dyn Fn(&Exact) -> bool| -> i128 {
        others.iter().filter(|other| holds(other)).map(|_| 1).sum()
    };
    if others.is_empty() {
        return refuse("no other value was ranked");
    }
    let (higher, lower) = (
        number_of(&|other| *other > own),
        number_of(&|other| *other < own),
    );
    let order = if place == higher + 1 {
        Order::HighestFirst
    } else if place == lower + 1 {
        Order::LowestFirst
    } else {
        return refuse("the values that were ranked give it another");
    };
    Ok(Rank {
        place,
        of: number_of(&|_| true) + 1,
        order,
        shared: number_of(&|other| *other == own) > 0,
    })
}

/// "29 of 31 provinces", "all 31 provinces".
fn coverage(
    language: &dyn Language,
    figure: &Figure,
    part: i128,
    manner: &Manner,
) -> Result<Told, Cause> {
    let of = listed(figure, part)?;
    let title = figure.title.as_ref().filter(|_| manner.titled);
    let title = title.map(|title| language.listed(&title.text));
    let called = noun(title.as_ref(), title.as_ref(), language)?;
    let noun = match (called.as_ref().or(manner.noun.as_ref()), &figure.unit) {
        (Some(noun), Unit::Count { .. }) | (None, Unit::Count { noun }) => noun,
        _ => {
            return Err(Cause::CoverageRefused {
                why: "only a count covers a list",
            });
        }
    };
    let text = language
        .part_of_list(part, of, noun, manner.words.unwrap_or(false))
        .ok_or(Cause::NoForm)?;
    let out_of = Some(of);
    Ok(Told { text, out_of })
}

/// How many members the list has of which a figure counts those that occur.
fn listed(figure: &Figure, part: i128) -> Result<i128, Cause> {
    let refuse = |why| Err(Cause::CoverageRefused { why });
    match figure.against {
        Some(Against::OutOf(of)) if of < 2 => refuse("the list has fewer than two members"),
        Some(Against::OutOf(of)) if (0..=of).contains(&part) => Ok(of),
        Some(Against::OutOf(_)) => refuse("the list does not have so many members"),
        _ => refuse("the figure is told against no list"),
    }
}

/// Whether all members of a list occur.
fn all_occur(figure: &Figure, part: i128) -> Result<(), Cause> {
    let of = listed(figure, part)?;
    if part == of {
        Ok(())
    } else {
        let told = format!("{part} of {of}").into();
        Err(Cause::NotAll { told })
    }
}
