//! Histories made up at random.

use harness::{
    builders::{With, date},
    fairground::{delegation, person_named, section, visit},
};
use proptest::prelude::*;
use proto::exhibitions::v1::{
    AreaBasis, Delegation, HeadRank, Section, SectionKind, Visit, VisitMethod, VisitorClass,
};

/// How many records of a kind a writer has names for.
pub(super) const SLOTS: usize = 5;

/// The ids of persons who may head a delegation.
pub(super) const HEADS: [&str; 2] = ["eva", "henriette"];

/// One thing a writer does.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Records counts of visits, new or changed, in one commit.
    Visits(Vec<(usize, Visit)>),
    /// Records them chunk by chunk in a stream, a count to a chunk.
    Stream(Vec<(usize, Visit)>),
    /// Records a section, new or changed.
    Section(usize, Box<Section>),
    /// Records a delegation, new or changed.
    Delegation(usize, Box<Delegation>),
    /// Voids a record of the kind of that number, if it is live.
    Void(usize, usize),
    /// Sends an earlier import again; 0 is the last.
    Again(usize),
    /// Keeps the position, to be read at its end.
    Keep,
}

/// What several writers do, side by side.
pub(super) fn history() -> impl Strategy<Value = Vec<Vec<Step>>> {
    prop::collection::vec(prop::collection::vec(step(), 3..12), 1..4)
}

fn step() -> impl Strategy<Value = Step> {
    let rows = || {
        prop::collection::btree_map(0..SLOTS, a_visit(), 1..4)
            .prop_map(|rows| rows.into_iter().collect::<Vec<_>>())
    };
    prop_oneof![
        4 => rows().prop_map(Step::Visits),
        3 => rows().prop_map(Step::Stream),
        3 => (0..SLOTS, a_section()).prop_map(|(slot, hall)| Step::Section(slot, Box::new(hall))),
        3 => (0..SLOTS, a_delegation()).prop_map(|(slot, guest)| Step::Delegation(slot, Box::new(guest))),
        2 => (0..3_usize, 0..SLOTS).prop_map(|(kind, slot)| Step::Void(kind, slot)),
        2 => (0..3_usize).prop_map(Step::Again),
        2 => Just(Step::Keep),
    ]
}

fn a_visit() -> impl Strategy<Value = Visit> {
    let class = prop::sample::select(vec![
        VisitorClass::TradeVisitor,
        VisitorClass::PublicVisitor,
        VisitorClass::ServiceStaff,
    ]);
    let method = prop::sample::select(vec![VisitMethod::GateSystem, VisitMethod::Estimate]);
    let country = prop::sample::select(vec!["CN", "HK", "BR"]);
    let gate = prop::sample::select(vec!["north", "south"]);
    (
        country,
        1..=1_000_000_i64,
        28..=31,
        gate,
        class,
        method,
        any::<bool>(),
    )
        .prop_map(|(country, entries, day, gate, class, method, synthetic)| {
            visit(country, entries).with(|visit| {
                visit.visited_on = date(2016, 5, day);
                visit.gate = gate.to_owned();
                visit.visitor_class = class.into();
                visit.method = method.into();
                visit.synthetic = synthetic;
            })
        })
}

fn a_section() -> impl Strategy<Value = Section> {
    let kind = prop::sample::select(vec![SectionKind::Hall, SectionKind::Outdoor]);
    let basis = prop::sample::select(vec![AreaBasis::Gross, AreaBasis::Net]);
    (1..50_000_i64, kind, basis, any::<bool>()).prop_map(|(area, kind, basis, synthetic)| {
        section(area).with(|section| {
            section.kind = kind.into();
            section.area_basis = basis.into();
            section.synthetic = synthetic;
        })
    })
}

fn a_delegation() -> impl Strategy<Value = Delegation> {
    let place = prop::sample::select(vec![("", ""), ("DE-NW", "DECGN"), ("DE-BE", "DEBER")]);
    let head = prop::option::of(prop::sample::select(HEADS.to_vec()));
    let rank = prop::sample::select(vec![HeadRank::Municipal, HeadRank::Provincial]);
    let story = prop::sample::select(vec!["", "", "cities"]);
    (place, head, rank, story, any::<bool>()).prop_map(|(place, head, rank, story, synthetic)| {
        delegation("A city", "DE").with(|delegation| {
            delegation.subdivision_code = place.0.to_owned();
            delegation.unlocode = place.1.to_owned();
            delegation.head = head.map(person_named).unwrap_or_default();
            delegation.head_rank = rank.into();
            delegation.featured = story.to_owned();
            delegation.synthetic = synthetic;
        })
    })
}
