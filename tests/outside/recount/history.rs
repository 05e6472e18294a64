//! A history made up at random: records are made, changed and taken out in all
//! books, one commit after the other.

use std::collections::BTreeMap;

use harness::{
    builders::request_id,
    clients::Clients,
    resources::{
        COMPARABILITIES, EDITION_STATUSES, FIGURE_DEFINITIONS, REPORTED_FIGURES, Resource,
        SECTIONS, camel,
    },
    standing::FAIR,
};
use serde_json::{Map, Value, json};

use super::{
    chance::Chance,
    definitions::{BUILT_ON, OWN},
    made_up::{FAMILIES, KINDS, Kind},
};

/// What became of the steps of a history, by the method and the outcome.
pub(super) type Tally = BTreeMap<String, (usize, usize)>;

/// Makes records, changes them and takes them out.
pub(super) struct History {
    clients: Clients,
    chance: Chance,
    tally: Tally,
}

impl History {
    pub(super) async fn of(clients: Clients, seed: u64) -> Self {
        let chance = Chance::of(&clients, seed).await;
        Self {
            clients,
            chance,
            tally: Tally::new(),
        }
    }

    /// Writes so many steps, after the definitions that they are read by.
    pub(super) async fn write(mut self, steps: usize) -> Tally {
        self.define().await;
        self.look_back().await;
        for _ in 0..steps {
            self.step().await;
        }
        self.tally
    }

    /// Records the definitions of the test.
    async fn define(&mut self) {
        for own in &OWN {
            let record = own.record(&mut self.chance);
            let taken = self.create(&FIGURE_DEFINITIONS, FAIR, own.id, record).await;
            assert!(taken, "{} is a definition", own.id);
        }
    }

    /// Lets the editions be compared, as far as nobody has judged yet, and gives the
    /// earlier ones halls: so that what looks back has something to see.
    async fn look_back(&mut self) {
        for (family, this) in FAMILIES
            .iter()
            .flat_map(|family| (2..=4).map(move |this| (family, this)))
        {
            for base in 1..this {
                let judgement = json!({
                    "family": family, "base_edition": format!("{FAIR}/editions/{base}"),
                    "comparable": true, "grounds": "Made up", "source": "Made up",
                });
                let parent = format!("{FAIR}/editions/{this}");
                let id = format!("{family}-{base}");
                self.create(&COMPARABILITIES, &parent, &id, judgement).await;
            }
        }
        for edition in [1, 2, 3] {
            let parent = format!("{FAIR}/editions/{edition}");
            let status = format!("{parent}/statuses/space");
            let records = json!({"basis": "FIGURE_BASIS_RECORDS",
                "status": "OBSERVATION_STATUS_NORMAL", "source": "Made up"});
            self.change(&EDITION_STATUSES, &status, records).await;
            for (id, basis) in [("hall", "GROSS"), ("hall-net", "NET")] {
                let hall = json!({
                    "title": {"en": "Made-up hall"}, "kind": "SECTION_KIND_HALL",
                    "area_square_metres": 1000 * edition, "area_basis": format!("AREA_BASIS_{basis}"),
                    "source": "Made up", "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
                });
                self.create(&SECTIONS, &parent, id, hall).await;
            }
        }
    }

    async fn step(&mut self) {
        let weights: usize = KINDS.iter().map(|kind| kind.weight).sum();
        let mut drawn = self.chance.dice.roll(weights + 4);
        for kind in &KINDS {
            if drawn < kind.weight {
                return self.touch(kind).await;
            }
            drawn -= kind.weight;
        }
        self.define_anew().await;
    }

    /// Makes a record of a kind, takes one out, or changes one.
    async fn touch(&mut self, kind: &Kind) {
        let drawn = self.chance.dice.roll(10);
        let resource = &kind.resource;
        if drawn < kind.creates {
            let (parent, id) = self.place(resource);
            self.chance.goes_below(&parent);
            let record = (kind.record)(&mut self.chance);
            self.create(resource, &parent, &id, record).await;
        } else if drawn < kind.creates + kind.voids {
            let name = self.chance.named(resource.collection);
            self.take_out(resource, &name).await;
        } else {
            let name = self.chance.named(resource.collection);
            self.chance.goes_below(&name);
            let mut record = (kind.record)(&mut self.chance);
            for field in kept(resource) {
                record.as_object_mut().expect("a record").remove(*field);
            }
            let change = self.part_of(record);
            self.change(resource, &name, change).await;
        }
    }

