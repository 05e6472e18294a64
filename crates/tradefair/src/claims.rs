//! What the numbers of a text claim, as a table or as JSON.

use std::{
    io::{self, Read, Write},
    ops::Range,
};

use num_traits::ToPrimitive;
use reader::{Claim, Exact, Language, Unit};
use serde_json::{Map, Value};

use crate::{
    Failure,
    cli::ClaimsArgs,
    terminal::{Align, Column, Paper, Table},
};

const COLUMNS: [Column; 5] = [
    Column::new("KIND", Align::Left),
    Column::new("VALUE", Align::Right),
    Column::new("UNIT", Align::Left),
    Column::new("TAKEN AS", Align::Left),
    Column::new("QUOTE", Align::Left),
];

/// Reads a text from standard input and prints its claims.
///
/// # Errors
/// When there is no text to read, or the claims cannot be written.
pub fn run(asked: &ClaimsArgs) -> Result<(), Failure> {
    let mut text = String::new();
    io::stdin()
        .lock()
        .read_to_string(&mut text)
        .map_err(|error| format!("no text can be read from standard input: {error}"))?;
    let language = Language::of_tag(&asked.language)
        .ok_or_else(|| format!("there is no reader of {}", asked.language))?;
    let claims = reader::read(&text, language);
    let out = &mut io::stdout().lock();
    match asked.json {
        true => print_json(&claims, out),
        false => Ok(print(&claims, Paper::standard_output(), out)?),
    }
}

/// Writes the claims as a table.
fn print(claims: &[Claim], paper: Paper, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::of(COLUMNS);
    for claim in claims {
        table.add([
            claim.kind.as_str().to_owned(),
            claim
                .value
                .map_or_else(String::new, |value| value.to_string()),
            claim.unit.map_or_else(String::new, |unit| unit.to_string()),
            claim.qualifier.as_str().to_owned(),
            claim.quote.clone(),
        ]);
    }
    table.write(paper, out)
}

/// Writes a JSON object for each claim, one on a line.
fn print_json(claims: &[Claim], out: &mut dyn Write) -> Result<(), Failure> {
    for claim in claims {
        writeln!(out, "{}", Value::Object(object(claim)))?;
    }
    Ok(())
}

fn object(claim: &Claim) -> Map<String, Value> {
    let unit = claim.unit.map(Unit::as_str);
    let told = [claim.qualifier.as_str(), claim.kind.as_str()];
    fields(
        &claim.quote,
        claim.start..claim.end,
        claim.value,
        unit,
        told,
    )
}

/// The fields by which a claim is told in JSON, whoever read it; `told` is how it is
/// qualified and what kind it is of.
pub(crate) fn fields(
    quote: &str,
    place: Range<usize>,
    value: Option<Exact>,
    unit: Option<&str>,
    told: [&str; 2],
) -> Map<String, Value> {
    let [qualifier, kind] = told;
    let fields = [
        ("quote", quote.into()),
        ("start", place.start.into()),
        ("end", place.end.into()),
        ("value", number(value)),
        ("unit", unit.into()),
        ("qualifier", qualifier.into()),
        ("kind", kind.into()),
    ];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// A number as JSON has it: whole where it is whole and fits, the nearest otherwise.
/// Nothing where there is none.
#[expect(
    clippy::float_arithmetic,
    reason = "JSON has no fractions, and nothing is computed from what is printed"
)]
pub(crate) fn number(value: Option<Exact>) -> Value {
    let Some(value) = value else {
        return Value::Null;
    };
    let whole = value
        .is_integer()
        .then(|| value.to_integer().to_i64())
        .flatten();
    let nearest = || Some(value.numer().to_f64()? / value.denom().to_f64()?);
    match whole {
        Some(whole) => whole.into(),
        None => nearest().map_or(Value::Null, Value::from),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn told(text: &str, language: Language) -> String {
        let mut out = Vec::new();
        print_json(&reader::read(text, language), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_claim_is_an_object_on_a_line_of_its_own() {
        let english = told("Over US$31.5 billion, a third more.", Language::English);
        let lines: Vec<Value> = english
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(
            lines[0],
            serde_json::json!({
                "quote": "US$31.5 billion", "start": 5, "end": 20, "value": 31_500_000_000_i64,
                "unit": "USD", "qualifier": "over", "kind": "statistic",
            })
        );
        assert_eq!(lines[1]["value"], 1.0 / 3.0);
        let chinese = told("同比下降3.1%，创历史新高", Language::Chinese);
        assert!(chinese.contains(r#""start":4,"#) && chinese.contains(r#""value":-3.1"#));
        assert!(chinese.contains(r#""value":null}"#), "{chinese}");
    }
}
