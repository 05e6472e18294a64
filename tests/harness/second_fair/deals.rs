//! The deals of the made-up fair: some that a release names, the others at
//! random from a seed.

use proto::contracts::v1::AgreementStage;

use super::HOUSES;
use crate::dice::Dice;

/// What was agreed.
#[derive(Clone, Debug)]
pub struct Deal {
    /// The id of the record.
    pub id: String,
    /// The places of the parties in [`HOUSES`].
    pub parties: Vec<usize>,
    /// How far it goes.
    pub stage: AgreementStage,
    /// The sector.
    pub sector: &'static str,
    /// The amount, if one was agreed.
    pub amount: Option<Amount>,
    /// Whether it was signed on site.
    pub signed_on_site: bool,
    /// Where it was signed; empty if nowhere in particular.
    pub place: &'static str,
    /// The story it is named for; empty for most.
    pub featured: &'static str,
    /// What it is about.
    pub subject: &'static str,
    /// Whether the record says that it is made up.
    pub synthetic: bool,
}

/// An amount in minor units.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    /// The currency.
    pub currency: &'static str,
    /// How many decimals the currency has.
    pub decimals: u32,
    /// The amount.
    pub minor: i64,
}

/// The currencies and their decimals.
const CURRENCIES: [(&str, u32); 4] = [("EUR", 2), ("USD", 2), ("JPY", 0), ("BHD", 3)];

/// How many deals are made up at random.
const AT_RANDOM: usize = 40;

/// All deals, the same for the same seed.
#[must_use]
pub fn deals(seed: u64) -> Vec<Deal> {
    let mut deals = named();
    let mut dice = Dice(seed);
    for n in 0..AT_RANDOM {
        deals.push(at_random(n, &mut dice));
    }
    deals
}

fn at_random(n: usize, dice: &mut Dice) -> Deal {
    use AgreementStage::{
        Contract, CooperationAgreement, CooperativeIntention, IntentionalContract,
        PreliminaryIntention,
    };
    let first = dice.roll(HOUSES.len());
    let mut second = dice.roll(HOUSES.len() - 1);
    second += usize::from(second >= first);
    let (currency, decimals) = CURRENCIES[dice.roll(CURRENCIES.len())];
    let minor = 1 + i64::try_from(dice.roll(900_000_000)).expect("a small amount");
    let stages = [
        Contract,
        IntentionalContract,
        CooperationAgreement,
        CooperativeIntention,
        PreliminaryIntention,
    ];
    Deal {
        id: format!("d{n:03}"),
        parties: vec![first, second],
        stage: stages[dice.roll(stages.len())],
        sector: ["2.B", "11.C", "10.A", "5.C", "1.B"][dice.roll(5)],
        amount: (dice.roll(5) > 0).then_some(Amount {
            currency,
            decimals,
            minor,
        }),
        signed_on_site: false,
        place: "",
        featured: "",
        subject: "services of all kinds",
        synthetic: dice.roll(3) == 0,
    }
}

/// The deals a release names.
fn named() -> Vec<Deal> {
    let house = |id: &str| {
        HOUSES
            .iter()
            .position(|house| house.id == id)
            .expect("a known house")
    };
    let euros = |units: i64| {
        Some(Amount {
            currency: "EUR",
            decimals: 2,
            minor: units * 100,
        })
    };
    let deal = |id: &str, parties: &[&str], featured, subject| Deal {
        id: id.to_owned(),
        parties: parties.iter().map(|id| house(id)).collect(),
        stage: AgreementStage::Contract,
        sector: "10.A",
        amount: None,
        signed_on_site: false,
        place: "",
        featured,
        subject,
        synthetic: false,
    };
    vec![
        Deal {
            signed_on_site: true,
            place: "international-pavilion",
            amount: euros(1_250_000),
            ..deal(
                "n1",
                &["21st-century-media", "hotels-42"],
                "on-site-international",
                "films for 42 hotels",
            )
        },
        Deal {
            signed_on_site: true,
            amount: euros(2_500_000),
            ..deal("n2", &["logistik-4", "moebel"], "", "chairs")
        },
        Deal {
            sector: "5.C",
            ..deal(
                "n3",
                &["sunflower", "messe-2000"],
                "education",
                "the exchange of gardeners",
            )
        },
        deal("n4", &["family", "moebel"], "culture", "games for two"),
        Deal {
            amount: euros(7_000_000),
            stage: AgreementStage::IntentionalContract,
            sector: "11.C",
            ..deal(
                "n5",
                &["9m-abrasives", "hotels-42"],
                "large-amount",
                "air travel",
            )
        },
        Deal {
            stage: AgreementStage::PreliminaryIntention,
            sector: "4",
            ..deal(
                "n6",
                &["taipei-1", "hundred"],
                "preliminary",
                "cross-border trade in tea",
            )
        },
    ]
}
