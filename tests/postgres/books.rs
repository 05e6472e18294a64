//! Books of one small cube, wherever they are kept.

use std::sync::Arc;

use harness::dice::Dice;
use ledger::{
    Book, BookConfig, CellQuery, Change, Clock, Cube, Cubes, Dimension, Fact, Fair, Loaded,
    Measure, PostgresConfig, PostgresStore, Quantity, Randomness, RequestKey, Revision, Selection,
    State, Store, Write,
};

/// The countries of the deals.
pub(crate) const COUNTRIES: [&str; 3] = ["BR", "CN", "LT"];

/// How many fairs writers share where they shall get in each other's way.
pub(crate) const FAIRS: usize = 4;

/// How many records of a fair are written to.
const RECORDS: usize = 5;

/// No randomness, so that two books of the same writes have the same hashes.
struct Zeros;

impl Randomness for Zeros {
    fn fill(&mut self, buffer: &mut [u8]) {
        buffer.fill(0);
    }
}

pub(crate) fn cubes() -> Cubes {
    let deals = Cube {
        name: "deals",
        description: "One deal.",
        dimensions: vec![
            Dimension::new("edition", "The edition."),
            Dimension::new("country", "Where it was made."),
        ],
        quantities: vec![
            Quantity::new("deals", "Deals."),
            Quantity::new("weight", "Their weight."),
        ],
        roll_ups: vec![vec!["edition"], vec!["edition", "country"]],
    };
    Cubes::new(vec![deals]).unwrap()
}

pub(crate) fn book(store: Box<dyn Store>, clock: Arc<dyn Clock>) -> Book {
    let config = BookConfig::default();
    working(store, clock, config)
}

fn working(store: Box<dyn Store>, clock: Arc<dyn Clock>, config: BookConfig) -> Book {
    Book::open(store, cubes(), clock, Box::new(Zeros), config).unwrap()
}

/// A book in a database that is there.
pub(crate) fn in_database(config: &PostgresConfig, clock: Arc<dyn Clock>) -> Book {
    // As a process that serves opens them, beside others.
    let beside_others = BookConfig {
        may_change_totals: false,
        ..BookConfig::default()
    };
    let store = PostgresStore::open(config).unwrap();
    working(Box::new(store), clock, beside_others)
}

/// Makes the books of a database, with their totals.
pub(crate) fn make(config: &PostgresConfig, clock: Arc<dyn Clock>) {
    drop(book(
        Box::new(PostgresStore::migrate(config).unwrap()),
        clock,
    ));
}

pub(crate) fn fair(number: usize) -> Fair {
    Fair::parse(&format!("fairs/f{number}")).unwrap()
}

/// A record of a fair.
pub(crate) fn record(fair: &Fair, dice: &mut Dice) -> String {
    format!("{fair}/deals/d{}", dice.roll(RECORDS))
}

pub(crate) fn request(number: u64, digest: u8) -> RequestKey {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&number.to_be_bytes());
    RequestKey {
        caller: "local".to_owned(),
        method: "Write".to_owned(),
        id,
        digest: [digest; 32],
    }
}

/// A write that makes the record live with these facts, or voids it. Voiding what is not
/// live is refused.
pub(crate) fn write(fair: &Fair, request: RequestKey, name: &str, dice: &mut Dice) -> Write {
    let is_void = dice.roll(4) == 0;
    let (country, weight) = (*dice.pick(&COUNTRIES), dice.roll(1_000));
    let name = name.to_owned();
    let reads = vec![name.clone()];
    let rule = move |loaded: &Loaded| {
        let found = loaded.record(&name);
        if is_void && found.is_none_or(|found| found.state != State::Live) {
            return Err(fault::Fault::not_found(name));
        }
        let body = format!("{country} {weight}").into_bytes();
        Ok(vec![Change {
            state: if is_void { State::Void } else { State::Live },
            // A text of a caller may hold anything.
            reason: if is_void {
                "lapsed\0".to_owned()
            } else {
                String::new()
            },
            moved_to: String::new(),
            facts: if is_void {
                Vec::new()
            } else {
                vec![fact(country, weight)]
            },
            name,
            body,
        }])
    };
    Write {
        fair: fair.clone(),
        request,
        reads,
        rule: Box::new(rule),
    }
}

fn fact(country: &str, weight: usize) -> Fact {
    Fact::of("deals")
        .under("edition", "4")
        .under("country", country)
        .with("deals", 1)
        .with("weight", i64::try_from(weight).unwrap())
}

/// The facts of a revision, made anew from its body.
pub(crate) fn recompute(revision: &Revision) -> Result<Vec<Fact>, fault::Fault> {
    if revision.state == State::Void {
        return Ok(Vec::new());
    }
    let body = String::from_utf8_lossy(&revision.body);
    let (country, weight) = body.split_once(' ').unwrap();
    Ok(vec![fact(country, weight.parse().unwrap())])
}

/// The weight of all deals, by country or altogether.
pub(crate) fn weight(by_country: bool) -> CellQuery {
    CellQuery {
        selection: Selection {
            edition: "4".to_owned(),
            cube: "deals".to_owned(),
            conditions: Vec::new(),
        },
        measure: Measure::Sum("weight".to_owned()),
        group_by: by_country
            .then(|| "country".to_owned())
            .into_iter()
            .collect(),
    }
}
