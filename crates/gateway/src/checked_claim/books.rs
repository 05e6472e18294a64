//! The answers of the other services as the values that a text is held against.

use std::collections::BTreeMap;

use checker::{
    Books, Edition, Lexicon, Nature, Rate, Value,
    books::{Day, Figure},
};
use fault::Fault;
use prose::Exact;
use proto::{
    google::r#type::Date,
    reporting::v1::{Figure as Answer, FigureDefinition, RankOrder, figure_definition::Rule},
};

use super::{asked::Asked, aspects::Teller};
use crate::{
    assemble::{id_in, id_of},
    language::Language,
    sheet::exact,
};

/// How the ids of figures begin that the desk asks for itself.
const FOR_THE_DESK: &str = "synthetic-";

/// Puts the books together.
///
/// # Errors
/// [`Fault::Defect`] when an answer has no meaning.
pub(super) fn of(asked: &Asked, lexicon: &mut Lexicon, language: Language) -> Result<Books, Fault> {
    let mut teller = Teller {
        definitions: &asked.definitions,
        lexicon,
    };
    let answers: Vec<BTreeMap<&str, &Answer>> = asked.figures.iter().map(|of| by_id(of)).collect();
    let mut told = Vec::new();
    for answer in asked.own() {
        let id = id_of(answer);
        // What the desk asks for itself is no figure a text speaks of.
        let definition = asked
            .definitions
            .get(id)
            .filter(|_| !id.starts_with(FOR_THE_DESK));
        if let Some(definition) = definition
            && let Some(aspects) = teller.parts(id)
        {
            told.push((answer, definition, aspects));
        }
    }
    let place_of = |id: &str| told.iter().position(|(answer, ..)| id_of(answer) == id);
    let natures: Vec<Nature> = told
        .iter()
        .map(|(answer, definition, _)| nature(definition, answer, place_of))
        .collect();
    let mut figures = Vec::with_capacity(told.len());
    for ((answer, _, aspects), nature) in told.into_iter().zip(natures) {
        figures.push(Figure {
            name: answer.name.clone(),
            aspects,
            unit: unit(&answer.unit),
            nature,
            values: values(asked, &answers, id_of(answer))?,
            refusal: answer.refusal.clone(),
        });
    }
    Ok(Books {
        editions: editions(asked),
        figures,
        rates: rates(asked),
        names: names(asked, language),
    })
}

/// What the reader calls the unit of a figure.
fn unit(unit: &str) -> Option<checker::Unit> {
    use checker::Unit;
    if resource::code::is_currency(unit) {
        return Unit::of_currency(unit);
    }
    Some(match unit {
        "percent" => Unit::Percent,
        "square_metres" => Unit::SquareMetres,
        "years" => Unit::Years,
        "days" => Unit::Days,
        "visits" => Unit::Visits,
        "visitors" | "delegates" | "attendees" => Unit::Persons,
        "year" | "ordinal" | "rank" | "editions" => return None,
        _ => Unit::Count,
    })
}

/// Figures by their ids.
fn by_id(figures: &[Answer]) -> BTreeMap<&str, &Answer> {
    figures
        .iter()
        .map(|figure| (id_of(figure), figure))
        .collect()
}

/// The values of a figure by the ordinals of the editions.
fn values(
    asked: &Asked,
    answers: &[BTreeMap<&str, &Answer>],
    id: &str,
) -> Result<BTreeMap<i128, Value>, Fault> {
    let mut values = BTreeMap::new();
    for (edition, answers) in asked.editions.iter().zip(answers) {
        let value = answers.get(id).and_then(|answer| answer.value.as_ref());
        if let Some(value) = value {
            let number = exact(value)?;
            values.insert(i128::from(edition.ordinal), Value { number });
        }
    }
    Ok(values)
}

/// How the value of a figure is told.
fn nature(
    definition: &FigureDefinition,
    answer: &Answer,
    place: impl Fn(&str) -> Option<usize>,
) -> Nature {
    match &definition.rule {
        Some(Rule::Share(_)) => Nature::Share,
        Some(Rule::Growth(growth)) => Nature::Growth {
            base: ordinal_of(&answer.base_edition),
            of: place(&growth.of),
        },
        Some(Rule::Rank(rank)) => Nature::Rank {
            of: place(&rank.of),
            highest_first: rank.order() == RankOrder::HighestFirst,
        },
        Some(Rule::Streak(_)) => Nature::Streak {
            open: !answer.not_proven_beyond.is_empty(),
        },
        Some(Rule::Coverage(_)) => Nature::Coverage {
            out_of: answer.out_of.into(),
        },
        Some(Rule::Attribute(_)) if answer.unit == "ordinal" => Nature::Ordinal,
        _ => Nature::Total,
    }
}

/// The ordinal of an edition, which is its id.
fn ordinal_of(edition: &str) -> Option<i128> {
    id_in(edition).parse().ok()
}

fn editions(asked: &Asked) -> Vec<Edition> {
    let day = |date: Option<&Date>| {
        let date = date.copied().unwrap_or_default();
        Day {
            year: date.year,
            month: date.month,
            day: date.day,
        }
    };
    let editions = asked.editions.iter();
    editions
        .map(|edition| Edition {
            ordinal: edition.ordinal.into(),
            opening: day(edition.opening_date.as_ref()),
            closing: day(edition.closing_date.as_ref()),
        })
        .collect()
}

/// The recorded rates that can be reckoned with.
fn rates(asked: &Asked) -> Vec<Rate> {
    let rate = |rate: &proto::reporting::v1::Rate| {
        Some(Rate {
            base: rate.base_currency_code.clone(),
            quote: rate.quote_currency_code.clone(),
            price: decimal(&rate.price)?,
        })
    };
    asked.rates.iter().filter_map(rate).collect()
}

/// A decimal number, exact.
fn decimal(text: &str) -> Option<Exact> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: i128 = format!("{whole}{decimals}").parse().ok()?;
    let below = 10_i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    Some(Exact::new(digits, below))
}

/// The names of the records behind figures, and of the fair.
fn names(asked: &Asked, language: Language) -> Vec<String> {
    let mut names = Vec::new();
    for evidence in asked.own().iter().flat_map(|figure| &figure.records) {
        let digest = evidence.digest.iter();
        for participant in digest.flat_map(|digest| &digest.participants) {
            names.push(language.text(participant.display_name.as_ref()));
        }
    }
    names.push(language.text(asked.fair.title.as_ref()));
    names.push(language.text(asked.fair.short_title.as_ref()));
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_exact() {
        assert_eq!(decimal("6.5"), Some(Exact::new(13, 2)));
        assert_eq!(decimal("110"), Some(Exact::from_integer(110)));
        assert_eq!(decimal("a"), None);
    }
}
