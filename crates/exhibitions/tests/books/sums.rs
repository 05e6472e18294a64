//! Whatever is recorded, changed and voided, every cube is the sum of the facts of
//! what is live, and the sums are those of a count by hand.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proto::{
    exhibitions::v1::{
        AreaBasis, Delegate, DelegateRank, Delegation, HeadRank, Highlight, HighlightKind,
        ImportDelegatesRequest, ImportDelegationsRequest, ImportHighlightsRequest,
        ImportPersonsRequest, ImportSectionsRequest, ImportVisitsRequest, Person, Section,
        SectionKind, Visit, VisitMethod, VisitorClass, VoidDelegateRequest, VoidDelegationRequest,
        VoidHighlightRequest, VoidSectionRequest, VoidVisitRequest,
    },
    statistics::v1::{EvidenceKind, QueryCellsRequest, Selection, query_cells_request::Measure},
};

use super::stage::{EDITION, Stage, day, text};

const FAIR: &str = "fairs/ciftis";

/// The kinds of record that are counted.
const KINDS: [&str; 5] = [
    "sections",
    "visits",
    "delegations",
    "delegates",
    "highlights",
];

/// One thing that is done to one of a few records of a kind.
#[derive(Clone, Debug)]
struct Step {
    kind: usize,
    slot: usize,
    /// What the record says, or nothing when it is voided.
    says: Option<u8>,
}

fn step() -> impl Strategy<Value = Step> {
    let says = prop::option::weighted(0.8, any::<u8>());
    (0..KINDS.len(), 0..4_usize, says).prop_map(|(kind, slot, says)| Step { kind, slot, says })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_cube_is_the_sum_of_what_is_live(steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(do_and_count(steps));
    }
}

async fn do_and_count(steps: Vec<Step>) {
    let stage = Stage::open().await;
    stage.introduce().await;
    // What each record says; nothing once it is void, for good.
    let mut books: BTreeMap<(usize, usize), Option<u8>> = BTreeMap::new();
    for Step { kind, slot, says } in steps {
        match (books.get(&(kind, slot)), says) {
            (Some(None), _) | (None, None) => continue,
            (_, Some(says)) => stage.say(kind, slot, says).await,
            (_, None) => stage.void(kind, slot).await,
        }
        books.insert((kind, slot), says);
    }
    let live: Vec<(usize, u8)> = books
        .iter()
        .filter_map(|((kind, _), says)| says.map(|says| (*kind, says)))
        .collect();
    let count = |wanted: usize| live.iter().filter(|(kind, _)| *kind == wanted).count();
    for (kind, (cube, quantity)) in [
        ("space", "sections"),
        ("visits", "visit_records"),
        ("delegations", "delegations"),
        ("delegates", "delegates"),
        ("highlights", "highlights"),
    ]
    .into_iter()
    .enumerate()
    {
        let counted = i64::try_from(count(kind)).unwrap();
        assert_eq!(stage.sum(cube, quantity).await, counted, "{cube}");
    }
    let entries = live.iter().filter(|(kind, _)| *kind == 1);
    let entries: i64 = entries.map(|(_, says)| i64::from(*says) + 1).sum();
    assert_eq!(stage.sum("visits", "visits").await, entries);
    stage.the_audit_is_clean().await;
}

impl Stage {
    /// Records those that the others name.
    async fn introduce(&self) {
        let mut client = self.client.clone();
        let persons = (0..2).map(|n| Person {
            name: format!("{FAIR}/persons/p{n}"),
            display_name: text("Somebody"),
            country_code: "DE".to_owned(),
            source: "Protocol department".to_owned(),
            evidence_kind: EvidenceKind::Reported.into(),
            ..Person::default()
        });
        let import = ImportPersonsRequest {
            parent: FAIR.to_owned(),
            persons: persons.collect(),
            validate_only: false,
            request_id: self.request_id(),
        };
        client.import_persons(import).await.unwrap();
        let gremio = self.organisation("gremio", "BR");
        client.create_organisation(gremio).await.unwrap();
    }

    /// Records what one record of a kind says, new or changed.
    async fn say(&self, kind: usize, slot: usize, says: u8) {
        let mut client = self.client.clone();
        let (parent, request_id) = (FAIR.to_owned(), self.request_id());
        let validate_only = false;
        let answer = match KINDS[kind] {
            "sections" => {
                let sections = vec![section(slot, says)];
                let import = ImportSectionsRequest {
                    parent,
                    sections,
                    validate_only,
                    request_id,
                };
                client.import_sections(import).await
            }
            "visits" => {
                let visits = vec![visit(slot, says)];
                let import = ImportVisitsRequest {
                    parent,
                    visits,
                    validate_only,
                    request_id,
                };
                client.import_visits(import).await
            }
            "delegations" => {
                let delegations = vec![delegation(slot, says)];
                let import = ImportDelegationsRequest {
                    parent,
                    delegations,
                    validate_only,
                    request_id,
                };
                client.import_delegations(import).await
            }
            "delegates" => {
                let delegates = vec![delegate(slot, says)];
                let import = ImportDelegatesRequest {
                    parent,
                    delegates,
                    validate_only,
                    request_id,
                };
                client.import_delegates(import).await
            }
            _ => {
                let highlights = vec![highlight(slot, says)];
                let import = ImportHighlightsRequest {
                    parent,
                    highlights,
                    validate_only,
                    request_id,
                };
                client.import_highlights(import).await
            }
        };
        answer.unwrap();
    }

