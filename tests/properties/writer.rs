//! A writer: does the steps of a history and remembers what it was answered.

use std::collections::BTreeMap;

use harness::{
    builders::{With, agreement, create, money, participation, request_id},
    clients::{Clients, at_time},
    standing::{EDITION, ORGANISATIONS, organisation_named},
};
use ledger::{Clock, ManualClock};
use proto::{
    contracts::v1::{
        Agreement, CreateAgreementRequest, UpdateAgreementRequest, VoidAgreementRequest,
    },
    exhibitions::v1::{CreateParticipationRequest, Participation, VoidParticipationRequest},
    reporting::v1::{BatchGetFiguresResponse, Rate, UpdateRateRequest},
    statistics::v1::{AsOf, RecordState},
};

use crate::history::{Deal, SLOTS, Step};

/// A request that a writer sent.
#[derive(Clone)]
enum Sent {
    Agree(CreateAgreementRequest),
    Change(UpdateAgreementRequest),
    Lapse(VoidAgreementRequest),
    Enter(CreateParticipationRequest),
    Leave(VoidParticipationRequest),
}

/// What a request was answered with, without the position it was read at.
#[derive(Clone, Debug, PartialEq)]
enum Answered {
    Agreement(Box<Agreement>),
    Participation(Box<Participation>),
}

/// Every figure, and the moment that was asked for.
pub(crate) struct Kept {
    /// The moment, when it was a time.
    pub(crate) asked: Option<AsOf>,
    /// The answer.
    pub(crate) answer: BatchGetFiguresResponse,
}

/// One of several writers.
pub(crate) struct Writer {
    id: usize,
    clients: Clients,
    clock: ManualClock,
    sent: Vec<(Sent, Answered)>,
    agreements: BTreeMap<usize, Agreement>,
    participations: BTreeMap<usize, (Participation, usize)>,
    /// What was read on the way.
    pub(crate) kept: Vec<Kept>,
    /// Whether somebody turns the clock back, so that a time one has just read
    /// may lie in the future when one asks for it.
    clock_is_turned_back: bool,
}

impl Writer {
    /// A writer with a connection of its own.
    pub(crate) fn new(
        id: usize,
        clients: Clients,
        clock: ManualClock,
        clock_is_turned_back: bool,
    ) -> Self {
        Self {
            id,
            clients,
            clock,
            clock_is_turned_back,
            sent: Vec::new(),
            agreements: BTreeMap::new(),
            participations: BTreeMap::new(),
            kept: Vec::new(),
        }
    }

    /// Does all steps, one after the other.
    pub(crate) async fn write(mut self, steps: Vec<Step>) -> Self {
        for step in steps {
            self.take(step).await;
        }
        self
    }

    /// The agreements this writer must have left behind, live ones only.
    pub(crate) fn live_agreements(&self) -> impl Iterator<Item = &Agreement> {
        self.agreements
            .values()
            .filter(|one| is_live(one.entry.as_ref()))
    }

