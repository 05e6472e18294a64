//! What agreements contribute to the figures.

use std::collections::BTreeSet;

use ledger::Fact;
use proto::contracts::v1::Agreement;
use resource::{Name, money, name};

pub use cubes::cubes;

mod cubes;

/// The value of a dimension for an agreement that has none: a total over all
/// values must hold every agreement, so none may be left out of a roll-up.
const NONE: &str = "none";

/// The facts of an agreement whose written fields are filled: one under what the
/// agreement is, one for each country and one for each organisation among its
/// parties, each once however many parties come from there.
pub(crate) fn of_agreement(agreement: &Agreement) -> Vec<Fact> {
    let parties = &agreement.parties;
    let countries = parties.iter().map(|party| party.country_code.as_str());
    let organisations = parties.iter().map(|party| id(&party.organisation));
    let mut facts = vec![agreement_fact(agreement)];
    for country in countries.collect::<BTreeSet<_>>() {
        facts.push(party_fact(agreement).under("country", country));
    }
    for organisation in organisations.collect::<BTreeSet<_>>() {
        facts.push(party_fact(agreement).under("organisation", organisation));
    }
    facts
}

fn agreement_fact(agreement: &Agreement) -> Fact {
    let fact = Fact::of(cubes::AGREEMENTS)
        .under("edition", edition_id(&agreement.name))
        .under("counted", agreement.counted.to_string())
        .under("scope", scope(agreement))
        .under("stage", stage(agreement))
        .under("sector", &agreement.sector_code)
        .under("section", or_none(&agreement.section))
        .under("place", or_none(&agreement.place))
        .under("signed_on_site", agreement.signed_on_site.to_string())
        .under(
            "reached_through_kind",
            or_none(&agreement.reached_through_kind),
        )
        .under("synthetic", agreement.synthetic.to_string())
        .with("agreements", 1);
    with_what_few_have(with_amount(fact, agreement), agreement)
}

fn with_what_few_have(mut fact: Fact, agreement: &Agreement) -> Fact {
    for (dimension, named) in [
        ("activity", &agreement.reached_through),
        ("follows", &agreement.follows),
    ] {
        if !named.is_empty() {
            fact = fact.under(dimension, name::seen_from(named, &agreement.name));
        }
    }
    if !agreement.featured.is_empty() {
        fact = fact.under("featured", &agreement.featured);
    }
    fact
}

/// No amount is not zero: such an agreement is counted apart from those that
/// have one.
fn with_amount(fact: Fact, agreement: &Agreement) -> Fact {
    // A stored amount was read when it was recorded, so it can be read again.
    let amount = agreement
        .amount
        .as_ref()
        .and_then(|amount| money::read(amount, "amount").ok());
    match amount {
        Some(amount) => fact
            .under("currency", amount.currency_code)
            .with("agreements_with_amount", 1)
            .with("amount_minor_units", amount.minor_units),
        None => fact
            .under("currency", NONE)
            .with("agreements_with_amount", 0)
            .with("amount_minor_units", 0),
    }
}

fn party_fact(agreement: &Agreement) -> Fact {
    Fact::of(cubes::AGREEMENT_PARTIES)
        .under("edition", edition_id(&agreement.name))
        .under("counted", agreement.counted.to_string())
        .with("parties", 1)
}

/// The stage, as figures and digests name it: `preliminary_intention`.
pub(crate) fn stage(agreement: &Agreement) -> String {
    value(agreement.stage().as_str_name(), "AGREEMENT_STAGE_")
}

fn scope(agreement: &Agreement) -> String {
    value(agreement.scope().as_str_name(), "AGREEMENT_SCOPE_")
}

/// The name of a value of an enumeration without prefix and in lower case.
fn value(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix)
        .unwrap_or(name)
        .to_ascii_lowercase()
}

fn or_none(value: &str) -> &str {
    if value.is_empty() { NONE } else { value }
}

/// The id of the edition an agreement lies in.
fn edition_id(name: &str) -> String {
    let name = Name::parse(name).ok();
    let edition = name.as_ref().and_then(Name::edition);
    edition.unwrap_or_default().to_owned()
}

/// The last segment of a name.
fn id(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, id)| id)
}

#[cfg(test)]
mod tests {
    use proto::contracts::v1::{AgreementScope, AgreementStage};

    use super::*;
    use crate::samples::{agreement, money, party};

    /// What the facts of these agreements add up to under the conditions.
    fn total(agreements: &[Agreement], quantity: &str, under: &[(&str, &str)]) -> i64 {
        let facts = agreements.iter().flat_map(of_agreement);
        let under = |fact: &Fact| {
            under
                .iter()
                .all(|(dimension, value)| fact.value(dimension) == Some(value))
        };
        facts
            .filter(under)
            .map(|fact| fact.quantity(quantity))
            .sum()
    }