    /// Where a new record lies, and what it is called.
    fn place(&mut self, resource: &Resource) -> (String, String) {
        let chance = &mut self.chance;
        if resource.collection == REPORTED_FIGURES.collection {
            let definition = chance.named(FIGURE_DEFINITIONS.collection);
            let id = definition.rsplit('/').next().unwrap_or_default();
            return (chance.edition(), id.to_owned());
        }
        let parent = match resource.parent {
            FAIR => FAIR.to_owned(),
            // Rates and judgements are mostly those of the newest edition.
            _ if resource.collection == COMPARABILITIES.collection && !chance.once_in(4) => {
                format!("{FAIR}/editions/4")
            }
            _ if resource.collection == "delegations" => {
                format!("{FAIR}/editions/{}", chance.up_to(4))
            }
            _ => chance.edition(),
        };
        (parent, chance.fresh_id())
    }

    /// One or two fields of a record that are to be changed, or all.
    fn part_of(&mut self, record: Value) -> Value {
        let Value::Object(fields) = record else {
            panic!("a record has fields")
        };
        if self.chance.once_in(4) {
            return Value::Object(fields);
        }
        let paths: Vec<_> = fields.keys().cloned().collect();
        let mut part = Map::new();
        for _ in 0..2 {
            let path = self.chance.dice.pick(&paths);
            part.insert(path.clone(), fields[path].clone());
        }
        Value::Object(part)
    }

    /// Draws the rule of a definition anew, or retires one.
    async fn define_anew(&mut self) {
        if self.chance.once_in(8) {
            let name = self.chance.dice.pick(&BUILT_ON);
            let name = format!("{FAIR}/figureDefinitions/{name}");
            return self.take_out(&FIGURE_DEFINITIONS, &name).await;
        }
        let own = self.chance.dice.pick(&OWN);
        let record = own.record(&mut self.chance);
        let name = format!("{FAIR}/figureDefinitions/{}", own.id);
        self.change(&FIGURE_DEFINITIONS, &name, record).await;
    }

    async fn create(&mut self, resource: &Resource, parent: &str, id: &str, record: Value) -> bool {
        let request = json!({
            "parent": parent,
            (format!("{}_id", resource.field)): id,
            (resource.field): record,
            "request_id": request_id(),
        });
        let taken = self.call(resource.create_method(), request).await;
        if taken {
            let name = format!("{parent}/{}/{id}", resource.collection);
            self.chance.remember(resource.collection, name);
        }
        taken
    }

    async fn change(&mut self, resource: &Resource, name: &str, mut change: Value) {
        let paths: Vec<_> = change.as_object().into_iter().flat_map(Map::keys).collect();
        let mask: Vec<_> = paths.into_iter().map(|path| camel(path)).collect();
        change["name"] = json!(name);
        let request = json!({
            (resource.field): change,
            "update_mask": mask.join(","),
            "request_id": request_id(),
        });
        self.call(resource.update_method(), request).await;
    }

    async fn take_out(&mut self, resource: &Resource, name: &str) {
        let request = json!({"name": name, "reason": "Made up", "request_id": request_id()});
        self.call(resource.retire_method(), request).await;
    }

    /// Sends a request; answers whether it was taken. The rules of the books
    /// refuse some of what chance makes up.
    async fn call(&mut self, method: String, request: Value) -> bool {
        let taken = self.clients.speaker.call(&method, request).await.is_ok();
        let method = method.rsplit('/').next().unwrap_or_default().to_owned();
        let (kept, refused) = self.tally.entry(method).or_default();
        *(if taken { kept } else { refused }) += 1;
        taken
    }
}

/// Fields that a history leaves as they are. An attendance keeps the kind that its
/// activity had when it was recorded, and no table tells that one. What a rate or a
/// judgement is of would mostly be refused beside the others that there are.
fn kept(resource: &Resource) -> &'static [&'static str] {
    match resource.noun {
        "Activity" => &["kind"],
        "Comparability" => &["family", "base_edition", "grounds", "source"],
        "Rate" => &["base_currency_code", "quote_currency_code"],
        _ => &[],
    }
}
