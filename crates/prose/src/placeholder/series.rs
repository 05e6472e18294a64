//! `series`: prints a value for each edition, and says which are missing.

use minijinja::value::Kwargs;
use minijinja::{Environment, State};

use super::argument::Wish;
use super::figure::{Subject, spell, tells_its_number};
use super::row::joined;
use super::{Session, printed, run, session};
use crate::error::Cause;
use crate::language::Joint;
use crate::sheet::{Edition, Exact, Figure, Point, Reading, Status, Unit};
use crate::span::{Draft, Kind, Piece};

/// The ordinals that editions can have.
const ORDINALS: std::ops::RangeInclusive<i128> = 1..=9999;

pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_function("series", |state: &State, id: String, arguments: Kwargs| {
        let wish = Wish::read(&arguments, session(state)?.language)?;
        run(state, "series", &id, |session, placeholder| {
            pieces(session, &id, &wish?, &placeholder)
        })
        .map(printed)
    });
}

/// Prints a series. A hedge asked for is that of the last value alone; the
/// others are printed as they are.
pub(super) fn pieces(
    session: &Session,
    id: &str,
    wish: &Wish,
    placeholder: &str,
) -> Result<Vec<Piece>, Cause> {
    let figure = session.figure(id)?;
    let Reading::Series(points) = &figure.reading else {
        return Err(Cause::WrongEntry {
            found: "one value",
            wanted: "a series",
        });
    };
    tells_its_number(figure)?;
    check(points)?;
    let given: Vec<_> = points
        .iter()
        .filter(|point| point.value.is_some())
        .collect();
    let plain = Wish {
        hedges: Vec::new(),
        threshold: None,
        ..wish.clone()
    };
    let mut items = Vec::new();
    for (index, point) in given.iter().enumerate() {
        let wish = if index + 1 == given.len() {
            wish
        } else {
            &plain
        };
        let Some(value) = value(session, id, figure, point, wish, placeholder)? else {
            continue;
        };
        let named = edition(session, id, &point.edition, index == 0, placeholder)?;
        let between = literal(session, Joint::AtEdition);
        let item = match session.language.order().edition_before_value {
            true => vec![named, between, value],
            false => vec![value, between, named],
        };
        items.push(item.into());
    }
    let mut pieces = joined(session, items);
    let missing = missing(points)
        .into_iter()
        .map(|run| unnamed(session, id, points, run, placeholder).map(Into::into))
        .collect::<Result<Vec<_>, _>>()?;
    if !missing.is_empty() {
        pieces.push(literal(session, Joint::Missing));
        pieces.extend(joined(session, missing));
    }
    Ok(pieces)
}

fn literal(session: &Session, joint: Joint) -> Piece {
    Piece::Plain(session.language.joint(joint).to_owned())
}

/// The first and the last ordinal of each run of editions without a value, from
/// the first edition of the series on. An edition that the series leaves out has
/// no value either.
fn missing(points: &[Point]) -> Vec<(i128, i128)> {
    let mut runs = Vec::new();
    let mut next = points.first().map_or(0, |point| point.edition.ordinal);
    for point in points.iter().filter(|point| point.value.is_some()) {
        let ordinal = point.edition.ordinal;
        match ordinal - next {
            1 => runs.push((next, next)),
            2 => runs.extend([(next, next), (next + 1, next + 1)]),
            3.. => runs.push((next, ordinal - 1)),
            _ => {}
        }
        next = ordinal + 1;
    }
    runs
}

/// Names a run of editions without a value.
fn unnamed(
    session: &Session,
    id: &str,
    points: &[Point],
    (first, last): (i128, i128),
    placeholder: &str,
) -> Result<Vec<Piece>, Cause> {
    let name = |ordinal| {
        let mut found = points.iter().map(|point| &point.edition);
        let found = found.find(|edition| edition.ordinal == ordinal);
        let left_out = Edition {
            name: String::new(),
            ordinal,
        };
        edition(session, id, found.unwrap_or(&left_out), false, placeholder)
    };
    if first == last {
        return Ok(vec![name(first)?]);
    }
    Ok(vec![name(first)?, literal(session, Joint::To), name(last)?])
}

/// Refuses what cannot stand in one row.
fn check(points: &[Point]) -> Result<(), Cause> {
    let refuse = |why| Err(Cause::SeriesRefused { why });
    if points.iter().filter(|point| point.value.is_some()).count() < 2 {
        return refuse("fewer than two editions have a value");
    }
    if points.last().is_some_and(|last| last.value.is_none()) {
        return refuse("the newest edition has no value");
    }
    if points
        .iter()
        .any(|point| matches!(point.status, Status::Break | Status::DefinitionDiffers))
    {
        return refuse("its editions are not comparable");
    }
    if points
        .iter()
        .any(|point| !ORDINALS.contains(&point.edition.ordinal))
    {
        return refuse("an edition has an ordinal that no edition can have");
    }
    let rising = points.windows(2).all(|pair| match pair {
        [before, after] => before.edition.ordinal < after.edition.ordinal,
        _ => true,
    });
    if rising {
        Ok(())
    } else {
        refuse("its editions are out of order")
    }
}

fn value(
    session: &Session,
    id: &str,
    figure: &Figure,
    point: &Point,
    wish: &Wish,
    placeholder: &str,
) -> Result<Option<Piece>, Cause> {
    let Some(value) = point.value else {
        return Ok(None);
    };
    let approximate = point.approximate || figure.approximate;
    let about = Wish {
        hedges: vec![crate::hedge::Hedge::About],
        threshold: None,
        ..wish.clone()
    };
    let subject = Subject {
        value,
        unit: &figure.unit,
        approximate,
    };
    let spelled = spell(
        session.language,
        subject,
        if approximate { &about } else { wish },
    )?;
    let draft = Draft {
        edition: Some(point.edition.name.clone()),
        value: Some(value),
        printed: Some(spelled.printed),
        unit: Some(figure.unit.clone()),
        qualifier: spelled.qualifier,
        status: point.status,
        ..Draft::of(Some(Kind::Claim), id, placeholder.to_owned())
    };
    Ok(Some(Piece::marked(spelled.text, draft)))
}

/// Names an edition of the series; only the first says the noun.
fn edition(
    session: &Session,
    id: &str,
    edition: &Edition,
    with_noun: bool,
    placeholder: &str,
) -> Result<Piece, Cause> {
    let ordinal = Exact::from_integer(edition.ordinal);
    let text = match with_noun {
        true => session.language.edition(edition.ordinal),
        false => session.language.edition_again(edition.ordinal),
    };
    let draft = Draft {
        value: Some(ordinal),
        printed: Some(ordinal),
        unit: Some(Unit::Ordinal),
        edition: Some(edition.name.clone()).filter(|name| !name.is_empty()),
        ..Draft::of(Some(Kind::Fact), id, placeholder.to_owned())
    };
    Ok(Piece::marked(text.ok_or(Cause::NoForm)?, draft))
}
