//! Counts the made-up fair by hand.

use std::collections::{BTreeMap, BTreeSet};

use proto::contracts::v1::AgreementStage;

use super::{BUSINESS_TALKS, Deal, FORUMS, HOST, HOUSES, RATES, TAKING_PART};
use crate::desk::Exact;

/// Where the parties of a deal come from, seen from the host.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    International,
    DomesticRegion,
    HostCity,
}

/// The values the figures of the catalogue must have, by id.
#[must_use]
pub fn counted_by_hand(deals: &[Deal]) -> BTreeMap<&'static str, Exact> {
    let counted: Vec<&Deal> = deals.iter().filter(|deal| counts(deal)).collect();
    let whole = counted.clone();
    let mut figures = BTreeMap::from([
        ("edition-ordinal", Exact::from(21)),
        ("opening-year", Exact::from(2024)),
        ("years-since-first", Exact::from(24)),
        ("open-days", Exact::from(5)),
        ("participation-count", number(TAKING_PART.len())),
        ("participation-country-count", number(countries())),
        ("forum-count", number(FORUMS)),
        ("business-talk-count", number(BUSINESS_TALKS)),
        ("activity-count", number(FORUMS + BUSINESS_TALKS)),
        ("contract-count", number(whole.len())),
        ("contract-volume", volume(&whole)),
    ]);
    let volume_of_all = volume(&whole);
    for (scope, count_id, volume_id, share_id) in [
        (
            Scope::International,
            "international-count",
            "international-volume",
            "international-share",
        ),
        (
            Scope::DomesticRegion,
            "domestic-region-count",
            "domestic-region-volume",
            "domestic-region-share",
        ),
        (
            Scope::HostCity,
            "remainder-count",
            "remainder-volume",
            "remainder-share",
        ),
    ] {
        let part: Vec<&Deal> = counted
            .iter()
            .copied()
            .filter(|deal| scope_of(deal) == scope)
            .collect();
        figures.insert(count_id, number(part.len()));
        figures.insert(volume_id, volume(&part));
        figures.insert(share_id, volume(&part) * Exact::from(100) / volume_of_all);
        if scope == Scope::HostCity {
            figures.insert("host-city-count", number(part.len()));
        }
    }
    let of = |keep: &dyn Fn(&Deal) -> bool| -> Vec<&Deal> {
        counted.iter().copied().filter(|deal| keep(deal)).collect()
    };
    let pavilion = of(&|deal| {
        deal.signed_on_site
            && scope_of(deal) == Scope::International
            && deal.place == "international-pavilion"
    });
    figures.insert("on-site-international-count", number(pavilion.len()));
    figures.insert("on-site-international-volume", volume(&pavilion));
    let regional = of(&|deal| deal.signed_on_site && scope_of(deal) == Scope::DomesticRegion);
    figures.insert("on-site-region-count", number(regional.len()));
    figures.insert("on-site-region-volume", volume(&regional));
    figures.insert(
        "focus-sector-volume",
        volume(&of(&|deal| deal.sector == "11.C")),
    );
    figures.insert(
        "featured-large-amount-volume",
        volume(&of(&|deal| deal.featured == "large-amount")),
    );
    let intended = deals
        .iter()
        .filter(|deal| deal.stage == AgreementStage::CooperativeIntention)
        .count();
    figures.insert("cooperative-intention-count", number(intended));
    figures
}

fn number(count: usize) -> Exact {
    Exact::from(i128::try_from(count).expect("a small count"))
}

/// How many countries take part.
fn countries() -> usize {
    let taking_part = HOUSES
        .iter()
        .filter(|house| TAKING_PART.contains(&house.id));
    taking_part
        .map(|house| country(house.place))
        .collect::<BTreeSet<_>>()
        .len()
}

fn country(place: &str) -> &str {
    place.split('-').next().unwrap_or(place)
}

fn counts(deal: &Deal) -> bool {
    !matches!(
        deal.stage,
        AgreementStage::CooperativeIntention | AgreementStage::PreliminaryIntention
    )
}

fn scope_of(deal: &Deal) -> Scope {
    let places: Vec<&str> = deal
        .parties
        .iter()
        .map(|&house| HOUSES[house].place)
        .collect();
    if places.iter().any(|place| country(place) != country(HOST)) {
        Scope::International
    } else if places
        .iter()
        .any(|place| place.contains('-') && *place != HOST)
    {
        Scope::DomesticRegion
    } else {
        Scope::HostCity
    }
}

/// The volume in euros: each currency summed first, then converted once.
fn volume(deals: &[&Deal]) -> Exact {
    let mut sums: BTreeMap<&str, Exact> = BTreeMap::new();
    for amount in deals.iter().filter_map(|deal| deal.amount) {
        let units = Exact::new(i128::from(amount.minor), 10_i128.pow(amount.decimals));
        *sums
            .entry(amount.currency)
            .or_insert_with(|| Exact::from(0)) += units;
    }
    sums.into_iter()
        .map(|(currency, sum)| sum * price(currency))
        .sum()
}

/// The price of one unit in euros.
fn price(currency: &str) -> Exact {
    let Some((_, price)) = RATES.iter().find(|(base, _)| *base == currency) else {
        return Exact::from(1);
    };
    let (whole, decimals) = price.split_once('.').expect("prices have decimals");
    let digits: i128 = format!("{whole}{decimals}")
        .parse()
        .expect("a price is a number");
    Exact::new(
        digits,
        10_i128.pow(u32::try_from(decimals.len()).expect("few decimals")),
    )
}
