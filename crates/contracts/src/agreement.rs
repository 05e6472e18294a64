//! Agreements: what was agreed at or through the fair.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    contracts::v1::{
        Agreement, AgreementStage, CreateAgreementRequest, ImportAgreementsRequest,
        ListAgreementsRequest, ListAgreementsResponse, UpdateAgreementRequest,
        VoidAgreementRequest,
    },
    statistics::v1::{EvidenceKind, RecordDigest},
};
use resource::{
    Level, Name, choice, code, date, money, name,
    text::{self, Languages},
};
use serve::{
    Naming,
    keeper::{
        Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement,
        Update,
    },
};

use crate::{
    Contracts, facts, lengths, party, reached,
    scope::scope,
    signing,
    standing::{counted, is_signed},
    surroundings::{Surroundings, same_fair},
};

impl Record<Contracts> for Agreement {
    const COLLECTION: &'static str = "agreements";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "agreement";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &[
        "scope",
        "counted",
        "host_subdivision_code",
        "parties.display_name",
        "parties.country_code",
        "parties.subdivision_code",
    ];
    type Known = Surroundings;

    async fn learn(&self, name: &Name, contracts: &Contracts) -> Result<Surroundings, Fault> {
        let organisations = self.parties.iter().map(|party| party.organisation.as_str());
        contracts
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
        let (title, english) = (self.title.as_ref(), Languages::English);
        text::localized_required(title, english, lengths::TITLE, "title", violations);
        text::localized_optional(
            self.subject.as_ref(),
            lengths::SUBJECT,
            "subject",
            violations,
        );
        party::check(self, violations);
        let stage = choice::required(self.stage, "stage", violations);
        code::require_sector(&self.sector_code, "sector_code", violations);
        check_amount(self, violations);
        check_signed_on(self, stage, violations);
        for (id, field) in [
            (&self.section, "section"),
            (&self.place, "place"),
            (&self.featured, "featured"),
        ] {
            if !id.is_empty() {
                name::require_id(id, field, violations);
            }
        }
        reached::check(self, violations);
        check_follows(self, violations);
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    /// The agreement it grew out of: what else an agreement names is in the books of
    /// another service, and [`learn`](Record::learn) asks for it.
    fn references(&self, _: &Name) -> Vec<Reference> {
        let follows = Some(&self.follows).filter(|follows| !follows.is_empty());
        let follows = follows.map(|follows| Reference::field("follows", follows));
        follows.into_iter().collect()
    }

    fn settle(
        &mut self,
        before: Option<&Self>,
        known: &Surroundings,
        found: &Found<'_>,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        if !self.follows.is_empty() {
            let earlier: Option<Self> = found.get(&self.follows)?;
            let circle = earlier.is_some_and(|earlier| earlier.follows == self.name);
            violations.require(!circle, "follows", "must not follow this one itself");
        }
        settle(self, before, known, found.name(), violations)
    }

    fn facts(&self) -> Vec<Fact> {
        facts::of_agreement(self)
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest {
            title: self.title.clone(),
            subject: self.subject.clone(),
            participants: self.parties.iter().map(party::participant).collect(),
            kind: facts::stage(self),
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

fn settle(
    agreement: &mut Agreement,
    before: Option<&Agreement>,
    known: &Surroundings,
    name: &Name,
    violations: &mut Violations,
) -> Result<(), Fault> {
    let naming = if before.is_none() {
        Naming::New
    } else {
        Naming::Old
    };
    let edition = known.edition(name, naming)?;
    agreement
        .host_subdivision_code
        .clone_from(&edition.host_subdivision_code);
    party::settle(
        &mut agreement.parties,
        before.map(|before| &*before.parties),
        known,
    )?;
    agreement.scope = scope(&agreement.host_subdivision_code, &agreement.parties).into();
    agreement.counted = counted(agreement.stage(), agreement.counted_in_total);
    if let Some(amount) = &agreement.amount {
        money::read(amount, "agreement.amount")?;
    }
    let signing = |agreement: &Agreement| (agreement.signed_on, agreement.signed_on_site);
    if before.map(signing) != Some(signing(agreement)) {
        signing::check(agreement, edition, violations);
    }
    Ok(())
}

/// Notes what is wrong with an amount. Zero would be counted as an amount, so it
/// has to be left out when none was agreed.
fn check_amount(agreement: &Agreement, violations: &mut Violations) {
    const FIELD: &str = "amount";
    let Some(amount) = &agreement.amount else {
        return;
    };
    money::check(amount, FIELD, violations);
    if amount.units == 0 && amount.nanos == 0 {
        violations.add(
            FIELD,
            "must be above zero: leave it out when none was agreed",
        );
    } else if amount.units < 0 {
        violations.add(format!("{FIELD}.units"), "must not be negative");
    } else if amount.units == 0 && amount.nanos < 0 {
        violations.add(format!("{FIELD}.nanos"), "must not be negative");
    }
}

/// Notes what is wrong with the agreement it grew out of, which may be of another
/// edition: what is intended at one is often signed at the next.
fn check_follows(agreement: &Agreement, violations: &mut Violations) {
    const FIELD: &str = "follows";
    let follows = &agreement.follows;
    if follows.is_empty() {
        return;
    }
    let earlier = Name::require(follows, Level::InEdition, "agreements", FIELD, violations);
    if let Some(earlier) = earlier {
        let same_fair = same_fair(&earlier, &agreement.name);
        violations.require(same_fair, FIELD, "must be an agreement of the same fair");
        let another = *follows != agreement.name;
        violations.require(another, FIELD, "must be another agreement");
    }
}

fn check_signed_on(
    agreement: &Agreement,
    stage: Option<AgreementStage>,
    violations: &mut Violations,
) {
    const FIELD: &str = "signed_on";
    let signed_on = agreement.signed_on.as_ref();
    if stage.is_some_and(is_signed) {
        date::required(signed_on, FIELD, violations);
    } else {
        date::optional(signed_on, FIELD, violations);
    }
}

pub(crate) fn create(request: CreateAgreementRequest) -> Create<Agreement> {
    const METHOD: &str = "/tradefair.contracts.v1.ContractsService/CreateAgreement";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.agreement_id,
        record: request.agreement,
    }
}

pub(crate) fn import(request: ImportAgreementsRequest) -> Import<Agreement> {
    const METHOD: &str = "/tradefair.contracts.v1.ContractsService/ImportAgreements";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "agreements",
        records: request.agreements,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListAgreementsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Agreement>) -> ListAgreementsResponse {
    ListAgreementsResponse {
        agreements: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateAgreementRequest) -> Update<Agreement> {
    const METHOD: &str = "/tradefair.contracts.v1.ContractsService/UpdateAgreement";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.agreement,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidAgreementRequest) -> Retire {
    const METHOD: &str = "/tradefair.contracts.v1.ContractsService/VoidAgreement";
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
