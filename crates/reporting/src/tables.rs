//! A fair in tables, for tests: whatever an evaluation asks is answered from plain
//! rows, and totals are added up from facts on the spot.

#![allow(clippy::unwrap_used)]

mod cubes;
mod rows;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use fault::Fault;
use proto::{
    exhibitions::v1::{Edition, Fair},
    google::r#type::Date,
    reporting::v1::{
        CodeList, CodeListEntry, Comparability, EditionStatus, FigureBasis, FigureDefinition,
        ObservationStatus, Rate, ReportedFigure,
    },
    statistics::v1::{
        CellTotal, Condition, Evidence, ListEvidenceResponse, Position, Quantity,
        QueryCellsResponse, condition::Test, query_cells_request::Measure,
    },
};

use crate::{
    catalogue::{self, Settings},
    cut::ReadCut,
    question::{EvidenceQuestion, Question, Selected},
    refusal::Refusal,
    sources::{FamilyInEdition, FigureInEdition, Held, QuantityOfCube, Sources},
};

pub(crate) use cubes::cubes;
pub(crate) use rows::Row;

pub(crate) const FAIR: &str = "fairs/ciftis";

/// The tables of a fair.
#[derive(Default)]
pub(crate) struct Tables {
    pub(crate) definitions: BTreeMap<String, Held<FigureDefinition>>,
    pub(crate) code_lists: BTreeMap<String, Held<CodeList>>,
    pub(crate) statuses: BTreeMap<(i32, &'static str), EditionStatus>,
    pub(crate) reported: BTreeMap<(i32, String), ReportedFigure>,
    pub(crate) rates: Vec<(i32, Rate)>,
    pub(crate) comparabilities: Vec<(i32, Comparability)>,
    pub(crate) editions: BTreeMap<i32, Edition>,
    pub(crate) rows: Vec<Row>,
    /// Every question about cells, in the order of asking.
    pub(crate) asked: Mutex<Vec<Question>>,
}

/// The name of an edition.
pub(crate) fn edition(ordinal: i32) -> String {
    format!("{FAIR}/editions/{ordinal}")
}

fn ordinal(edition: &str) -> i32 {
    edition.rsplit('/').next().unwrap().parse().unwrap()
}

/// The editions of the sample fair with the shipped catalogue and nothing else.
pub(crate) fn fair() -> Tables {
    let mut tables = Tables::default();
    let settings = Settings {
        reporting_currency_code: "USD".to_owned(),
        domestic_currency_code: "CNY".to_owned(),
        focus_sector_code: "2.B".to_owned(),
        ..Settings::default()
    };
    for (id, definition) in catalogue::definitions(&settings).unwrap() {
        tables.define(&id, definition);
    }
    for (ordinal, year) in [(1, 2012), (2, 2013), (3, 2014), (4, 2016)] {
        tables.editions.insert(ordinal, held_in(ordinal, year));
    }
    tables
}

/// The edition held in a year.
pub(crate) fn held_in(ordinal: i32, year: i32) -> Edition {
    let day = |month, day| Some(Date { year, month, day });
    Edition {
        name: edition(ordinal),
        ordinal,
        opening_date: day(5, 28),
        closing_date: day(6, 1),
        ..Edition::default()
    }
}

/// A cut of the tables, which stand still.
pub(crate) fn cut() -> ReadCut {
    let position = |service: &str, sequence| Position {
        service: service.to_owned(),
        fair: FAIR.to_owned(),
        sequence,
        recorded_at: None,
    };
    ReadCut {
        exhibitions: position("exhibitions", 7),
        forums: position("forums", 8),
        contracts: position("contracts", 9),
        reporting: position("reporting", 10),
    }
}

impl Tables {
    pub(crate) fn define(&mut self, id: &str, record: FigureDefinition) {
        let held = Held {
            record,
            pedigree: format!("{FAIR}/figureDefinitions/{id}@1"),
            live: true,
        };
        self.definitions.insert(id.to_owned(), held);
    }

    pub(crate) fn status(
        &mut self,
        edition: i32,
        family: &'static str,
        basis: FigureBasis,
        status: ObservationStatus,
    ) {
        let record = EditionStatus {
            family: family.to_owned(),
            basis: basis.into(),
            status: status.into(),
            ..EditionStatus::default()
        };
        self.statuses.insert((edition, family), record);
    }

    /// A figure as it is reported while the definitions are what they are.
    pub(crate) fn report(&mut self, edition: i32, id: &str, value: &str) -> &mut ReportedFigure {
        let definition = self.definitions.get(id);
        let record = ReportedFigure {
            value: value.to_owned(),
            unit: definition.map_or_else(String::new, |held| held.record.unit.clone()),
            status: ObservationStatus::Normal.into(),
            source: "the closing report".to_owned(),
            ..ReportedFigure::default()
        };
        self.reported
            .entry((edition, id.to_owned()))
            .insert_entry(record)
            .into_mut()
    }

    pub(crate) fn rate(&mut self, edition: i32, base: &str, quote: &str, price: &str) {
        let record = Rate {
            name: format!("{base}-{quote}"),
            base_currency_code: base.to_owned(),
            quote_currency_code: quote.to_owned(),
            price: price.to_owned(),
            ..Rate::default()
        };
        self.rates.push((edition, record));
    }

    pub(crate) fn comparable(&mut self, of: i32, with: i32, comparable: bool) {
        let record = Comparability {
            name: format!("contracts-{with}"),
            family: "contracts".to_owned(),
            base_edition: edition(with),
            comparable,
            grounds: "the counting rule".to_owned(),
            ..Comparability::default()
        };
        self.comparabilities.push((of, record));
    }

