//! Builders of figures and sheets, and the sheet of a fair that never was.

use std::sync::Arc;

use prose::{
    Against, Country, Date, Edition, English, Entry, Error, Exact, Fact, FactValue, Figure, Noun,
    Participant, Point, Reading, Record, RecordList, Rendered, Sheet, Status, Template, Title,
    Unit,
};

pub(crate) fn whole(number: i128) -> Exact {
    Exact::from_integer(number)
}

pub(crate) fn figure(value: Exact, unit: Unit) -> Figure {
    Figure {
        title: None,
        reading: Reading::Value(value),
        unit,
        status: Status::Normal,
        base: None,
        approximate: false,
        against: None,
    }
}

/// So many editions in a row.
pub(crate) fn streak(times: i128) -> Figure {
    let run = Against::Run {
        unproven_beyond: None,
    };
    Figure {
        against: Some(run),
        ..count(times, "edition", "editions")
    }
}

/// The place of a value among others.
pub(crate) fn rank(place: i128, own: i128, others: &[i128]) -> Figure {
    let ranked = Against::Ranked {
        own: whole(own),
        others: others.iter().copied().map(whole).collect(),
    };
    Figure {
        against: Some(ranked),
        ..figure(whole(place), Unit::Rank)
    }
}

/// So many members of a list, out of all of them.
pub(crate) fn listed(part: i128, of: i128) -> Figure {
    Figure {
        against: Some(Against::OutOf(of)),
        ..count(part, "province", "provinces")
    }
}

pub(crate) fn count(value: i128, one: &str, many: &str) -> Figure {
    figure(
        whole(value),
        Unit::Count {
            noun: Noun {
                one: one.to_owned(),
                many: many.to_owned(),
            },
        },
    )
}

pub(crate) fn contracts(value: i128) -> Figure {
    count(value, "contract", "contracts")
}

pub(crate) fn amount(value: i128, currency: &str) -> Figure {
    figure(
        whole(value),
        Unit::Amount {
            currency: currency.to_owned(),
        },
    )
}

pub(crate) fn percent(numerator: i128, denominator: i128) -> Figure {
    figure(Exact::new(numerator, denominator), Unit::Percent)
}

pub(crate) fn edition(ordinal: i128) -> Edition {
    Edition {
        name: format!("fairs/sample/editions/{ordinal}"),
        ordinal,
    }
}

pub(crate) fn growth(numerator: i128, denominator: i128, base: i128) -> Figure {
    Figure {
        base: Some(edition(base)),
        ..percent(numerator, denominator)
    }
}

pub(crate) fn series(currency: &str, values: &[(i128, Option<i128>)]) -> Figure {
    let point = |(ordinal, value): &(i128, Option<i128>)| Point {
        edition: edition(*ordinal),
        value: value.map(whole),
        status: if value.is_some() {
            Status::Normal
        } else {
            Status::Missing
        },
        approximate: false,
    };
    Figure {
        reading: Reading::Series(values.iter().map(point).collect()),
        ..amount(0, currency)
    }
}

pub(crate) fn date(year: i32, month: u8, day: u8) -> Entry {
    fact(FactValue::Date(Date { year, month, day }))
}

pub(crate) fn text(text: &str) -> Entry {
    fact(FactValue::Text(text.to_owned()))
}

pub(crate) fn fact(value: FactValue) -> Entry {
    Entry::Fact(Fact {
        value,
        record: "fairs/sample/editions/4@2".to_owned(),
    })
}

pub(crate) fn refused(reason: &str) -> Entry {
    Entry::Refused {
        reason: reason.to_owned(),
    }
}

pub(crate) fn record(
    id: &str,
    title: &str,
    subject: Option<&str>,
    participants: &[(&str, Option<&str>)],
) -> Record {
    Record {
        record: format!("fairs/sample/editions/4/agreements/{id}@1"),
        title: Some(title.to_owned()),
        subject: subject.map(ToOwned::to_owned),
        kind: "contract".to_owned(),
        participants: participants
            .iter()
            .map(|(name, country)| Participant {
                name: (*name).to_owned(),
                country: country.map(ToOwned::to_owned),
                origin: country.map(|name| Country {
                    name: name.to_owned(),
                    takes_article: name.starts_with("United"),
                }),
                office: None,
            })
            .collect(),
    }
}

