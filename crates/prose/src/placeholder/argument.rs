//! The arguments of placeholders that print a number.

use minijinja::Value;
use minijinja::value::{Kwargs, ValueKind};

use crate::error::Cause;
use crate::hedge::{Hedge, MOST_DIGITS};
use crate::language::Language;
use crate::number::{MOST_DECIMALS, Precision};
use crate::sheet::{Exact, Noun};
use crate::span::cleaned;

/// How a template asks for a number.
#[derive(Debug, Clone, Default)]
pub(super) struct Wish {
    /// The hedges to try, in this order; none means exact.
    pub(super) hedges: Vec<Hedge>,
    /// Where the threshold of a hedge comes from.
    pub(super) threshold: Option<Threshold>,
    /// The precision of an exact print; `None` leaves it to the unit.
    pub(super) precision: Option<Precision>,
    /// A noun in place of that of the unit.
    pub(super) noun: Option<Noun>,
    /// Small whole numbers in words; `None` leaves it to the unit.
    pub(super) words: Option<bool>,
    /// A count without its noun.
    pub(super) bare: bool,
    /// As a change, with its direction.
    pub(super) change: bool,
    /// With a capital, at the beginning of a sentence.
    pub(super) capital: bool,
}

/// Where the threshold of a hedge comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Threshold {
    /// The template says it.
    Given(Exact),
    /// From the value, with so many significant digits.
    Digits(u32),
}

impl Wish {
    /// Reads the arguments of a call. The outer error is the template engine's,
    /// for an argument of another type or one that nobody knows.
    pub(super) fn read(
        arguments: &Kwargs,
        language: &dyn Language,
    ) -> Result<Result<Self, Cause>, minijinja::Error> {
        let raw = Raw {
            style: arguments.get("as")?,
            hedge: arguments.get("hedge")?,
            otherwise: arguments.get("otherwise")?,
            threshold: arguments.get("threshold")?,
            digits: arguments.get("digits")?,
            to: arguments.get("to")?,
            decimals: arguments.get("decimals")?,
            one: arguments.get("one")?,
            many: arguments.get("many")?,
            words: arguments.get("words")?,
            capital: arguments.get("capital")?,
        };
        arguments.assert_all_used()?;
        Ok(raw.checked(language))
    }
}

/// The arguments as the template wrote them.
struct Raw {
    style: Option<String>,
    hedge: Option<String>,
    otherwise: Option<Value>,
    threshold: Option<i128>,
    digits: Option<u32>,
    to: Option<i128>,
    decimals: Option<u32>,
    one: Option<String>,
    many: Option<String>,
    words: Option<bool>,
    capital: Option<bool>,
}

impl Raw {
    fn checked(self, language: &dyn Language) -> Result<Wish, Cause> {
        let style = self.style.as_deref();
        if !matches!(style, None | Some("bare" | "change")) {
            return Err(argument("as", "it is \"bare\" or \"change\""));
        }
        Ok(Wish {
            bare: style == Some("bare"),
            change: style == Some("change"),
            hedges: self.hedges()?,
            threshold: self.threshold()?,
            precision: self.precision()?,
            noun: noun(self.one.as_ref(), self.many.as_ref(), language)?,
            words: self.words,
            capital: self.capital.unwrap_or(false),
        })
    }

    fn hedges(&self) -> Result<Vec<Hedge>, Cause> {
        let named = |argument_name, name: &str| {
            Hedge::from_name(name).ok_or_else(|| {
                argument(
                    argument_name,
                    "it is \"exact\", \"over\", \"nearly\" or \"about\"",
                )
            })
        };
        let mut hedges = Vec::new();
        if let Some(name) = &self.hedge {
            hedges.push(named("hedge", name)?);
        }
        let Some(otherwise) = &self.otherwise else {
            return Ok(hedges);
        };
        let names: Vec<Value> = match otherwise.kind() {
            ValueKind::Seq => otherwise
                .try_iter()
                .map_err(|_| argument("otherwise", "it is no list"))?
                .collect(),
            _ => vec![otherwise.clone()],
        };
        if hedges.is_empty() {
            hedges.push(Hedge::Exact);
        }
        for name in names {
            hedges.push(named("otherwise", name.as_str().unwrap_or_default())?);
        }
        Ok(hedges)
    }

    fn threshold(&self) -> Result<Option<Threshold>, Cause> {
        match (self.threshold, self.digits) {
            (Some(_), Some(_)) => Err(argument(
                "threshold",
                "it is given, or derived from digits, not both",
            )),
            (Some(threshold), None) => Ok(Some(Threshold::Given(Exact::from_integer(threshold)))),
            (None, Some(digits)) if (1..=MOST_DIGITS).contains(&digits) => {
                Ok(Some(Threshold::Digits(digits)))
            }
            (None, Some(_)) => Err(argument("digits", "it is 1 or 2")),
            (None, None) => Ok(None),
        }
    }

    fn precision(&self) -> Result<Option<Precision>, Cause> {
        match (self.to, self.decimals) {
            (Some(_), Some(_)) => Err(argument("to", "it is given, or decimals are, not both")),
            (Some(to), None) => {
                let power = to.checked_ilog10().unwrap_or(0);
                if 10_i128.checked_pow(power) != Some(to) {
                    return Err(argument("to", "it is a power of ten, from 1"));
                }
                Ok(Some(Precision::ToPowerOfTen(power)))
            }
            (None, Some(decimals)) if decimals <= MOST_DECIMALS => {
                Ok(Some(Precision::DecimalsOfScale(decimals)))
            }
            (None, Some(_)) => Err(argument("decimals", "it is 3 at most")),
            (None, None) => Ok(None),
        }
    }
}

/// The noun of a call, if it has one. It stands behind a number, and must neither
/// hold one nor change it.
pub(super) fn noun(
    one: Option<&String>,
    many: Option<&String>,
    language: &dyn Language,
) -> Result<Option<Noun>, Cause> {
    let (one, many) = match (one, many) {
        (Some(one), Some(many)) => (cleaned(one), cleaned(many)),
        (None, None) => return Ok(None),
        _ => return Err(argument("one", "one and many are given together")),
    };
    for noun in [&one, &many] {
        if noun.is_empty() {
            return Err(argument("one", "a noun is empty"));
        }
        if let Some(loose) = language.loose(noun) {
            return Err(crate::literal::cause_of(loose));
        }
        if let Some(words) = language.hedge_after(noun) {
            return Err(Cause::LiteralHedge { words });
        }
    }
    Ok(Some(Noun { one, many }))
}

/// A wrong argument.
pub(super) fn argument(argument: &'static str, why: &str) -> Cause {
    Cause::Argument {
        argument,
        why: why.to_owned(),
    }
}
