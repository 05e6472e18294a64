//! The sample fair adds up to what was published. Everything is counted here
//! from the text of the tables, with integers, apart from the code under test.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use tradefair::sample;

type Row = BTreeMap<String, String>;

/// One billion, in units of a currency.
const BILLION: i128 = 1_000_000_000;

fn rows(file: &str) -> Vec<Row> {
    let (_, text) = sample::FILES
        .iter()
        .find(|(name, _)| *name == file)
        .unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// An amount in hundredths: the minor units of both currencies of the sample.
fn hundredths(amount: &str) -> i128 {
    let (units, cents) = amount.split_once('.').unwrap_or((amount, "00"));
    assert_eq!(cents.len(), 2, "{amount}");
    units.parse::<i128>().unwrap() * 100 + cents.parse::<i128>().unwrap()
}

/// Hundredths of US dollars at the recorded rate of 6.5; exact or a failure.
fn us_cents(rows: &[Agreement]) -> i128 {
    let sum = |code: &str| -> i128 {
        let of_code = rows.iter().filter(|row| row.currency == code);
        of_code.map(|row| row.hundredths.unwrap()).sum()
    };
    let fen_doubled = sum("CNY") * 2;
    assert_eq!(fen_doubled % 13, 0, "the sum does not close to the cent");
    fen_doubled / 13 + sum("USD")
}

/// Hundredths of yuan at the recorded rate of 6.5.
fn fen(rows: &[Agreement]) -> i128 {
    us_cents(rows) * 13 / 2
}

#[derive(Clone, Debug)]
struct Agreement {
    row: Row,
    scope: &'static str,
    counted: bool,
    currency: String,
    hundredths: Option<i128>,
}

impl Agreement {
    fn says(&self, column: &str, value: &str) -> bool {
        self.row[column] == value
    }
}

fn places() -> BTreeMap<String, (String, String)> {
    let place = |row: &Row| (row["country_code"].clone(), row["subdivision_code"].clone());
    rows("organisations.csv")
        .iter()
        .map(|row| {
            (
                format!("organisations/{}", row["organisation_id"]),
                place(row),
            )
        })
        .collect()
}

fn agreements() -> Vec<Agreement> {
    let places = places();
    rows("agreements.csv")
        .into_iter()
        .map(|row| {
            let parties: Vec<_> = row["parties"]
                .split(';')
                .map(|name| &places[name])
                .collect();
            let scope = if parties.iter().any(|(country, _)| country != "CN") {
                "international"
            } else if parties
                .iter()
                .any(|(_, part)| !part.is_empty() && part != "CN-BJ")
            {
                "domestic_region"
            } else {
                "host_city"
            };
            let by_stage = ["contract", "intentional_contract", "cooperation_agreement"];
            let counted = match row["counted_in_total"].as_str() {
                "" => by_stage.contains(&row["stage"].as_str()),
                said => said == "true",
            };
            let amount = &row["amount"];
            Agreement {
                scope,
                counted,
                currency: row["currency"].clone(),
                hundredths: (!amount.is_empty()).then(|| hundredths(amount)),
                row,
            }
        })
        .collect()
}

fn counted() -> Vec<Agreement> {
    agreements().into_iter().filter(|row| row.counted).collect()
}

fn only(rows: &[Agreement], keep: impl Fn(&Agreement) -> bool) -> Vec<Agreement> {
    rows.iter().filter(|row| keep(row)).cloned().collect()
}

#[test]
fn the_contracts_close_in_every_scope_and_in_total() {
    let all = counted();
    assert_eq!(all.len(), 331);
    assert_eq!(
        us_cents(&all),
        10_108_000_000_000,
        "101.08 billion US dollars"
    );
    let table = [
        ("international", 121, 1_988),
        ("domestic_region", 155, 3_150),
        ("host_city", 55, 4_970),
    ];
    for (scope, count, ten_millions) in table {
        let part = only(&all, |row| row.scope == scope);
        assert_eq!(part.len(), count, "{scope}");
        assert_eq!(us_cents(&part), ten_millions * BILLION, "{scope}");
    }
    let without_amount = only(&all, |row| row.hundredths.is_none());
    assert!(!without_amount.is_empty(), "no amount is not zero");
    assert!(all.iter().all(|row| row.hundredths != Some(0)));
}

#[test]
fn the_courier_contracts_make_104_billion_yuan_in_both_currencies() {
    let courier = only(&counted(), |row| row.says("sector_code", "2.B"));
    assert_eq!(fen(&courier), 104 * BILLION * 100);
    for currency in ["CNY", "USD"] {
        assert!(
            courier.iter().any(|row| row.currency == currency),
            "{currency}"
        );
    }
}

#[test]
fn what_was_signed_on_site_adds_up() {
    let on_site = only(&counted(), |row| row.says("signed_on_site", "true"));
    let pavilion = only(&on_site, |row| {
        row.scope == "international" && row.says("place", "international-pavilion")
    });
    assert_eq!(pavilion.len(), 13);
    assert_eq!(
        us_cents(&pavilion),
        1_140_000_000,
        "11.4 million US dollars"
    );
    assert!(
        pavilion
            .iter()
            .any(|row| row.says("featured", "on-site-international"))
    );

    let region = only(&on_site, |row| row.scope == "domestic_region");
    assert_eq!(region.len(), 21);
    assert!(region.iter().all(|row| row.currency == "CNY"));
    let sum: i128 = region.iter().map(|row| row.hundredths.unwrap()).sum();
    assert_eq!(sum, 3_640 * BILLION, "36.4 billion yuan");
    let elsewhere = only(&on_site, |row| {
        row.scope == "international" && !row.says("place", "international-pavilion")
    });
    assert!(
        !elsewhere.is_empty(),
        "the place decides, so some were signed elsewhere"
    );
}

#[test]
fn intentions_were_reached_through_activities_of_their_kind() {
    let kinds: BTreeMap<_, _> = rows("activities.csv")
        .into_iter()
        .map(|row| {
            (
                format!("editions/4/activities/{}", row["activity_id"]),
                row["kind"].clone(),
            )
        })
        .collect();
    let all = agreements();
    let intentions = only(&all, |row| row.says("stage", "cooperative_intention"));
    assert_eq!(intentions.len(), 148);
    let mut used = BTreeSet::new();
    for intention in &intentions {
        assert!(!intention.counted);
        let kind = &kinds[&intention.row["reached_through"]];
        assert_eq!(&intention.row["reached_through_kind"], kind);
        used.insert(kind.as_str());
    }
    let expected = [
        "free_talk",
        "matchmaking",
        "one_on_one",
        "special_negotiation",
    ];
    assert_eq!(used, BTreeSet::from(expected));
    let elsewhere = only(&all, |row| !row.says("stage", "cooperative_intention"));
    assert!(elsewhere.iter().all(|row| row.says("reached_through", "")));
}

#[test]
fn the_named_agreements_stand_as_they_were_published() {
    let real = only(&agreements(), |row| row.says("synthetic", "false"));
    let expected = [
        (
            "a17",
            "on-site-international",
            "international",
            true,
            "10.D",
            None,
        ),
        ("a18", "education", "international", true, "5.C", None),
        ("a19", "culture", "international", true, "10.A", None),
        (
            "a20",
            "large-amount",
            "international",
            true,
            "11.C",
            Some(20 * BILLION * 100),
        ),
        ("a21", "preliminary", "international", false, "4", None),
        ("a120", "culture", "international", true, "10.A", None),
    ];
    let found: Vec<_> = real
        .iter()
        .map(|named| {
            (
                named.row["agreement_id"].as_str(),
                named.row["featured"].as_str(),
                named.scope,
                named.counted,
                named.row["sector_code"].as_str(),
                named.hundredths,
            )
        })
        .collect();
    assert_eq!(found, expected);
    let made_up = only(&agreements(), |row| row.says("synthetic", "true"));
    assert!(made_up.iter().all(|row| row.says("featured", "")));
    assert_eq!(made_up.len() + real.len(), 482);
}

#[test]
fn what_is_made_up_says_so() {
    for file in [
        "organisations.csv",
        "participations.csv",
        "activities.csv",
        "agreements.csv",
    ] {
        for row in rows(file) {
            let is_made_up = row["source"] == "Made up to fill the sample";
            assert_eq!(row["synthetic"], is_made_up.to_string(), "{file}: {row:?}");
            let title = row.get("display_name.en").or_else(|| row.get("title.en"));
            if let Some(title) = title {
                assert_eq!(title.starts_with("Sample "), is_made_up, "{file}: {title}");
            }
        }
    }
}

#[test]
fn participations_come_from_126_countries_and_regions() {
    let places = places();
    let rows = rows("participations.csv");
    let countries: BTreeSet<_> = rows
        .iter()
        .map(|row| &places[&row["organisation"]].0)
        .collect();
    assert_eq!(countries.len(), 126);
    for region in ["CN", "HK", "MO", "TW"] {
        assert!(
            countries.iter().any(|country| *country == region),
            "{region}"
        );
    }
    let roles: BTreeSet<_> = rows.iter().map(|row| row["role"].as_str()).collect();
    assert_eq!(roles.len(), 5);
}

#[test]
fn activities_are_as_many_as_were_published() {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows("activities.csv") {
        *kinds.entry(row["kind"].clone()).or_default() += 1;
    }
    assert_eq!(kinds["forum"] + kinds["business_talk"], 122);
    assert_eq!((kinds["one_on_one"], kinds["centralised"]), (60, 2));
}

#[test]
fn derived_figures_lie_within_their_bounds() {
    let reported = rows("reported_figures.csv");
    let derived: Vec<_> = reported
        .iter()
        .filter(|row| !row["derived_from"].is_empty())
        .collect();
    assert_eq!(derived.len(), 3);
    let number = |text: &str| text.replace('.', "").parse::<i128>().unwrap();
    for row in derived {
        assert_eq!(row["status"], "estimated");
        let (least, value, most) = (
            number(&row["lower_bound"]),
            number(&row["value"]),
            number(&row["upper_bound"]),
        );
        assert!(least <= value && value <= most, "{row:?}");
    }
    // The growth the fourth edition printed follows from them: 40 and 24 percent.
    let growth_in_percent = |new: i128, old: i128| ((new - old) * 200 / old + 1) / 2;
    assert_eq!(growth_in_percent(331, 236), 40);
    assert_eq!(growth_in_percent(171_000, 152_679), 12);
    assert_eq!(growth_in_percent(10_108, 8_152), 24);
}
