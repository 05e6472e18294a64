//! Attendances: how many people attended an activity.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    forums::v1::{
        Activity, Attendance, CreateAttendanceRequest, ImportAttendancesRequest,
        ListAttendancesRequest, ListAttendancesResponse, UpdateAttendanceRequest,
        VoidAttendanceRequest,
    },
    statistics::v1::{EvidenceKind, RecordDigest},
};
use resource::{Level, Name, choice, code, text};
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{
    Forums, facts, lengths,
    surroundings::{Surroundings, naming},
};

/// The most people of one count: more than any hall or stadium holds, too few for a
/// slip of several digits.
const ATTENDEES_LIMIT: i64 = 1_000_000;

impl Record<Forums> for Attendance {
    const COLLECTION: &'static str = "attendances";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "attendance";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["activity_kind"];
    type Known = Surroundings;

    async fn learn(&self, name: &Name, forums: &Forums) -> Result<Surroundings, Fault> {
        let organisations = std::iter::empty();
        forums
            .exhibitions
            .surroundings(name.fair(), name.parent(), organisations)
            .await
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        check_activity(self, violations);
        if !self.country_code.is_empty() {
            code::require_country(&self.country_code, "country_code", violations);
        }
        if !(1..=ATTENDEES_LIMIT).contains(&self.attendees) {
            let description = format!("must be 1 to {ATTENDEES_LIMIT}, and is {}", self.attendees);
            violations.add("attendees", description);
        }
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    /// The activity. Whether the edition takes new entries is asked in
    /// [`learn`](Record::learn).
    fn references(&self, _: &Name) -> Vec<Reference> {
        vec![Reference::field("activity", &self.activity)]
    }

    /// The kind is that of the activity as it is now.
    fn settle(
        &mut self,
        before: Option<&Self>,
        known: &Surroundings,
        found: &Found<'_>,
        _: &mut Violations,
    ) -> Result<(), Fault> {
        known.edition(found.name(), naming(before.is_some()))?;
        let activity = found.get::<Activity>(&self.activity)?;
        let activity = activity.ok_or_else(|| found.overtaken())?;
        self.activity_kind = facts::activity_kind(&activity);
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        vec![facts::of_attendance(self)]
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest {
            kind: self.activity_kind.clone(),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Notes what is wrong with the activity: it belongs to the edition of the record,
/// whose figures it is counted in.
fn check_activity(attendance: &Attendance, violations: &mut Violations) {
    const FIELD: &str = "activity";
    let activity = &attendance.activity;
    let activity = Name::require(activity, Level::InEdition, "activities", FIELD, violations);
    if let (Some(activity), Ok(own)) = (activity, Name::parse(&attendance.name)) {
        let same_edition = activity.parent() == own.parent();
        violations.require(
            same_edition,
            FIELD,
            "must be an activity of the same edition",
        );
    }
}

pub(crate) fn create(request: CreateAttendanceRequest) -> Create<Attendance> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/CreateAttendance";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.attendance_id,
        record: request.attendance,
    }
}

pub(crate) fn import(request: ImportAttendancesRequest) -> Import<Attendance> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/ImportAttendances";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "attendances",
        records: request.attendances,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListAttendancesRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Attendance>) -> ListAttendancesResponse {
    ListAttendancesResponse {
        attendances: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateAttendanceRequest) -> Update<Attendance> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/UpdateAttendance";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.attendance,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidAttendanceRequest) -> Retire {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/VoidAttendance";
    Retire {
        asked: Asked::new(METHOD, &request.request_id, &request),
        name: request.name,
        etag: request.etag,
        reason: request.reason,
        retirement: Retirement::Void {
            moved_to: request.moved_to,
        },
    }
}

#[cfg(test)]
mod tests;
