//! Builders of what a summary is made of.

use proto::{
    exhibitions::v1::{Edition, Fair},
    gateway::v1::{Claim, ClaimKind, SummarizeEditionRequest, Summary},
    google::r#type::Date,
    reporting::v1::{Figure, FigureBasis, ObservationStatus, Ratio, SeriesPoint},
    statistics::v1::{
        BookEntry, Cut, Evidence, LocalizedText, Participant, Position, RecordDigest,
    },
};

use crate::{
    assemble::{Material, asked},
    summary::Writer,
    wanted::Wanted,
};

pub(crate) fn text(en: &str) -> Option<LocalizedText> {
    Some(LocalizedText {
        en: en.to_owned(),
        zh: String::new(),
    })
}

/// A text in both languages.
pub(crate) fn texts(en: &str, zh: &str) -> Option<LocalizedText> {
    let text = text(en);
    text.map(|text| LocalizedText {
        zh: zh.to_owned(),
        ..text
    })
}

pub(crate) fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Some(Date { year, month, day })
}

pub(crate) fn entry(revision: i64) -> Option<BookEntry> {
    Some(BookEntry {
        revision,
        ..BookEntry::default()
    })
}

pub(crate) fn cut(fair: &str) -> Cut {
    let position = |service: &str| Position {
        service: service.to_owned(),
        fair: fair.to_owned(),
        sequence: 7,
        recorded_at: None,
    };
    Cut {
        positions: ["exhibitions", "forums", "contracts", "reporting"]
            .map(position)
            .to_vec(),
    }
}

/// The figures of an edition: those that are not put in are refused.
pub(crate) struct Figures {
    edition: String,
    figures: Vec<Figure>,
}

impl Figures {
    pub(crate) fn of(edition: &str) -> Self {
        let refused = |id: &str| Figure {
            name: format!("{edition}/figures/{id}"),
            refusal: format!("{id} is not in the books"),
            ..Figure::default()
        };
        Self {
            figures: asked().map(refused).collect(),
            edition: edition.to_owned(),
        }
    }

    /// Puts a figure in the place of its refusal.
    pub(crate) fn put(mut self, id: &str, unit: &str, change: impl FnOnce(&mut Figure)) -> Self {
        let name = format!("{}/figures/{id}", self.edition);
        let figure = self
            .figures
            .iter_mut()
            .find(|figure| figure.name == name)
            .unwrap();
        figure.refusal.clear();
        unit.clone_into(&mut figure.unit);
        let (fair, _) = self.edition.split_once("/editions/").unwrap();
        figure.definition = format!("{fair}/figureDefinitions/{id}@1");
        figure.set_status(ObservationStatus::Normal);
        figure.set_basis(FigureBasis::Records);
        change(figure);
        self
    }

    /// A whole number.
    pub(crate) fn whole(self, id: &str, unit: &str, value: i128) -> Self {
        self.put(id, unit, |figure| figure.value = ratio(value, 1))
    }

    /// A preliminary number.
    pub(crate) fn provisional(self, id: &str, unit: &str, value: (i128, i128)) -> Self {
        self.put(id, unit, |figure| {
            figure.value = ratio(value.0, value.1);
            figure.set_status(ObservationStatus::Provisional);
        })
    }

    /// A change against an edition of which there are only estimates.
    pub(crate) fn growth(self, id: &str, value: (i128, i128), base: &str) -> Self {
        self.put(id, "percent", |figure| {
            figure.value = ratio(value.0, value.1);
            figure.base_edition = base.to_owned();
            figure.set_status(ObservationStatus::Estimated);
        })
    }

    /// Records to be named.
    pub(crate) fn records(self, id: &str, records: Vec<Evidence>) -> Self {
        self.put(id, "agreements", |figure| figure.records = records)
    }

    pub(crate) fn done(self) -> Vec<Figure> {
        self.figures
    }
}

pub(crate) fn ratio(numerator: i128, denominator: i128) -> Option<Ratio> {
    Some(Ratio {
        numerator: numerator.to_string(),
        denominator: denominator.to_string(),
    })
}