    /// The participations it must have left behind, live ones only.
    pub(crate) fn live_participations(&self) -> impl Iterator<Item = &Participation> {
        self.participations
            .values()
            .map(|(one, _)| one)
            .filter(|one| is_live(one.entry.as_ref()))
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Agree(slot, deal) => self.agree(slot, &deal).await,
            Step::Void(slot) => self.lapse(slot).await,
            Step::Attend(organisation) => self.attend(organisation).await,
            Step::Again(back) => self.again(back).await,
            Step::Price(hundredths) => self.price(hundredths).await,
            Step::Ask => self.ask(None).await,
            Step::AskNow => {
                let now = self.clock.now().0;
                let time = prost_types::Timestamp {
                    seconds: now.div_euclid(1_000_000),
                    nanos: i32::try_from(now.rem_euclid(1_000_000) * 1_000).unwrap(),
                };
                self.ask(at_time(time)).await;
            }
            Step::Pass(microseconds) => self.clock.advance(microseconds.into()),
            Step::TurnBack(microseconds) => self.clock.jump(-i64::from(microseconds)),
        }
    }

    async fn agree(&mut self, slot: usize, deal: &Deal) {
        assert!(slot < SLOTS);
        let record = record_of(deal);
        let request = match self.agreements.get(&slot) {
            None => {
                let id = format!("w{}-{slot}", self.id);
                Sent::Agree(create::agreement(EDITION, &id, record))
            }
            Some(stands) if is_live(stands.entry.as_ref()) => {
                let record = record.with(|record| {
                    record.name.clone_from(&stands.name);
                    record.etag.clone_from(&stands.etag);
                });
                Sent::Change(UpdateAgreementRequest {
                    agreement: Some(record),
                    update_mask: None,
                    request_id: request_id(),
                })
            }
            Some(_) => return,
        };
        let Answered::Agreement(answer) = self.send(request).await else {
            unreachable!()
        };
        self.agreements.insert(slot, *answer);
    }

    async fn lapse(&mut self, slot: usize) {
        let Some(stands) = self.agreements.get(&slot) else {
            return;
        };
        if !is_live(stands.entry.as_ref()) {
            return;
        }
        let request = Sent::Lapse(VoidAgreementRequest {
            name: stands.name.clone(),
            etag: stands.etag.clone(),
            reason: "Lapsed".to_owned(),
            request_id: request_id(),
            moved_to: String::new(),
        });
        let Answered::Agreement(answer) = self.send(request).await else {
            unreachable!()
        };
        self.agreements.insert(slot, *answer);
    }

    async fn attend(&mut self, organisation: usize) {
        let stands = self.participations.get(&organisation);
        let times = stands.map_or(0, |(_, times)| *times);
        let request = match stands {
            Some((participation, _)) if is_live(participation.entry.as_ref()) => {
                Sent::Leave(VoidParticipationRequest {
                    name: participation.name.clone(),
                    reason: "Did not come".to_owned(),
                    request_id: request_id(),
                    ..VoidParticipationRequest::default()
                })
            }
            _ => {
                let name = ORGANISATIONS[organisation].0;
                let id = format!("w{}-{name}-{times}", self.id);
                let record = participation(&organisation_named(name));
                Sent::Enter(create::participation(EDITION, &id, record))
            }
        };
        let Answered::Participation(answer) = self.send(request).await else {
            unreachable!()
        };
        self.participations
            .insert(organisation, (*answer, times + 1));
    }

    async fn again(&mut self, back: usize) {
        let Some(place) = self.sent.len().checked_sub(back + 1) else {
            return;
        };
        let (request, first) = self.sent[place].clone();
        let again = self.deliver(request).await;
        assert_eq!(again, first, "a repeated request has the same answer");
    }

    async fn send(&mut self, request: Sent) -> Answered {
        let answer = self.deliver(request.clone()).await;
        self.sent.push((request, answer.clone()));
        answer
    }

    async fn deliver(&self, request: Sent) -> Answered {
        let mut contracts = self.clients.contracts.clone();
        let mut exhibitions = self.clients.exhibitions.clone();
        match request {
            Sent::Agree(ask) => Answered::of_agreement(contracts.create_agreement(ask).await),
            Sent::Change(ask) => Answered::of_agreement(contracts.update_agreement(ask).await),
            Sent::Lapse(ask) => Answered::of_agreement(contracts.void_agreement(ask).await),
            Sent::Enter(ask) => {
                Answered::of_participation(exhibitions.create_participation(ask).await)
            }
            Sent::Leave(ask) => {
                Answered::of_participation(exhibitions.void_participation(ask).await)
            }
        }
    }

    async fn price(&mut self, hundredths: u16) {
        let update = UpdateRateRequest {
            rate: Some(Rate {
                name: format!("{EDITION}/rates/usd-cny"),
                price: format!("{}.{:02}", hundredths / 100, hundredths % 100),
                ..Rate::default()
            }),
            update_mask: Some(prost_types::FieldMask {
                paths: vec!["price".to_owned()],
            }),
            request_id: request_id(),
        };
        self.clients
            .reporting
            .clone()
            .update_rate(update)
            .await
            .expect("a price");
    }

    async fn ask(&mut self, asked: Option<AsOf>) {
        match self.clients.try_all_figures(EDITION, asked.clone()).await {
            Ok(answer) => self.kept.push(Kept { asked, answer }),
            Err(refusal) => assert!(
                self.clock_is_turned_back && asked.is_some() && refusal.reason == "AS_OF_INVALID",
                "{asked:?}: {refusal:?}"
            ),
        }
    }
}

impl Answered {
    fn of_agreement(answer: Result<tonic::Response<Agreement>, tonic::Status>) -> Self {
        let mut record = answer.expect("a right request").into_inner();
        record
            .entry
            .as_mut()
            .expect("a record has an entry")
            .read_at = None;
        Self::Agreement(Box::new(record))
    }

    fn of_participation(answer: Result<tonic::Response<Participation>, tonic::Status>) -> Self {
        let mut record = answer.expect("a right request").into_inner();
        record
            .entry
            .as_mut()
            .expect("a record has an entry")
            .read_at = None;
        Self::Participation(Box::new(record))
    }
}

fn is_live(entry: Option<&proto::statistics::v1::BookEntry>) -> bool {
    entry.is_some_and(|entry| entry.state() == RecordState::Live)
}

/// The agreement of a deal, as a caller records it.
pub(crate) fn record_of(deal: &Deal) -> Agreement {
    let names: Vec<String> = deal
        .parties
        .iter()
        .map(|&place| organisation_named(ORGANISATIONS[place].0))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    agreement(&names).with(|record| {
        record.stage = deal.stage.into();
        record.counted_in_total = deal.counted_in_total;
        record.sector_code = deal.sector.to_owned();
        record.amount = deal.amount.and_then(|(currency, minor)| {
            money(currency, minor / 100, i32::try_from(minor % 100).unwrap())
        });
        record.signed_on_site = deal.signed_on_site;
        record.place = deal.place.to_owned();
        record.synthetic = deal.synthetic;
    })
}