    async fn void(&self, kind: usize, slot: usize) {
        let mut client = self.client.clone();
        let (etag, moved_to) = (String::new(), String::new());
        let (reason, request_id) = ("Entered twice".to_owned(), self.request_id());
        let name = name(kind, slot);
        match KINDS[kind] {
            "sections" => {
                let void = VoidSectionRequest {
                    name,
                    etag,
                    reason,
                    request_id,
                    moved_to,
                };
                client.void_section(void).await.map(drop)
            }
            "visits" => {
                let void = VoidVisitRequest {
                    name,
                    etag,
                    reason,
                    request_id,
                    moved_to,
                };
                client.void_visit(void).await.map(drop)
            }
            "delegations" => {
                let void = VoidDelegationRequest {
                    name,
                    etag,
                    reason,
                    request_id,
                    moved_to,
                };
                client.void_delegation(void).await.map(drop)
            }
            "delegates" => {
                let void = VoidDelegateRequest {
                    name,
                    etag,
                    reason,
                    request_id,
                    moved_to,
                };
                client.void_delegate(void).await.map(drop)
            }
            _ => {
                let void = VoidHighlightRequest {
                    name,
                    etag,
                    reason,
                    request_id,
                    moved_to,
                };
                client.void_highlight(void).await.map(drop)
            }
        }
        .unwrap();
    }

    async fn sum(&self, cube: &str, quantity: &str) -> i64 {
        let query = QueryCellsRequest {
            parent: EDITION.to_owned(),
            selection: Some(Selection {
                cube: cube.to_owned(),
                ..Selection::default()
            }),
            measure: Some(Measure::SumOf(quantity.to_owned())),
            // Sections and areas are of a basis; over all groups they are all.
            group_by: match cube {
                "space" => vec!["area_basis".to_owned()],
                _ => Vec::new(),
            },
            ..QueryCellsRequest::default()
        };
        let answer = self.client.clone().query_cells(query).await.unwrap();
        answer.into_inner().totals.iter().map(|one| one.total).sum()
    }
}

fn name(kind: usize, slot: usize) -> String {
    format!("{EDITION}/{}/r{slot}", KINDS[kind])
}

/// A value of an enumeration, of those from 1 to `last`.
fn choice(says: u8, last: u8) -> i32 {
    i32::from(says % last) + 1
}

fn source() -> (String, i32) {
    let evidence_kind = EvidenceKind::Registration.into();
    ("Halls department".to_owned(), evidence_kind)
}

/// A story that every other record is featured in.
fn story(says: u8) -> String {
    if says.is_multiple_of(2) {
        "story".to_owned()
    } else {
        String::new()
    }
}

fn section(slot: usize, says: u8) -> Section {
    let (source, evidence_kind) = source();
    Section {
        name: name(0, slot),
        title: text("Hall"),
        kind: choice(says, SectionKind::Outdoor as u8),
        area_square_metres: i64::from(says) + 1,
        area_basis: choice(says / 4, AreaBasis::Net as u8),
        synthetic: says > 99,
        source,
        evidence_kind,
        ..Section::default()
    }
}

fn visit(slot: usize, says: u8) -> Visit {
    let (source, evidence_kind) = source();
    Visit {
        name: name(1, slot),
        visited_on: day(2016, 5, 28 + i32::from(says % 4)),
        gate: ["north", "south"][usize::from(says % 2)].to_owned(),
        country_code: ["CN", "BR", "HK"][usize::from(says % 3)].to_owned(),
        visitor_class: choice(says, VisitorClass::ServiceStaff as u8),
        entries: i64::from(says) + 1,
        method: choice(says, VisitMethod::Estimate as u8),
        synthetic: says > 99,
        source,
        evidence_kind,
        ..Visit::default()
    }
}

fn delegation(slot: usize, says: u8) -> Delegation {
    let (source, evidence_kind) = source();
    let head = ["", "fairs/ciftis/persons/p0", "fairs/ciftis/persons/p1"];
    Delegation {
        name: name(2, slot),
        display_name: text("Cologne"),
        country_code: "DE".to_owned(),
        unlocode: ["", "DECGN", "DEBER"][usize::from(says % 3)].to_owned(),
        subdivision_code: ["", "DE-NW"][usize::from(says % 2)].to_owned(),
        head: head[usize::from(says / 3 % 3)].to_owned(),
        head_rank: choice(says, HeadRank::Other as u8),
        featured: story(says),
        synthetic: says > 99,
        source,
        evidence_kind,
        ..Delegation::default()
    }
}

fn delegate(slot: usize, says: u8) -> Delegate {
    let (source, evidence_kind) = source();
    Delegate {
        name: name(3, slot),
        rank: choice(says, DelegateRank::Other as u8),
        country_code: ["CZ", "LT"][usize::from(says % 2)].to_owned(),
        promotes_or_negotiates: says.is_multiple_of(3),
        featured: story(says),
        synthetic: says > 99,
        source,
        evidence_kind,
        ..Delegate::default()
    }
}

fn highlight(slot: usize, says: u8) -> Highlight {
    let (source, evidence_kind) = source();
    let of_a_person = says.is_multiple_of(3);
    let who = |wanted, name: &str| {
        if wanted {
            name.to_owned()
        } else {
            String::new()
        }
    };
    Highlight {
        name: name(4, slot),
        title: text("Smart city"),
        subject: text("smart-city technology"),
        kind: choice(says, HighlightKind::Award as u8),
        medium: text("Beijing TV"),
        person: who(of_a_person, "fairs/ciftis/persons/p0"),
        organisation: who(!of_a_person, "fairs/ciftis/organisations/gremio"),
        featured: story(says),
        synthetic: says > 99,
        source,
        evidence_kind,
        ..Highlight::default()
    }
}
