//! What holds for any data.

use proptest::prelude::*;
use proto::reporting::v1::{FigureBasis, ObservationStatus};

use super::value;
use crate::{
    tables::{self, Tables},
    value::Exact,
};

const SCOPES: [&str; 3] = ["international", "domestic_region", "host_city"];

/// Agreements of the 4th edition: scope, currency, minor units.
fn agreements() -> impl Strategy<Value = Vec<(usize, usize, i64)>> {
    prop::collection::vec((0..3usize, 0..4usize, 1..1_000_000_000_000i64), 1..40)
}

fn with_agreements(agreements: &[(usize, usize, i64)]) -> Tables {
    let mut tables = tables::fair();
    tables.status(
        4,
        "contracts",
        FigureBasis::Records,
        ObservationStatus::Normal,
    );
    // One direct and one inverse rate, and a currency without decimals.
    tables.rate(4, "USD", "CNY", "6.5");
    tables.rate(4, "EUR", "USD", "1.1187");
    tables.rate(4, "USD", "JPY", "110.37");
    for (scope, currency, minor_units) in agreements {
        let currency = ["USD", "CNY", "EUR", "JPY"][*currency];
        tables.agreements(4, SCOPES[*scope], currency, 1, *minor_units);
    }
    tables
}

fn added(values: &[Exact]) -> Exact {
    values
        .iter()
        .fold(Exact::ZERO, |sum, value| sum.plus(*value).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parts_and_remainder_close_to_the_whole(agreements in agreements()) {
        let tables = with_agreements(&agreements);
        for unit in ["count", "volume", "share"] {
            let parts = ["international", "domestic-region", "remainder"]
                .map(|part| value(&tables, 4, &format!("{part}-{unit}")));
            let whole = match unit {
                "share" => Exact::HUNDRED,
                unit => value(&tables, 4, &format!("contract-{unit}")),
            };
            prop_assert_eq!(added(&parts), whole, "{}", unit);
        }
        prop_assert_eq!(value(&tables, 4, "remainder-count"), value(&tables, 4, "host-city-count"));
    }

    #[test]
    fn a_conversion_depends_on_sums_and_not_on_records(agreements in agreements()) {
        let apart = with_agreements(&agreements);
        let mut together = Vec::new();
        for scope in 0..3 {
            for currency in 0..4 {
                let of = agreements.iter().filter(|one| (one.0, one.1) == (scope, currency));
                let sum: i64 = of.map(|one| one.2).sum();
                if sum > 0 {
                    together.push((scope, currency, sum));
                }
            }
        }
        let together = with_agreements(&together);
        for id in ["contract-volume", "international-volume", "focus-sector-volume"] {
            // The focus sector is converted into yuan, which have one rate only.
            if id != "focus-sector-volume" || agreements.iter().all(|one| one.1 < 2) {
                prop_assert_eq!(value(&apart, 4, id), value(&together, 4, id));
            }
        }
    }

    #[test]
    fn a_growth_leads_back_to_its_base(count in 0..1_000_000i64, base in 1..1_000_000i64) {
        let mut tables = tables::fair();
        tables.status(4, "contracts", FigureBasis::Records, ObservationStatus::Normal);
        tables.agreements(4, "host_city", "USD", count, 1);
        tables.status(3, "contracts", FigureBasis::Reported, ObservationStatus::Normal);
        tables.report(3, "contract-count", &base.to_string());
        tables.comparable(4, 3, true);
        let growth = value(&tables, 4, "contract-count-growth");
        let factor = growth.plus(Exact::HUNDRED).unwrap().over(Exact::HUNDRED).unwrap();
        prop_assert_eq!(Exact::whole(base).times(factor).unwrap(), Exact::whole(count));
    }
}
