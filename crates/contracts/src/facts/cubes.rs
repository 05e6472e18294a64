//! The cubes of the contracts service.

use ledger::{Cube, Cubes, Dimension, Quantity};

/// The cube of agreements.
pub(crate) const AGREEMENTS: &str = "agreements";

/// The cube of the parties of agreements.
pub(crate) const AGREEMENT_PARTIES: &str = "agreement_parties";

/// The cubes of this service.
#[must_use]
#[expect(
    clippy::expect_used,
    reason = "the declaration is constant; a test makes it"
)]
pub fn cubes() -> Cubes {
    Cubes::new(vec![agreements(), agreement_parties()]).expect("the cubes are sound")
}

fn agreements() -> Cube {
    Cube {
        name: AGREEMENTS,
        description: "One fact is an agreement.",
        dimensions: vec![
            edition(),
            counted(),
            Dimension::new(
                "scope",
                "Where its parties come from: international, domestic_region or host_city.",
            ),
            Dimension::new(
                "stage",
                "How far it goes, as the values of AgreementStage in lower case.",
            ),
            Dimension::new("sector", "Its services sector, W/120."),
            Dimension::new("section", "The section of the fair it belongs to, or none."),
            Dimension::new("place", "Where on the fairground it was signed, or none."),
            Dimension::new(
                "signed_on_site",
                "Whether it was signed on site, true or false.",
            ),
            Dimension::new(
                "currency",
                "The currency of its amount, ISO 4217, or none without an amount.",
            ),
            Dimension::new(
                "reached_through_kind",
                "The kind of activity it was reached through, or none.",
            ),
            Dimension::new(
                "activity",
                "The id of the activity it was reached through, after its edition if that is \
                 another, as in 3/f001; left out by those that name none.",
            )
            .optional(),
            Dimension::new(
                "follows",
                "The id of the agreement it grew out of, after its edition if that is another, \
                 as in 3/a17; left out by those that name none.",
            )
            .optional(),
            Dimension::new(
                "featured",
                "The story a release names it for; left out by all others.",
            )
            .optional(),
            Dimension::new(
                "synthetic",
                "Whether the record was made up, true or false.",
            ),
        ],
        quantities: vec![
            Quantity::new("agreements", "How many agreements."),
            Quantity::new(
                "agreements_with_amount",
                "How many agreements with an amount.",
            ),
            Quantity::new(
                "amount_minor_units",
                "Their amounts, in minor units of the currency.",
            )
            .in_units_of("currency"),
        ],
        // Each names the currency: amounts of several would be added up to a total
        // that means nothing and leaves the range of the books early.
        roll_ups: vec![
            vec!["edition", "counted", "scope", "signed_on_site", "currency"],
            vec![
                "edition",
                "counted",
                "scope",
                "place",
                "signed_on_site",
                "currency",
            ],
            vec!["edition", "counted", "sector", "currency"],
            vec!["edition", "counted", "section", "currency"],
            vec!["edition", "stage", "reached_through_kind", "currency"],
            vec!["edition", "stage", "activity", "currency"],
            vec!["edition", "stage", "follows", "currency"],
            // Few agreements are featured, so this one may name whatever a sentence
            // says of those it names: then none can be named that it is not true of.
            vec![
                "edition",
                "featured",
                "counted",
                "scope",
                "stage",
                "place",
                "signed_on_site",
                "currency",
            ],
            vec!["edition", "counted", "synthetic", "currency"],
            vec!["edition", "stage", "synthetic", "currency"],
        ],
    }
}

fn agreement_parties() -> Cube {
    Cube {
        name: AGREEMENT_PARTIES,
        description: "One fact is that an agreement has a party from a country, or an \
                      organisation as a party; facts have no amount, because it cannot be shared out.",
        dimensions: vec![
            edition(),
            counted(),
            Dimension::new(
                "country",
                "The country or region of a party, ISO 3166-1 alpha-2.",
            )
            .many_valued()
            .optional(),
            Dimension::new(
                "organisation",
                "The id of the organisation that is a party.",
            )
            .many_valued()
            .optional(),
        ],
        quantities: vec![Quantity::new(
            "parties",
            "How many agreements have a party from the country, or the organisation as a party.",
        )],
        roll_ups: vec![
            vec!["edition", "counted", "country"],
            vec!["edition", "counted", "organisation"],
        ],
    }
}

fn edition() -> Dimension {
    Dimension::new("edition", "The id of the edition.")
}

fn counted() -> Dimension {
    Dimension::new(
        "counted",
        "Whether it counts towards the total of contracts, true or false.",
    )
}
