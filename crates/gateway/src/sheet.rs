//! The answers of the other services as the facts a text may draw on.

use fault::Fault;
use prose::{
    Country, Date, Edition, Entry, Exact, Fact, FactValue, Figure, Participant, Point, Reading,
    Record, RecordList, Sheet, Status, Title,
};
use proto::{
    exhibitions::v1::{Edition as EditionRecord, Fair},
    google::r#type::Date as DateRecord,
    reporting::v1::{Figure as Answer, ObservationStatus, Ratio, SeriesPoint},
    statistics::v1::{BookEntry, Evidence, LocalizedText, Participant as Named},
};

use crate::{
    against,
    assemble::{FIGURES, Material, id_in, id_of},
    country,
    language::Language,
    noun,
};

/// Fills the sheet of a text in a language.
///
/// # Errors
/// [`Fault::Defect`] when a service answered with something that has no meaning.
pub(crate) fn filled(material: &Material, language: Language) -> Result<Sheet, Fault> {
    let mut sheet = Sheet::new();
    let teller = Teller {
        language,
        host_country: host_country(&material.edition),
    };
    for answer in &material.figures {
        let id = id_of(answer);
        if FIGURES.contains(&id) {
            add(&mut sheet, id, entry(answer, teller)?)?;
        }
    }
    for (id, fact) in fair_facts(&material.fair, language) {
        add(&mut sheet, id, fact)?;
    }
    for (id, fact) in edition_facts(&material.edition, language) {
        add(&mut sheet, id, fact)?;
    }
    Ok(sheet)
}

/// What decides how a record is told.
#[derive(Clone, Copy)]
struct Teller<'a> {
    language: Language,
    /// The country whose name a text does not repeat with every party.
    host_country: &'a str,
}

fn add(sheet: &mut Sheet, id: &str, entry: Entry) -> Result<(), Fault> {
    sheet
        .add(id, entry)
        .map_err(|error| Fault::defect("filling the sheet of a summary", error))
}

/// The country of the host, whose name a text does not repeat with every party.
fn host_country(edition: &EditionRecord) -> &str {
    let code = edition.host_subdivision_code.as_str();
    code.split_once('-').map_or(code, |(country, _)| country)
}

/// A figure as an entry of the sheet: a number, a series, records or a refusal.
fn entry(answer: &Answer, teller: Teller<'_>) -> Result<Entry, Fault> {
    let refused = |reason: &str| {
        let reason = reason.to_owned();
        Ok(Entry::Refused { reason })
    };
    if !answer.refusal.is_empty() {
        return refused(&answer.refusal);
    }
    let title = title(answer, teller.language);
    if !answer.records.is_empty() {
        let records = answer.records.iter();
        let records = records.map(|evidence| record(evidence, teller)).collect();
        return Ok(Entry::Records(RecordList { title, records }));
    }
    let Some(unit) = noun::unit(&answer.unit, teller.language) else {
        return refused("its unit has no form in prose");
    };
    let reading = match (&answer.value, answer.points.as_slice()) {
        (Some(value), _) => Reading::Value(exact(value)?),
        (None, []) => return refused("it came without a value"),
        (None, points) => Reading::Series(
            points
                .iter()
                .map(|each| point(each, answer.approximate))
                .collect::<Result<_, _>>()?,
        ),
    };
    Ok(Entry::Figure(Figure {
        title,
        reading,
        unit,
        status: status(least_reliable(answer)),
        base: base(&answer.base_edition)?,
        approximate: answer.approximate,
        against: against::of(answer)?,
    }))
}

/// The status that a text must own up to: that of the figure, of the base it is
/// measured against, or of the values it was ranked among, whichever can be relied on
/// least. A series says it point by point.
fn least_reliable(answer: &Answer) -> ObservationStatus {
    let ranked = answer.points.iter().filter(|_| answer.out_of > 0);
    let beside = ranked
        .map(SeriesPoint::status)
        .chain([answer.base_status()]);
    let worse = |one: ObservationStatus, other: ObservationStatus| match (one, other) {
        (ObservationStatus::Normal, ObservationStatus::Provisional)
        | (
            ObservationStatus::Normal | ObservationStatus::Provisional,
            ObservationStatus::Estimated,
        ) => other,
        _ => one,
    };
    beside.fold(answer.status(), worse)
}

/// What a figure is called, as the revision of its definition says.
fn title(answer: &Answer, language: Language) -> Option<Title> {
    let text = Some(language.text(answer.title.as_ref())).filter(|text| !text.is_empty())?;
    let record = answer.definition.clone();
    Some(Title { text, record })
}

/// A point of a series. Which of them are approximate is not told, so all are
/// taken to be if the series is.
fn point(point: &SeriesPoint, approximate: bool) -> Result<Point, Fault> {
    Ok(Point {
        edition: Edition {
            name: point.edition.clone(),
            ordinal: i128::from(point.ordinal),
        },
        value: point.value.as_ref().map(exact).transpose()?,
        status: status(point.status()),
        approximate,
    })
}

/// The edition a change is measured against: the id of an edition is its ordinal.
fn base(name: &str) -> Result<Option<Edition>, Fault> {
    if name.is_empty() {
        return Ok(None);
    }
    let id = id_in(name);
    let ordinal = id.parse().map_err(|_| senseless("base edition", name))?;
    let name = name.to_owned();
    Ok(Some(Edition { name, ordinal }))
}