pub(crate) fn records(records: Vec<Record>) -> Entry {
    Entry::Records(RecordList {
        title: None,
        records,
    })
}

pub(crate) fn sheet<'a>(entries: impl IntoIterator<Item = (&'a str, Entry)>) -> Sheet {
    let mut sheet = Sheet::new();
    for (id, entry) in entries {
        sheet.add(id, entry).unwrap();
    }
    sheet
}

pub(crate) fn title(text: &str) -> Title {
    Title {
        text: text.to_owned(),
        record: "fairs/sample/figureDefinitions/sector@1".to_owned(),
    }
}

/// Renders a template of which only the paragraphs matter.
pub(crate) fn render(body: &str, sheet: &Sheet) -> Result<Rendered, Error> {
    let source = format!("Headline\n\n{body}");
    Template::load("test", &source, &English)?.render(Arc::new(sheet.clone()))
}

/// The one paragraph that a template gives.
pub(crate) fn line(body: &str, sheet: &Sheet) -> String {
    let rendered = render(body, sheet).unwrap();
    assert_eq!(rendered.paragraphs.len(), 1, "{rendered:?}");
    rendered.paragraphs[0].clone()
}

/// The cause for which a template is not rendered.
pub(crate) fn cause(body: &str, sheet: &Sheet) -> prose::Cause {
    render(body, sheet).unwrap_err().cause
}

/// One figure under the id `x`.
pub(crate) fn only(figure: Figure) -> Sheet {
    sheet([("x", Entry::Figure(figure))])
}

/// The sheet of a fair, with what a release of it needs.
pub(crate) fn fair() -> Sheet {
    let provisional = |figure: Figure| {
        Entry::Figure(Figure {
            status: Status::Provisional,
            ..figure
        })
    };
    sheet([
        ("edition", Entry::Figure(figure(whole(4), Unit::Ordinal))),
        ("year", Entry::Figure(figure(whole(2016), Unit::Year))),
        ("years", Entry::Figure(figure(whole(5), Unit::Years))),
        ("short-title", text("CIFTIS")),
        ("city", text("Beijing")),
        ("office", text("the organising committee")),
        ("opening", date(2016, 5, 28)),
        ("closing", date(2016, 6, 1)),
        (
            "countries",
            Entry::Figure(count(126, "country or region", "countries and regions")),
        ),
        ("contracts", provisional(contracts(331))),
        ("volume", provisional(amount(101_080_000_000, "USD"))),
        ("contracts-growth", provisional(growth(9500, 236, 3))),
        ("volume-growth", provisional(growth(1956 * 100, 8152, 3))),
        ("international", provisional(contracts(121))),
        (
            "international-volume",
            provisional(amount(19_880_000_000, "USD")),
        ),
        ("international-share", provisional(percent(198_800, 10_108))),
        ("domestic", provisional(contracts(155))),
        ("rest", provisional(contracts(55))),
        (
            "sector",
            Entry::Figure(Figure {
                title: Some(title("courier services")),
                ..series(
                    "CNY",
                    &[
                        (1, Some(5_000_000_000)),
                        (2, None),
                        (3, Some(50_000_000_000)),
                        (4, Some(104_000_000_000)),
                    ],
                )
            }),
        ),
        (
            "visits-growth",
            refused("The previous edition has no comparable count."),
        ),
        (
            "exchange",
            records(vec![record(
                "a1",
                "Academic exchange",
                Some("academic exchange and exchange students"),
                &[
                    ("Kaunas University of Technology", Some("Lithuania")),
                    ("Beijing Institute of Technology", Some("China")),
                ],
            )]),
        ),
    ])
}

/// Runs a check over a table of cases.
pub(crate) fn each<T>(cases: impl IntoIterator<Item = T>, check: impl FnMut(T)) {
    cases.into_iter().for_each(check);
}
