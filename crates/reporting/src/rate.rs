//! Rates: at which amounts of an edition are converted.

mod requests;

pub(crate) use requests::{create, list, listed, update, void};

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{reporting::v1::Rate, statistics::v1::RecordDigest};
use resource::{Level, Name, code, date, text};
use serve::keeper::{Found, Header, Record, Reference};

use crate::{Reporting, lengths, value::Exact};

/// The most decimals of a price.
const DECIMALS_AT_MOST: usize = 9;

/// The most digits of a price before the point.
const WHOLE_DIGITS_AT_MOST: usize = 9;

impl Record<Reporting> for Rate {
    const COLLECTION: &'static str = "rates";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "rate";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &[];
    type Known = ();

    async fn learn(&self, name: &Name, reporting: &Reporting) -> Result<(), Fault> {
        let naming = reporting.naming::<Self>(name).await?;
        reporting.require_edition(name, naming).await?;
        let pair = format!(
            "{} and {}",
            self.base_currency_code, self.quote_currency_code
        );
        reporting
            .require_alone(name, &format!("prices {pair}"), |other: &Self| {
                same_pair(self, other)
            })
            .await
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        let (base, quote) = (&self.base_currency_code, &self.quote_currency_code);
        code::require_currency(base, "base_currency_code", violations);
        code::require_currency(quote, "quote_currency_code", violations);
        if base == quote && code::is_currency(base) {
            violations.add(
                "quote_currency_code",
                "must be another currency than the base",
            );
        }
        violations.require(
            is_price(&self.price),
            "price",
            "must be a decimal number above zero such as \"6.5\", with at most 9 digits before the \
             point and 9 after it",
        );
        date::required(self.rate_date.as_ref(), "rate_date", violations);
        text::required(&self.source, lengths::SOURCE, "source", violations);
    }

    /// None: the edition is in the books of exhibitions.
    fn references(&self, _: &Name) -> Vec<Reference> {
        Vec::new()
    }

    fn settle(
        &mut self,
        _: Option<&Self>,
        (): &(),
        _: &Found<'_>,
        _: &mut Violations,
    ) -> Result<(), Fault> {
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        Vec::new()
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest::default()
    }

    fn synthetic(&self) -> bool {
        false
    }
}

/// Whether two rates price the same two currencies, in either direction.
fn same_pair(one: &Rate, other: &Rate) -> bool {
    let pair = |rate: &'_ Rate| {
        let mut pair = [
            rate.base_currency_code.clone(),
            rate.quote_currency_code.clone(),
        ];
        pair.sort();
        pair
    };
    pair(one) == pair(other)
}

fn is_price(price: &str) -> bool {
    let (whole, decimals) = price.split_once('.').unwrap_or((price, ""));
    let above_zero =
        Exact::parse(price).is_some_and(|price| !price.is_zero() && !price.is_negative());
    above_zero && whole.len() <= WHOLE_DIGITS_AT_MOST && decimals.len() <= DECIMALS_AT_MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_a_short_decimal_above_zero() {
        for price in ["6.5", "0.000000001", "999999999.999999999", "7"] {
            assert!(is_price(price), "{price}");
        }
        for price in [
            "",
            "0",
            "0.0",
            "-1",
            "1e3",
            ".5",
            "5.",
            "6,5",
            "6.1234567890",
            "1234567890",
        ] {
            assert!(!is_price(price), "{price}");
        }
    }

    #[test]
    fn a_pair_is_the_same_in_either_direction() {
        let rate = |base: &str, quote: &str| Rate {
            base_currency_code: base.to_owned(),
            quote_currency_code: quote.to_owned(),
            ..Rate::default()
        };
        assert!(same_pair(&rate("USD", "CNY"), &rate("CNY", "USD")));
        assert!(!same_pair(&rate("USD", "CNY"), &rate("USD", "EUR")));
    }
}
