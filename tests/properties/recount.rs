//! Counts records again, one by one, by the rules as the contracts tell them.

use std::collections::{BTreeMap, BTreeSet};

use harness::{desk::Exact, standing::ORGANISATIONS};
use proto::{
    contracts::v1::{Agreement, AgreementStage},
    exhibitions::v1::Participation,
    google::r#type::Money,
};

/// Where the parties of an agreement come from, as the dimension has it.
pub(crate) fn scope(agreement: &Agreement) -> &'static str {
    let places: Vec<&str> = agreement
        .parties
        .iter()
        .map(|party| place(&party.organisation))
        .collect();
    if places.iter().any(|place| !place.starts_with("CN")) {
        "international"
    } else if places
        .iter()
        .any(|place| place.starts_with("CN-") && *place != "CN-BJ")
    {
        "domestic_region"
    } else {
        "host_city"
    }
}

/// The country or subdivision of an organisation.
pub(crate) fn place(organisation: &str) -> &'static str {
    let id = organisation.rsplit('/').next().expect("a name has parts");
    let known = ORGANISATIONS.iter().find(|(known, _, _)| *known == id);
    known.expect("an organisation of the open books").2
}

/// The country of an organisation.
pub(crate) fn country(organisation: &str) -> &'static str {
    place(organisation)
        .split('-')
        .next()
        .expect("a place has a country")
}

/// Whether an agreement counts in the total.
pub(crate) fn counts(agreement: &Agreement) -> bool {
    agreement.counted_in_total.unwrap_or(matches!(
        agreement.stage(),
        AgreementStage::Contract
            | AgreementStage::IntentionalContract
            | AgreementStage::CooperationAgreement
    ))
}

/// An amount in minor units of two decimals.
pub(crate) fn minor_units(money: &Money) -> i64 {
    money.units * 100 + i64::from(money.nanos) / 10_000_000
}

/// A figure's value; none where it must be refused.
type Value = Option<Exact>;

/// The figures of the catalogue that these records make, by id.
pub(crate) fn figures(
    agreements: &[Agreement],
    participations: &[Participation],
    cny_per_usd: Exact,
) -> BTreeMap<&'static str, Value> {
    let counted: Vec<&Agreement> = agreements.iter().filter(|one| counts(one)).collect();
    let in_scope = |wanted: &str| -> Vec<&Agreement> {
        counted
            .iter()
            .copied()
            .filter(|one| scope(one) == wanted)
            .collect()
    };
    let usd = |of: &[&Agreement]| volume(of, "USD", cny_per_usd);
    let (abroad, region, home) = (
        in_scope("international"),
        in_scope("domestic_region"),
        in_scope("host_city"),
    );
    let on_site: Vec<&Agreement> = abroad
        .iter()
        .copied()
        .filter(|one| one.signed_on_site && one.place == "international-pavilion")
        .collect();
    let courier: Vec<&Agreement> = counted
        .iter()
        .copied()
        .filter(|one| one.sector_code == "2.B")
        .collect();
    let intended = agreements
        .iter()
        .filter(|one| one.stage() == AgreementStage::CooperativeIntention)
        .count();
    let countries: BTreeSet<&str> = participations
        .iter()
        .map(|one| country(&one.organisation))
        .collect();
    let whole = usd(&counted);
    let rest = rest(whole, [usd(&abroad), usd(&region)]);
    BTreeMap::from([
        ("contract-count", number(counted.len())),
        ("contract-volume", whole),
        ("international-count", number(abroad.len())),
        ("international-volume", usd(&abroad)),
        ("international-share", percent(usd(&abroad), whole)),
        ("domestic-region-count", number(region.len())),
        ("domestic-region-volume", usd(&region)),
        ("domestic-region-share", percent(usd(&region), whole)),
        ("remainder-count", number(home.len())),
        ("host-city-count", number(home.len())),
        ("remainder-volume", rest),
        ("remainder-share", percent(rest, whole)),
        ("on-site-international-count", number(on_site.len())),
        ("on-site-international-volume", usd(&on_site)),
        ("focus-sector-volume", volume(&courier, "CNY", cny_per_usd)),
        ("cooperative-intention-count", number(intended)),
        ("participation-count", number(participations.len())),
        ("participation-country-count", number(countries.len())),
    ])
}

fn number(count: usize) -> Value {
    Some(Exact::from(i128::try_from(count).expect("a small count")))
}

/// What parts leave of a whole.
fn rest(whole: Value, parts: [Value; 2]) -> Value {
    let [one, other] = parts;
    Some(whole? - one? - other?)
}

/// A part in percent of a whole that is not zero.
fn percent(part: Value, whole: Value) -> Value {
    let (part, whole) = (part?, whole?);
    (whole != Exact::from(0)).then(|| part * Exact::from(100) / whole)
}

/// The volume in a currency, dollars and yuan summed apart and converted once.
/// Records without any amount have none; no records have a volume of zero.
fn volume(agreements: &[&Agreement], into: &str, cny_per_usd: Exact) -> Value {
    if !agreements.is_empty() && agreements.iter().all(|one| one.amount.is_none()) {
        return None;
    }
    let sum_in = |currency: &str| -> Exact {
        let minor: i128 = agreements
            .iter()
            .filter_map(|one| one.amount.as_ref())
            .filter(|amount| amount.currency_code == currency)
            .map(|amount| i128::from(minor_units(amount)))
            .sum();
        Exact::new(minor, 100)
    };
    let (dollars, yuan) = (sum_in("USD"), sum_in("CNY"));
    Some(match into {
        "USD" => dollars + yuan / cny_per_usd,
        "CNY" => dollars * cny_per_usd + yuan,
        other => panic!("nobody converts into {other} here"),
    })
}
