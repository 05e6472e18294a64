//! Amounts: `google.type.Money` on the wire, whole minor units in the books.

use fault::{Fault, Violations};
use proto::google::r#type::Money;

use crate::code::{currency_exponent, require_currency};

/// The largest amount of one record, in minor units, either side of zero.
pub const MINOR_UNITS_LIMIT: i64 = 1_000_000_000_000_000;

/// Billionths of a unit, in which `Money` gives the part below one.
const NANOS: i128 = 1_000_000_000;

/// An amount in minor units of its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The ISO 4217 code.
    pub currency_code: String,
    /// The amount in minor units: cents for `USD`.
    pub minor_units: i64,
}

/// Notes what is wrong with the form of an amount: the currency is none that has
/// minor units, the parts have different signs, or it is finer than a minor unit.
/// Whether the books can hold it is told by [`read`].
pub fn check(money: &Money, field: &str, violations: &mut Violations) {
    let currency_field = format!("{field}.currency_code");
    require_currency(&money.currency_code, &currency_field, violations);
    let nanos_field = format!("{field}.nanos");
    if i128::from(money.nanos).abs() >= NANOS {
        violations.add(nanos_field, "must lie between -999999999 and 999999999");
    } else if money.units.signum() * i64::from(money.nanos.signum()) < 0 {
        violations.add(nanos_field, "must have the sign of units");
    } else if let Some(exponent) = currency_exponent(&money.currency_code)
        && minor_units(money, exponent).is_none()
    {
        violations.add(
            nanos_field,
            format!(
                "must be a whole number of minor units: {} has {exponent} decimals",
                money.currency_code
            ),
        );
    }
}

/// Reads an amount whose form is right.
///
/// # Errors
/// [`Fault::AmountOutOfRange`] naming the units of `what` when it is larger than
/// [`MINOR_UNITS_LIMIT`]; [`Fault::InvalidFields`] as [`check`] notes them, on the
/// field `what`.
pub fn read(money: &Money, what: &str) -> Result<Amount, Fault> {
    let mut violations = Violations::new();
    check(money, what, &mut violations);
    violations.check()?;
    let minor_units = currency_exponent(&money.currency_code)
        .and_then(|exponent| minor_units(money, exponent))
        .and_then(|minor_units| i64::try_from(minor_units).ok())
        .filter(|minor_units| minor_units.unsigned_abs() <= MINOR_UNITS_LIMIT.unsigned_abs());
    match minor_units {
        Some(minor_units) => Ok(Amount {
            currency_code: money.currency_code.clone(),
            minor_units,
        }),
        None => Err(Fault::AmountOutOfRange {
            what: format!("{what}.units"),
        }),
    }
}

impl Amount {
    /// The message of the amount; `None` when the currency has no minor units.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        let exponent = currency_exponent(&self.currency_code)?;
        let unit = 10_i64.checked_pow(exponent)?;
        let nanos = i64::try_from(NANOS).ok()? / unit * (self.minor_units % unit);
        Some(Money {
            currency_code: self.currency_code.clone(),
            units: self.minor_units / unit,
            nanos: i32::try_from(nanos).ok()?,
        })
    }
}

/// The amount in minor units, if it is a whole number of them.
fn minor_units(money: &Money, exponent: u32) -> Option<i128> {
    let nanos = i128::from(money.units) * NANOS + i128::from(money.nanos);
    let minor_unit = NANOS / 10_i128.checked_pow(exponent)?;
    (minor_unit > 0 && nanos % minor_unit == 0).then(|| nanos / minor_unit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(currency_code: &str, units: i64, nanos: i32) -> Money {
        Money {
            currency_code: currency_code.to_owned(),
            units,
            nanos,
        }
    }

    #[test]
    fn minor_units_follow_the_currency() {
        for (sent, minor_units) in [
            (money("USD", 11_400_000, 0), 1_140_000_000),
            (money("USD", 0, 10_000_000), 1),
            (money("USD", -1, -500_000_000), -150),
            (money("JPY", 7, 0), 7),
            (money("KWD", 1, 1_000_000), 1_001),
            (money("CNY", 10_000_000_000_000, 0), MINOR_UNITS_LIMIT),
        ] {
            assert_eq!(read(&sent, "amount").unwrap().minor_units, minor_units);
        }
    }

    #[test]
    fn the_form_is_checked_by_field() {
        for (sent, field) in [
            (money("XYZ", 1, 0), "amount.currency_code"),
            (money("", 1, 0), "amount.currency_code"),
            (money("XAU", 1, 0), "amount.currency_code"),
            (money("USD", 1, -10_000_000), "amount.nanos"),
            (money("USD", -1, 10_000_000), "amount.nanos"),
            (money("USD", 1, 1), "amount.nanos"),
            (money("JPY", 1, 500_000_000), "amount.nanos"),
            (money("USD", 0, 1_000_000_000), "amount.nanos"),
            (money("USD", 0, i32::MIN), "amount.nanos"),
        ] {
            let mut violations = Violations::new();
            check(&sent, "amount", &mut violations);
            assert_eq!(violations.found().len(), 1, "{sent:?}");
            assert_eq!(violations.found()[0].field, field, "{sent:?}");
        }
    }

    #[test]
    fn what_the_books_cannot_hold_is_out_of_range() {
        for sent in [
            money("CNY", 10_000_000_000_000, 10_000_000),
            money("CNY", i64::MAX, 0),
            money("CNY", i64::MIN, 0),
            money("JPY", MINOR_UNITS_LIMIT + 1, 0),
        ] {
            let refused = read(&sent, "agreement.amount").unwrap_err();
            assert!(
                matches!(refused, Fault::AmountOutOfRange { .. }),
                "{sent:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn amounts_survive_the_message(
            currency_code in prop::sample::select(vec!["USD", "CNY", "JPY", "KWD", "CLF"]),
            minor_units in -MINOR_UNITS_LIMIT..=MINOR_UNITS_LIMIT,
        ) {
            let amount = Amount { currency_code: currency_code.to_owned(), minor_units };
            let back = read(&amount.money().unwrap(), "amount").unwrap();
            prop_assert_eq!(back, amount);
        }

        #[test]
        fn no_money_is_read_wrongly(units in any::<i64>(), nanos in any::<i32>()) {
            if let Ok(amount) = read(&money("USD", units, nanos), "amount") {
                prop_assert_eq!(amount.money().unwrap(), money("USD", units, nanos));
            }
        }
    }
}
