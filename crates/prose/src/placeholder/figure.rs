//! `fig`: prints the value of a figure, and `base`: names the edition that a
//! change is measured against.

use minijinja::value::Kwargs;
use minijinja::{Environment, State};
use num_traits::{Signed, Zero};

use super::argument::{Wish, argument};
use super::digits::{exact_number, hedged_number};
use super::{Session, printed, run, session};
use crate::error::Cause;
use crate::hedge::Hedge;
use crate::language::{Direction, Form, Language};
use crate::sheet::{Against, Exact, Figure, Status, Unit};
use crate::span::{Draft, Kind, Piece};

pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_function("fig", |state: &State, id: String, arguments: Kwargs| {
        let wish = Wish::read(&arguments, session(state)?.language)?;
        run(state, "fig", &id, |session, placeholder| {
            piece(session, &id, &wish?, placeholder)
        })
        .map(|piece| printed(vec![piece]))
    });
    environment.add_function("base", |state: &State, id: String| {
        run(state, "base", &id, |session, placeholder| {
            base(session, &id, placeholder)
        })
        .map(|piece| printed(vec![piece]))
    });
}

/// A value and what else decides how it is printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) value: Exact,
    pub(super) unit: &'a Unit,
    pub(super) approximate: bool,
}

/// A value in words, and how the words stand to it.
#[derive(Debug)]
pub(super) struct Spelled {
    pub(super) text: String,
    pub(super) printed: Exact,
    pub(super) qualifier: Hedge,
}

/// Prints a figure, or says why not.
pub(super) fn piece(
    session: &Session,
    id: &str,
    wish: &Wish,
    placeholder: String,
) -> Result<Piece, Cause> {
    let (figure, value) = session.value(id)?;
    if matches!(figure.status, Status::Break | Status::DefinitionDiffers) {
        return Err(Cause::NotComparable);
    }
    tells_its_number(figure)?;
    let mut wish = wish.clone();
    wish.change |= figure.base.is_some();
    let unit = unit_for(&figure.unit, &wish)?;
    let subject = Subject {
        value,
        unit: &unit,
        approximate: figure.approximate,
    };
    let spelled = spell(session.language, subject, &wish)?;
    let kind = match figure.unit {
        Unit::Ordinal | Unit::Year => Kind::Fact,
        _ => Kind::Claim,
    };
    let draft = Draft {
        value: Some(value),
        printed: Some(spelled.printed),
        unit: Some(figure.unit.clone()),
        qualifier: spelled.qualifier,
        status: figure.status,
        measured_against: figure.base.as_ref().map(|base| base.name.clone()),
        ..Draft::of(Some(kind), id, placeholder)
    };
    Ok(Piece::marked(spelled.text, draft))
}

/// Refuses a figure whose number alone would say something else.
pub(super) fn tells_its_number(figure: &Figure) -> Result<(), Cause> {
    let by = match (&figure.against, &figure.unit) {
        (Some(Against::Run { .. }), _) => "streak",
        (Some(Against::Ranked { .. }), _) | (_, Unit::Rank) => "rank",
        (Some(Against::OutOf(_)) | None, _) => return Ok(()),
    };
    Err(Cause::OtherPlaceholder { by })
}

/// Names the edition that a change is measured against.
fn base(session: &Session, id: &str, placeholder: String) -> Result<Piece, Cause> {
    let (figure, _) = session.value(id)?;
    let absent = || Cause::Absent {
        detail: "the figure is measured against no edition".to_owned(),
    };
    let base = figure.base.as_ref().ok_or_else(absent)?;
    let text = session
        .language
        .edition(base.ordinal)
        .ok_or(Cause::NoForm)?;
    let draft = Draft {
        value: Some(Exact::from_integer(base.ordinal)),
        printed: Some(Exact::from_integer(base.ordinal)),
        unit: Some(Unit::Ordinal),
        edition: Some(base.name.clone()),
        status: Status::Normal,
        ..Draft::of(Some(Kind::Fact), id, placeholder)
    };
    Ok(Piece::marked(text, draft))
}

/// The unit with the noun that the template asks for.
fn unit_for(unit: &Unit, wish: &Wish) -> Result<Unit, Cause> {
    match (unit, &wish.noun) {
        (Unit::Count { .. }, Some(noun)) => Ok(Unit::Count { noun: noun.clone() }),
        (_, Some(_)) => Err(argument("one", "only a count takes a noun")),
        (Unit::Count { .. }, None) => Ok(unit.clone()),
        (_, None) if wish.bare => Err(argument("as", "only a count can be bare")),
        (_, None) => Ok(unit.clone()),
    }
}

/// Spells a value as the template wishes: the first hedge that can be proved.
pub(super) fn spell(
    language: &dyn Language,
    subject: Subject<'_>,
    wish: &Wish,
) -> Result<Spelled, Cause> {
    let magnitude = if wish.change {
        subject.value.abs()
    } else {
        subject.value
    };
    if magnitude.is_negative() {
        return Err(Cause::Negative);
    }
    if wish.change && magnitude.is_zero() && !subject.approximate {
        let text = language.change(Direction::Unchanged, "");
        return Ok(finished(language, wish, text, magnitude, Hedge::Exact));
    }
    let hedges = if wish.hedges.is_empty() {
        &[Hedge::Exact][..]
    } else {
        &wish.hedges
    };
    let mut refusal = None;
    for hedge in hedges.iter().copied() {
        match attempt(language, subject, magnitude, hedge, wish) {
            Ok(spelled) => return Ok(spelled),
            Err(cause) => refusal = refusal.or(Some(cause)),
        }
    }
    Err(refusal.unwrap_or(Cause::NoForm))
}

/// Spells a magnitude under one hedge.
fn attempt(
    language: &dyn Language,
    subject: Subject<'_>,
    magnitude: Exact,
    hedge: Hedge,
    wish: &Wish,
) -> Result<Spelled, Cause> {
    if subject.approximate && hedge != Hedge::About {
        return Err(Cause::ApproximateNeedsAbout);
    }
    let number = match hedge {
        Hedge::Exact => exact_number(language, subject, magnitude, wish)?,
        hedge => hedged_number(language, subject.unit, magnitude, hedge, wish)?,
    };
    let words = wish
        .words
        .unwrap_or(matches!(subject.unit, Unit::Years | Unit::Days));
    let form = Form {
        words,
        bare: wish.bare,
    };
    let quantity = language
        .quantity(&number, subject.unit, form)
        .ok_or(Cause::NoForm)?;
    let hedged = language.hedged(hedge, &quantity);
    let text = match (wish.change, subject.value.is_negative()) {
        (false, _) => hedged,
        (true, false) => language.change(Direction::Up, &hedged),
        (true, true) => language.change(Direction::Down, &hedged),
    };
    Ok(finished(language, wish, text, number.value()?, hedge))
}

fn finished(
    language: &dyn Language,
    wish: &Wish,
    text: String,
    printed: Exact,
    qualifier: Hedge,
) -> Spelled {
    let text = if wish.capital {
        language.capitalised(&text)
    } else {
        text
    };
    Spelled {
        text,
        printed,
        qualifier,
    }
}