pub(crate) fn point(fair: &str, ordinal: i32, value: Option<i128>) -> SeriesPoint {
    let mut point = SeriesPoint {
        edition: format!("{fair}/editions/{ordinal}"),
        ordinal,
        value: value.and_then(|value| ratio(value, 1)),
        ..SeriesPoint::default()
    };
    point.set_status(match value {
        Some(_) => ObservationStatus::Normal,
        None => ObservationStatus::Missing,
    });
    point
}

pub(crate) fn agreement(
    name: &str,
    kind: &str,
    (title, subject): (&str, &str),
    parties: &[(&str, &str)],
) -> Evidence {
    let party = |(name, country): &(&str, &str)| Participant {
        display_name: text(name),
        country_code: (*country).to_owned(),
        ..Participant::default()
    };
    Evidence {
        record: name.to_owned(),
        revision: 2,
        contribution: 1,
        digest: Some(RecordDigest {
            title: text(title),
            subject: text(subject).filter(|subject| !subject.en.is_empty()),
            participants: parties.iter().map(party).collect(),
            kind: kind.to_owned(),
        }),
        ..Evidence::default()
    }
}

pub(crate) fn material(fair: Fair, edition: Edition, figures: Vec<Figure>) -> Material {
    let cut = cut(&fair.name);
    Material {
        fair,
        edition,
        figures,
        cut,
    }
}

pub(crate) fn wanted(edition: &str) -> Wanted {
    wanted_in("", edition)
}

fn wanted_in(language_code: &str, edition: &str) -> Wanted {
    Wanted::read(SummarizeEditionRequest {
        name: edition.to_owned(),
        language_code: language_code.to_owned(),
        ..SummarizeEditionRequest::default()
    })
    .unwrap()
}

pub(crate) fn summarised(material: &Material) -> Summary {
    summarised_in("", material)
}

pub(crate) fn summarised_in(language_code: &str, material: &Material) -> Summary {
    let wanted = wanted_in(language_code, &material.edition.name);
    Writer::new().write(&wanted, material).unwrap()
}

/// What a text claims in numbers, whatever its words and their order.
pub(crate) fn claims(summary: &Summary) -> Vec<String> {
    let statistics = summary
        .claims
        .iter()
        .filter(|claim| claim.kind() == ClaimKind::Statistic);
    let mut claims: Vec<_> = statistics
        .map(|claim| {
            format!(
                "{} {:?} {} {} {:?}",
                claim.figure,
                claim.value,
                claim.unit,
                claim.qualifier,
                claim.status()
            )
        })
        .collect();
    claims.sort();
    claims
}

/// Headline and paragraphs as one text.
pub(crate) fn printed(summary: &Summary) -> String {
    format!(
        "{}\n\n{}\n",
        summary.headline,
        summary.paragraphs.join("\n\n")
    )
}

fn place(claim: &Claim) -> std::ops::Range<usize> {
    usize::try_from(claim.start).unwrap()..usize::try_from(claim.end).unwrap()
}

/// Every claim quotes the text at its place.
pub(crate) fn check_places(summary: &Summary) {
    for claim in &summary.claims {
        let text = match usize::try_from(claim.paragraph) {
            Ok(paragraph) => &summary.paragraphs[paragraph],
            Err(_) => &summary.headline,
        };
        let quoted: String = text.chars().collect::<Vec<_>>()[place(claim)]
            .iter()
            .collect();
        assert_eq!(quoted, claim.quote, "{claim:?}");
        let traced = [&claim.figure, &claim.record];
        assert!(traced.into_iter().any(|from| !from.is_empty()), "{claim:?}");
    }
}

/// What is left of the text when the claims are taken out holds no digit.
pub(crate) fn check_outside(summary: &Summary) {
    let parts = std::iter::once(&summary.headline).chain(&summary.paragraphs);
    for (paragraph, text) in (-1..).zip(parts) {
        let mut letters: Vec<char> = text.chars().collect();
        let here = summary
            .claims
            .iter()
            .filter(|claim| claim.paragraph == paragraph);
        for claim in here {
            letters[place(claim)].fill('~');
        }
        let outside: String = letters.into_iter().collect();
        assert!(!outside.contains(char::is_numeric), "{outside}");
        assert!(
            !outside.contains("  ") && !outside.contains(" ,") && !outside.contains(" ."),
            "{outside}"
        );
    }
}
