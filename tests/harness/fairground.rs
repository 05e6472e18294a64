//! What happens at an edition besides the participations: sections, visits, and
//! those who come with a delegation. Records that are right, and the calls that
//! record them.

use proto::{
    exhibitions::v1::{
        AreaBasis, CreateDelegateRequest, CreateDelegationRequest, CreateHighlightRequest,
        CreatePersonRequest, CreateSectionRequest, CreateVisitRequest, Delegate, DelegateRank,
        Delegation, HeadRank, Highlight, HighlightKind, Office, Person, Section, SectionKind,
        Visit, VisitMethod, VisitorClass,
    },
    google::r#type::Date,
    statistics::v1::EvidenceKind,
};

use crate::{
    builders::{date, request_id, text},
    cells::{distinct_request, only, selection, sum_request},
    clients::Clients,
    standing::{EDITION, FAIR},
};

/// The department that all of them come from.
const SOURCE: &str = "Protocol department";

/// A hall of an area, in gross square metres.
#[must_use]
pub fn section(area_square_metres: i64) -> Section {
    Section {
        title: text("Hall"),
        kind: SectionKind::Hall.into(),
        area_square_metres,
        area_basis: AreaBasis::Gross.into(),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Section::default()
    }
}

/// Entries of trade visitors from a country through the north gate, on the day the
/// 4th edition opened.
#[must_use]
pub fn visit(country_code: &str, entries: i64) -> Visit {
    Visit {
        visited_on: date(2016, 5, 28),
        gate: "north".to_owned(),
        country_code: country_code.to_owned(),
        visitor_class: VisitorClass::TradeVisitor.into(),
        entries,
        method: VisitMethod::GateSystem.into(),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::GateSystem.into(),
        ..Visit::default()
    }
}

/// A person who acts for a country and has these offices.
#[must_use]
pub fn person(name: &str, country_code: &str, offices: Vec<Office>) -> Person {
    Person {
        display_name: text(name),
        country_code: country_code.to_owned(),
        offices,
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Reported.into(),
        ..Person::default()
    }
}

/// An office and its term, which may last.
#[must_use]
pub fn office(title: &str, from: Option<Date>, until: Option<Date>) -> Office {
    Office {
        title: text(title),
        from,
        until,
        ..Office::default()
    }
}

/// A delegation of a city, with a mayor at its head whom nobody named.
#[must_use]
pub fn delegation(name: &str, country_code: &str) -> Delegation {
    Delegation {
        display_name: text(name),
        country_code: country_code.to_owned(),
        head_rank: HeadRank::Municipal.into(),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Delegation::default()
    }
}

/// An ambassador of a country.
#[must_use]
pub fn delegate(country_code: &str) -> Delegate {
    Delegate {
        rank: DelegateRank::Ambassador.into(),
        country_code: country_code.to_owned(),
        promotes_or_negotiates: true,
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Delegate::default()
    }
}

/// A promotion by nobody yet.
#[must_use]
pub fn highlight() -> Highlight {
    Highlight {
        title: text("Smart-city technology of Cologne"),
        subject: text("smart-city technology"),
        kind: HighlightKind::Promotion.into(),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Reported.into(),
        ..Highlight::default()
    }
}

/// The full name of a person of the fair.
#[must_use]
pub fn person_named(id: &str) -> String {
    format!("{FAIR}/persons/{id}")
}

/// The full name of a delegation of the edition of most tests.
#[must_use]
pub fn delegation_named(id: &str) -> String {
    format!("{EDITION}/delegations/{id}")
}

impl Clients {
    /// Records a section.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn record_section(&self, parent: &str, id: &str, section: Section) -> Section {
        let request = CreateSectionRequest {
            parent: parent.to_owned(),
            section_id: id.to_owned(),
            section: Some(section),
            request_id: request_id(),
        };
        let answer = self.exhibitions.clone().create_section(request).await;
        answer.expect("a right section").into_inner()
    }

    /// Records a count of visits.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn record_visit(&self, parent: &str, id: &str, visit: Visit) -> Visit {
        let request = CreateVisitRequest {
            parent: parent.to_owned(),
            visit_id: id.to_owned(),
            visit: Some(visit),
            request_id: request_id(),
        };
        let answer = self.exhibitions.clone().create_visit(request).await;
        answer.expect("a right count").into_inner()
    }

    /// Records a person of the fair.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn record_person(&self, id: &str, person: Person) -> Person {
        let request = CreatePersonRequest {
            parent: FAIR.to_owned(),
            person_id: id.to_owned(),
            person: Some(person),
            request_id: request_id(),
        };
        let answer = self.exhibitions.clone().create_person(request).await;
        answer.expect("a right person").into_inner()
    }

    /// Records a delegation.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn record_delegation(
        &self,
        parent: &str,
        id: &str,
        delegation: Delegation,
    ) -> Delegation {
        let request = CreateDelegationRequest {
            parent: parent.to_owned(),
            delegation_id: id.to_owned(),
            delegation: Some(delegation),
            request_id: request_id(),
        };
        let answer = self.exhibitions.clone().create_delegation(request).await;
        answer.expect("a right delegation").into_inner()
    }

    /// Records a delegate.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn record_delegate(&self, parent: &str, id: &str, delegate: Delegate) -> Delegate {
        let request = CreateDelegateRequest {
            parent: parent.to_owned(),
            delegate_id: id.to_owned(),
            delegate: Some(delegate),
            request_id: request_id(),
        };
        let answer = self.exhibitions.clone().create_delegate(request).await;
        answer.expect("a right delegate").into_inner()
    }

    /// Records a highlight.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn record_highlight(
        &self,
        parent: &str,
        id: &str,
        highlight: Highlight,
    ) -> Highlight {
        let request = CreateHighlightRequest {
            parent: parent.to_owned(),
            highlight_id: id.to_owned(),
            highlight: Some(highlight),
            request_id: request_id(),
        };
        let answer = self.exhibitions.clone().create_highlight(request).await;
        answer.expect("a right highlight").into_inner()
    }
}

impl Clients {
    /// The sum of a quantity of a cube of exhibitions in the edition of most tests,
    /// under these conditions, as its evidence proves it.
    ///
    /// # Panics
    /// When it is refused, or cells and evidence differ.
    pub async fn counted(&self, cube: &str, pinned: &[(&str, &str)], quantity: &str) -> i64 {
        let request = sum_request(EDITION, selection(cube, pinned), quantity);
        self.proved_sum("exhibitions", request, None).await
    }

    /// How many different values a dimension has under these conditions.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn different(&self, cube: &str, pinned: &[(&str, &str)], dimension: &str) -> i64 {
        let request = distinct_request(EDITION, selection(cube, pinned), dimension);
        only(
            &self
                .query_cells("exhibitions", request)
                .await
                .expect("a count"),
        )
    }
}
