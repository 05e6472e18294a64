//! What records made up at random may name.

use std::collections::BTreeMap;

use harness::{
    clients::Clients,
    dice::Dice,
    resources::{ALL, Resource},
    standing::FAIR,
};
use serde_json::{Value, json};

/// The editions of the sample.
pub(super) const EDITIONS: [&str; 4] = ["1", "2", "3", "4"];

/// A source of records: numbers that repeat, and the names there are.
pub(super) struct Chance {
    pub(super) dice: Dice,
    /// The full names of the records, by the collection of their names.
    names: BTreeMap<&'static str, Vec<String>>,
    fresh: usize,
    /// The year of the edition that the next record lies in.
    pub(super) year: i32,
}

impl Chance {
    /// Knows all records that the fair has.
    pub(super) async fn of(clients: &Clients, seed: u64) -> Self {
        let mut chance = Self {
            dice: Dice(seed),
            names: BTreeMap::new(),
            fresh: 0,
            year: 2016,
        };
        for resource in ALL {
            for parent in parents(&resource) {
                let names = names(clients, &resource, &parent).await;
                chance
                    .names
                    .entry(resource.collection)
                    .or_default()
                    .extend(names);
            }
        }
        chance
    }

    /// The full name of a record of a collection.
    pub(super) fn named(&mut self, collection: &str) -> String {
        self.dice.pick(&self.names[collection]).clone()
    }

    /// Remembers a record that was made.
    pub(super) fn remember(&mut self, collection: &'static str, name: String) {
        self.names.entry(collection).or_default().push(name);
    }

    /// An id that no record has.
    pub(super) fn fresh_id(&mut self) -> String {
        self.fresh += 1;
        format!("made-{}", self.fresh)
    }

    /// The full name of an edition, mostly the newest.
    pub(super) fn edition(&mut self) -> String {
        let id = if self.once_in(3) {
            *self.dice.pick(&EDITIONS)
        } else {
            "4"
        };
        format!("{FAIR}/editions/{id}")
    }

    /// Whether something happens that happens once in so many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.dice.roll(times) == 0
    }

    /// One of these texts.
    pub(super) fn one_of(&mut self, texts: &[&str]) -> Value {
        json!(self.dice.pick(texts))
    }

    /// A value of an enumeration, by what its name ends in.
    pub(super) fn value_of(&mut self, prefix: &str, values: &[&str]) -> Value {
        json!(format!("{prefix}_{}", self.dice.pick(values)))
    }

    /// A number from 1 to this.
    pub(super) fn up_to(&mut self, most: usize) -> usize {
        1 + self.dice.roll(most)
    }

    /// A day between two months of the year of the edition.
    pub(super) fn day(&mut self, from_month: usize, to_month: usize) -> Value {
        let month = from_month + self.dice.roll(to_month - from_month + 1);
        json!({"year": self.year, "month": month, "day": self.up_to(30)})
    }

    /// The next record lies below this parent, or is this one.
    pub(super) fn goes_below(&mut self, name: &str) {
        let edition = name.split('/').nth(3);
        let place = EDITIONS.iter().position(|id| edition == Some(*id));
        self.year = [2012, 2013, 2014, 2016][place.unwrap_or(3)];
    }
}

/// What the records of a kind lie in.
fn parents(resource: &Resource) -> Vec<String> {
    match resource.parent {
        "" => vec![String::new()],
        FAIR => vec![FAIR.to_owned()],
        _ => EDITIONS.map(|id| format!("{FAIR}/editions/{id}")).to_vec(),
    }
}

/// The names of all records of a kind.
async fn names(clients: &Clients, resource: &Resource, parent: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut token = String::new();
    loop {
        let mut ask = json!({"page_size": 1000, "page_token": token});
        if !parent.is_empty() {
            ask["parent"] = json!(parent);
        }
        let page = clients.speaker.call(&resource.list_method(), ask).await;
        let page = page.unwrap_or_else(|why| panic!("{} below {parent}: {why:?}", resource.plural));
        let records = page[resource.list_field].as_array().cloned();
        let told = records.unwrap_or_default().into_iter();
        names.extend(told.filter_map(|record| record["name"].as_str().map(str::to_owned)));
        match page["next_page_token"].as_str() {
            Some(next) if !next.is_empty() => next.clone_into(&mut token),
            _ => return names,
        }
    }
}