    pub(crate) fn code_list(&mut self, id: &str, entries: Vec<CodeListEntry>) {
        let record = CodeList {
            entries,
            ..CodeList::default()
        };
        let held = held(FAIR, "codeLists", id, record);
        self.code_lists.insert(id.to_owned(), held);
    }

    fn rows_of<'a>(&'a self, selected: &'a Selected) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| {
            row.cube == selected.cube
                && row.edition == ordinal(&selected.edition)
                && selected
                    .conditions
                    .iter()
                    .all(|condition| passes(row, condition))
        })
    }

    fn total(&self, question: &Question) -> QueryCellsResponse {
        let mut totals: BTreeMap<Vec<String>, i64> = BTreeMap::new();
        if question.group_by.is_none() {
            totals.insert(Vec::new(), 0);
        }
        let mut seen = BTreeSet::new();
        for row in self.rows_of(&question.selected) {
            let group = question
                .group_by
                .iter()
                .map(|dimension| value(row, dimension))
                .collect();
            let total = totals.entry(group).or_default();
            match &question.measure {
                Measure::SumOf(quantity) => *total += quantity_of(row, quantity),
                Measure::Distinct(dimension) => {
                    *total += i64::from(seen.insert(value(row, dimension)));
                }
            }
        }
        QueryCellsResponse {
            totals: totals
                .into_iter()
                .map(|(group, total)| CellTotal { group, total })
                .collect(),
            position: None,
            roll_up: Vec::new(),
        }
    }
}

fn value(row: &Row, dimension: &str) -> String {
    let found = row.dimensions.iter().find(|(name, _)| *name == dimension);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

fn quantity_of(row: &Row, quantity: &str) -> i64 {
    let found = row.quantities.iter().find(|(name, _)| *name == quantity);
    found.map_or(0, |(_, value)| *value)
}

fn passes(row: &Row, condition: &Condition) -> bool {
    match condition.test.as_ref().unwrap() {
        Test::AnyOf(set) => set.values.contains(&value(row, &condition.dimension)),
        Test::Within(range) => {
            let value = value(row, &condition.dimension);
            range.from <= value && (range.before.is_empty() || value < range.before)
        }
    }
}

fn held<T>(edition: &str, collection: &str, id: &str, record: T) -> Held<T> {
    Held {
        record,
        pedigree: format!("{edition}/{collection}/{id}@1"),
        live: true,
    }
}

impl Sources for Tables {
    async fn definition(&self, id: String) -> Result<Option<Held<FigureDefinition>>, Fault> {
        Ok(self.definitions.get(&id).cloned())
    }

    async fn code_list(&self, id: String) -> Result<Option<Held<CodeList>>, Fault> {
        Ok(self.code_lists.get(&id).cloned())
    }

    async fn status(&self, of: FamilyInEdition) -> Result<Option<Held<EditionStatus>>, Fault> {
        let key = (ordinal(&of.edition), of.family.as_str());
        let found = self.statuses.get(&key).cloned();
        Ok(found.map(|record| held(&of.edition, "statuses", &of.family, record)))
    }

    async fn reported(&self, of: FigureInEdition) -> Result<Option<Held<ReportedFigure>>, Fault> {
        let found = self
            .reported
            .get(&(ordinal(&of.edition), of.id.clone()))
            .cloned();
        Ok(found.map(|record| held(&of.edition, "reportedFigures", &of.id, record)))
    }

    async fn rates(&self, edition: String) -> Result<Vec<Held<Rate>>, Fault> {
        let of_edition = self.rates.iter().filter(|(of, _)| *of == ordinal(&edition));
        let held = of_edition.map(|(_, rate)| held(&edition, "rates", &rate.name, rate.clone()));
        Ok(held.collect())
    }

    async fn comparabilities(&self, edition: String) -> Result<Vec<Held<Comparability>>, Fault> {
        let of_edition = self
            .comparabilities
            .iter()
            .filter(|(of, _)| *of == ordinal(&edition));
        let held = of_edition
            .map(|(_, record)| held(&edition, "comparabilities", &record.name, record.clone()));
        Ok(held.collect())
    }

    async fn fair(&self, name: String) -> Result<Option<Fair>, Fault> {
        Ok(Some(Fair {
            name,
            first_year: 2012,
            ..Fair::default()
        }))
    }

    async fn edition(&self, name: String) -> Result<Option<Edition>, Fault> {
        Ok(self.editions.get(&ordinal(&name)).cloned())
    }

    async fn editions(&self, _: String) -> Result<Vec<Edition>, Fault> {
        Ok(self.editions.values().cloned().collect())
    }

    async fn quantity(&self, of: QuantityOfCube) -> Result<Option<Quantity>, Fault> {
        let cubes = cubes();
        let cube = cubes[&of.keeper].iter().find(|cube| cube.name == of.cube);
        Ok(cube.and_then(|cube| {
            let mut quantities = cube.quantities.iter();
            quantities
                .find(|one| of.quantity.is_empty() || one.name == of.quantity)
                .cloned()
        }))
    }

    async fn cells(
        &self,
        question: Question,
    ) -> Result<Result<QueryCellsResponse, Refusal>, Fault> {
        let answer = self.total(&question);
        self.asked.lock().unwrap().push(question);
        Ok(Ok(answer))
    }

    async fn evidence(
        &self,
        question: EvidenceQuestion,
    ) -> Result<Result<ListEvidenceResponse, Refusal>, Fault> {
        let rows = self
            .rows_of(&question.selected)
            .take(question.limit.try_into().unwrap());
        let evidence = rows.enumerate().map(|(at, _)| Evidence {
            record: format!("{}/agreements/a{at}", question.selected.edition),
            contribution: 1,
            ..Evidence::default()
        });
        Ok(Ok(ListEvidenceResponse {
            evidence: evidence.collect(),
            ..ListEvidenceResponse::default()
        }))
    }
}
