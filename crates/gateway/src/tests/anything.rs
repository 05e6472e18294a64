//! Whatever the figures and names are, there is a release, and it is sound.

use proptest::prelude::*;
use proto::reporting::v1::{Figure, ObservationStatus};

use super::{material::*, sample};

/// A change to one figure of the sample.
#[derive(Clone, Debug)]
enum Change {
    Refuse,
    Value(i128, i128),
    Approximate,
    Status(ObservationStatus),
    Names(Vec<String>),
    Unit(&'static str),
    Against(&'static str, i64, String),
}

fn any_change() -> impl Strategy<Value = Change> {
    let value = prop_oneof![0_i128..12, 0_i128..400, 0_i128..300_000_000_000];
    let status = [
        ObservationStatus::Normal,
        ObservationStatus::Provisional,
        ObservationStatus::Estimated,
        ObservationStatus::Break,
        ObservationStatus::DefinitionDiffers,
        ObservationStatus::Missing,
    ];
    let names = [
        "21st Century Media",
        "Fortune 500",
        "3M",
        "Seven, Eight & Nine",
        "\u{10fff0}42\u{10fff1}x",
        "中国一百",
        "A\n\nB",
        "the Eleventh",
        " \u{7}",
        "Ünïcode 🎬",
    ];
    prop_oneof![
        Just(Change::Refuse),
        (value, prop_oneof![Just(1_i128), 1_i128..1000])
            .prop_map(|(value, of)| Change::Value(value, of)),
        Just(Change::Approximate),
        proptest::sample::select(status.to_vec()).prop_map(Change::Status),
        proptest::collection::vec(
            proptest::sample::select(names.to_vec()).prop_map(ToOwned::to_owned),
            1..4
        )
        .prop_map(Change::Names),
        proptest::sample::select(vec!["EUR", "JPY", "CLF"]).prop_map(Change::Unit),
        (
            proptest::sample::select(vec!["rank", "editions", ""]),
            -1_i64..6,
            proptest::sample::select(vec!["", "fairs/ciftis/editions/2"])
        )
            .prop_map(|(unit, out_of, beyond)| Change::Against(
                unit,
                out_of,
                beyond.to_owned()
            )),
    ]
}

fn apply(figure: &mut Figure, change: &Change) {
    match change {
        Change::Refuse => {
            let name = figure.name.clone();
            *figure = Figure {
                name,
                refusal: "no".to_owned(),
                ..Figure::default()
            };
        }
        Change::Value(value, of) => {
            if figure.value.is_some() {
                figure.value = ratio(*value, *of);
            }
            for point in &mut figure.points {
                point.value = ratio(*value, *of);
            }
        }
        Change::Approximate => figure.approximate = true,
        Change::Status(status) => figure.set_status(*status),
        Change::Unit(unit) => {
            if figure.unit.len() == 3 {
                (*unit).clone_into(&mut figure.unit);
            }
        }
        Change::Against(unit, out_of, beyond) => {
            if !unit.is_empty() {
                (*unit).clone_into(&mut figure.unit);
            }
            figure.out_of = *out_of;
            figure.not_proven_beyond.clone_from(beyond);
        }
        Change::Names(names) => {
            for record in &mut figure.records {
                let digest = record.digest.get_or_insert_default();
                digest.title = text(&names[0]);
                digest.subject = text(names.last().unwrap());
                for (participant, name) in digest.participants.iter_mut().zip(names) {
                    participant.display_name = text(name);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn there_is_always_a_sound_release(changes in proptest::collection::vec((0_usize..40, any_change()), 0..25)) {
        let mut figures = sample::figures();
        for (index, change) in &changes {
            let index = index % figures.len();
            if figures[index].unit != "ordinal" {
                apply(&mut figures[index], change);
            }
        }
        let material = material(sample::fair(), sample::edition(), figures);
        let texts = ["en", "zh"].map(|language| summarised_in(language, &material));
        for summary in &texts {
            check_places(summary);
            check_outside(summary);
        }
        let [english, chinese] = texts;
        let (english_claims, chinese_claims) = (claims(&english), claims(&chinese));
        let alone: Vec<_> = english_claims
            .iter()
            .filter(|claim| !chinese_claims.contains(claim))
            .chain(chinese_claims.iter().filter(|claim| !english_claims.contains(claim)))
            .collect();
        prop_assert!(alone.is_empty(), "claimed in one language: {:#?}", alone);
        prop_assert_eq!(english_claims.len(), chinese_claims.len());
        prop_assert_eq!(english.omissions.len(), chinese.omissions.len());
    }
}