/// An exact value.
pub(crate) fn exact(ratio: &Ratio) -> Result<Exact, Fault> {
    let read = |text: &str| text.parse::<i128>().map_err(|_| senseless("number", text));
    let (numerator, denominator) = (read(&ratio.numerator)?, read(&ratio.denominator)?);
    if denominator < 1 {
        return Err(senseless("denominator", &ratio.denominator));
    }
    Ok(Exact::new(numerator, denominator))
}

fn senseless(what: &str, text: &str) -> Fault {
    Fault::Defect {
        what: format!("reading the answer of reporting: {text:?} is no {what}"),
        source: None,
    }
}

fn status(status: ObservationStatus) -> Status {
    match status {
        ObservationStatus::Normal => Status::Normal,
        ObservationStatus::Provisional => Status::Provisional,
        ObservationStatus::Estimated => Status::Estimated,
        ObservationStatus::Break => Status::Break,
        ObservationStatus::DefinitionDiffers => Status::DefinitionDiffers,
        ObservationStatus::Missing | ObservationStatus::Unspecified => Status::Missing,
    }
}

/// A record that a text may name.
fn record(evidence: &Evidence, teller: Teller<'_>) -> Record {
    let digest = evidence.digest.clone().unwrap_or_default();
    let text = |text: Option<&LocalizedText>| {
        Some(teller.language.text(text)).filter(|text| !text.is_empty())
    };
    Record {
        record: format!("{}@{}", evidence.record, evidence.revision),
        title: text(digest.title.as_ref()),
        subject: text(digest.subject.as_ref()),
        kind: digest.kind,
        participants: digest
            .participants
            .iter()
            .map(|named| participant(named, teller))
            .collect(),
    }
}

/// A participant, with the office it holds, and with its country behind the name where
/// that is not the host's and the name does not say it.
fn participant(named: &Named, teller: Teller<'_>) -> Participant {
    let Teller {
        language,
        host_country,
    } = teller;
    let name = language.text(named.display_name.as_ref());
    let abroad = named.country_code != host_country;
    let known = match language {
        Language::English => country::in_english(&named.country_code),
        Language::Chinese => country::in_chinese(&named.country_code),
    };
    let origin = known.map(|origin| Country {
        name: origin.to_owned(),
        takes_article: language == Language::English && country::takes_article(origin),
    });
    let says = |country: &str| match language {
        Language::English => says(&name, country),
        // Its words have nothing between them.
        Language::Chinese => name.contains(country),
    };
    let country = known
        .filter(|country| abroad && !says(country))
        .map(ToOwned::to_owned);
    let office = Some(language.text(named.office.as_ref())).filter(|office| !office.is_empty());
    Participant {
        name,
        country,
        origin,
        office,
    }
}

/// Whether an English name holds words, as words: "Nigeria" does not say "Niger".
fn says(name: &str, words: &str) -> bool {
    let is_part = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    name.match_indices(words).any(|(at, _)| {
        let (before, after) = (&name[..at], &name[at + words.len()..]);
        !is_part(before.chars().next_back()) && !is_part(after.chars().next())
    })
}

fn fair_facts(fair: &Fair, language: Language) -> [(&'static str, Entry); 2] {
    let record = pedigree(&fair.name, fair.entry.as_ref());
    let text = |said: Option<&LocalizedText>| text(said, language, &record);
    [
        ("fair-title", text(fair.title.as_ref())),
        ("fair-short-title", text(fair.short_title.as_ref())),
    ]
}

fn edition_facts(edition: &EditionRecord, language: Language) -> [(&'static str, Entry); 4] {
    let record = pedigree(&edition.name, edition.entry.as_ref());
    let office = edition.statistics_office.as_ref();
    let text = |said: Option<&LocalizedText>| text(said, language, &record);
    [
        ("host-city", text(edition.host_city.as_ref())),
        ("statistics-office", text(office)),
        ("opening-date", day(edition.opening_date.as_ref(), &record)),
        ("closing-date", day(edition.closing_date.as_ref(), &record)),
    ]
}

fn text(text: Option<&LocalizedText>, language: Language, record: &str) -> Entry {
    fact(FactValue::Text(language.text(text)), record)
}

fn day(date: Option<&DateRecord>, record: &str) -> Entry {
    let read = |date: &DateRecord| {
        Some(Date {
            year: date.year,
            month: u8::try_from(date.month).ok()?,
            day: u8::try_from(date.day).ok()?,
        })
    };
    match date.and_then(read) {
        Some(date) => fact(FactValue::Date(date), record),
        None => Entry::Refused {
            reason: format!("{record} has no such day"),
        },
    }
}

fn fact(value: FactValue, record: &str) -> Entry {
    Entry::Fact(Fact {
        value,
        record: record.to_owned(),
    })
}

/// Which revision of a record was read.
fn pedigree(name: &str, entry: Option<&BookEntry>) -> String {
    format!("{name}@{}", entry.map_or(0, |entry| entry.revision))
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn a_country_is_said_by_its_whole_name() {
        assert!(says("Malaysia Electricity Association", "Malaysia"));
        assert!(says("Bank of Malaysia", "Malaysia"));
        assert!(!says("Nigeria Airways", "Niger"));
        assert!(!says("Longley Group", "United Kingdom"));
    }
}