    #[test]
    fn an_agreement_is_a_fact_under_what_it_is() {
        let agreement = Agreement {
            name: "fairs/ciftis/editions/4/agreements/a17".to_owned(),
            parties: vec![party("gremio", "BR"), party("club", "CN-BJ")],
            stage: AgreementStage::CooperationAgreement.into(),
            scope: AgreementScope::International.into(),
            sector_code: "10.D".to_owned(),
            section: "culture".to_owned(),
            amount: money("USD", 1_500_000, 250_000_000),
            place: "international-pavilion".to_owned(),
            signed_on_site: true,
            reached_through: "fairs/ciftis/editions/3/activities/f001".to_owned(),
            reached_through_kind: "one_on_one".to_owned(),
            follows: "fairs/ciftis/editions/4/agreements/a3".to_owned(),
            counted: true,
            featured: "on-site-international".to_owned(),
            ..Agreement::default()
        };
        let expected = Fact::of("agreements")
            .under("edition", "4")
            .under("counted", "true")
            .under("scope", "international")
            .under("stage", "cooperation_agreement")
            .under("sector", "10.D")
            .under("section", "culture")
            .under("place", "international-pavilion")
            .under("signed_on_site", "true")
            .under("currency", "USD")
            .under("reached_through_kind", "one_on_one")
            .under("activity", "3/f001")
            .under("follows", "a3")
            .under("featured", "on-site-international")
            .under("synthetic", "false")
            .with("agreements", 1)
            .with("agreements_with_amount", 1)
            .with("amount_minor_units", 150_000_025);
        assert_eq!(of_agreement(&agreement)[0], expected);
    }

    #[test]
    fn no_amount_is_not_zero() {
        let without = Agreement {
            amount: None,
            ..agreement()
        };
        let with = Agreement {
            amount: money("USD", 7, 0),
            ..agreement()
        };
        let both = [without, with];
        assert_eq!(total(&both, "agreements", &[]), 2);
        assert_eq!(total(&both, "agreements_with_amount", &[]), 1);
        assert_eq!(total(&both, "agreements", &[("currency", "none")]), 1);
        assert_eq!(
            total(&both, "amount_minor_units", &[("currency", "none")]),
            0
        );
        assert_eq!(
            total(&both, "amount_minor_units", &[("currency", "USD")]),
            700
        );
    }

    #[test]
    fn amounts_are_in_the_minor_units_of_their_own_currency() {
        let of = |amount| Agreement {
            amount,
            ..agreement()
        };
        let agreements = [
            of(money("USD", 11, 500_000_000)),
            of(money("CNY", 20_000_000_000, 0)),
            of(money("JPY", 1_200, 0)),
            of(money("KWD", 0, 125_000_000)),
            of(money("USD", 0, 10_000_000)),
        ];
        for (currency, minor_units) in [
            ("USD", 1_151),
            ("CNY", 2_000_000_000_000),
            ("JPY", 1_200),
            ("KWD", 125),
        ] {
            let total = total(&agreements, "amount_minor_units", &[("currency", currency)]);
            assert_eq!(total, minor_units, "{currency}");
        }
    }

    #[test]
    fn each_country_and_organisation_is_a_fact_once() {
        let agreement = Agreement {
            parties: vec![
                party("b", "CN-BJ"),
                party("gremio", "BR"),
                party("a", "CN-SC"),
            ],
            ..agreement()
        };
        let facts = of_agreement(&agreement);
        let values = |dimension: &'static str| -> Vec<_> {
            let facts = facts.iter().filter(|fact| fact.cube == "agreement_parties");
            facts
                .filter_map(move |fact| fact.value(dimension))
                .collect()
        };
        assert_eq!(values("country"), ["BR", "CN"]);
        assert_eq!(values("organisation"), ["a", "b", "gremio"]);
        assert_eq!(total(&[agreement], "parties", &[("country", "CN")]), 1);
    }

    #[test]
    fn no_roll_up_adds_up_amounts_of_several_currencies() {
        for cube in cubes().all() {
            let units = cube
                .quantities
                .iter()
                .filter_map(|quantity| quantity.unit_dimension);
            for unit in units {
                let named = |roll_up: &Vec<&str>| roll_up.contains(&unit);
                assert!(cube.roll_ups.iter().all(named), "{} of {}", unit, cube.name);
            }
        }
    }

    #[test]
    fn only_roll_ups_of_what_few_have_leave_agreements_out() {
        const FEW_HAVE: [&str; 3] = ["featured", "activity", "follows"];
        let facts = of_agreement(&agreement());
        for cube in cubes()
            .all()
            .iter()
            .filter(|cube| cube.name == "agreements")
        {
            for roll_up in &cube.roll_ups {
                let held = roll_up
                    .iter()
                    .all(|dimension| facts[0].value(dimension).is_some());
                let of_few = FEW_HAVE.iter().any(|few| roll_up.contains(few));
                assert_eq!(held, !of_few, "{roll_up:?}");
            }
        }
    }
}
