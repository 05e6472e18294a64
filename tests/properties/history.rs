//! Histories made up at random.

use proptest::prelude::*;
use proto::contracts::v1::AgreementStage;

/// How many agreements a writer has names for.
pub(crate) const SLOTS: usize = 4;

/// One thing a writer does.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Records the agreement of a slot, or writes it anew.
    Agree(usize, Deal),
    /// Voids the agreement of a slot, if it is live.
    Void(usize),
    /// Enters an organisation as taking part, or takes it out.
    Attend(usize),
    /// Sends an earlier request again; 0 is the last.
    Again(usize),
    /// Changes the price of a dollar, in hundredths of a yuan.
    Price(u16),
    /// Reads every figure, and keeps the answer.
    Ask,
    /// Reads every figure as of this moment, by the clock.
    AskNow,
    /// Lets time pass, in microseconds.
    Pass(u32),
    /// Turns the wall clock back, in microseconds.
    TurnBack(u32),
}

/// What an agreement says.
#[derive(Clone, Debug)]
pub(crate) struct Deal {
    /// The places of the parties in the standing organisations.
    pub(crate) parties: Vec<usize>,
    /// How far it goes.
    pub(crate) stage: AgreementStage,
    /// What the caller says of counting.
    pub(crate) counted_in_total: Option<bool>,
    /// Dollars or yuan, in minor units.
    pub(crate) amount: Option<(&'static str, i64)>,
    /// The sector.
    pub(crate) sector: &'static str,
    /// Whether it was signed on site.
    pub(crate) signed_on_site: bool,
    /// Where it was signed.
    pub(crate) place: &'static str,
    /// Whether it is made up.
    pub(crate) synthetic: bool,
}

/// What several writers do, side by side.
pub(crate) fn history() -> impl Strategy<Value = Vec<Vec<Step>>> {
    prop::collection::vec(prop::collection::vec(step(), 3..14), 1..4)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..SLOTS, deal()).prop_map(|(slot, deal)| Step::Agree(slot, deal)),
        2 => (0..SLOTS).prop_map(Step::Void),
        3 => (0..8_usize).prop_map(Step::Attend),
        3 => (0..4_usize).prop_map(Step::Again),
        1 => (1..2000_u16).prop_map(Step::Price),
        2 => Just(Step::Ask),
        2 => Just(Step::AskNow),
        2 => (0..3_000_000_u32).prop_map(Step::Pass),
        1 => (0..60_000_000_u32).prop_map(Step::TurnBack),
    ]
}

/// An agreement made up at random.
pub(crate) fn deal() -> impl Strategy<Value = Deal> {
    use AgreementStage::{
        Contract, CooperationAgreement, CooperativeIntention, IntentionalContract,
        PreliminaryIntention,
    };
    let parties = prop::sample::subsequence((0..8).collect::<Vec<usize>>(), 2..5);
    let stage = prop::sample::select(vec![
        Contract,
        IntentionalContract,
        CooperationAgreement,
        CooperativeIntention,
        PreliminaryIntention,
    ]);
    let amount = prop::option::weighted(
        0.8,
        (
            prop::sample::select(vec!["USD", "CNY"]),
            1..1_000_000_000_i64,
        ),
    );
    let sector = prop::sample::select(vec!["2.B", "10.D", "5.C"]);
    let place = prop::sample::select(vec!["", "international-pavilion", "hall-2"]);
    let said = prop::option::weighted(0.2, any::<bool>());
    (
        parties,
        stage,
        said,
        amount,
        sector,
        any::<bool>(),
        place,
        any::<bool>(),
    )
        .prop_map(
            |(
                parties,
                stage,
                counted_in_total,
                amount,
                sector,
                signed_on_site,
                place,
                synthetic,
            )| Deal {
                parties,
                stage,
                counted_in_total,
                amount,
                sector,
                signed_on_site,
                place,
                synthetic,
            },
        )
}
