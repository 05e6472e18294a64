//! Requests made up at random from the descriptors of every method: whatever
//! comes is answered or refused with a reason, and never a defect.

use std::collections::BTreeSet;

use harness::{
    dynamic::methods,
    fair::RunningFair,
    standing::{EDITION, FAIR},
};
use proptest::{
    collection::vec,
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};
use tonic::Code;

/// What a refusal of a made-up request may be.
const EXPECTED: [Code; 7] = [
    Code::InvalidArgument,
    Code::NotFound,
    Code::AlreadyExists,
    Code::FailedPrecondition,
    Code::Aborted,
    Code::OutOfRange,
    Code::Unimplemented,
];

/// How many requests each method is sent; `TRADEFAIR_RANDOM_REQUESTS` sets it.
fn requests_per_method() -> usize {
    match std::env::var("TRADEFAIR_RANDOM_REQUESTS") {
        Ok(number) => number
            .parse()
            .expect("TRADEFAIR_RANDOM_REQUESTS is a number"),
        Err(_) => 24,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_sent_is_answered_or_refused_with_a_reason() {
    let fair = RunningFair::with_open_books().await;
    harness::standing::open_reporting(&fair.clients).await;
    let speaker = &fair.clients.speaker;
    let reasons: BTreeSet<String> = speaker
        .pool()
        .get_enum_by_name("tradefair.errors.v1.ErrorReason")
        .expect("the reasons are in the contracts")
        .values()
        .map(|value| value.name().trim_start_matches("ERROR_REASON_").to_owned())
        .collect();
    let mut runner = TestRunner::new(Config::default());
    for method in methods(speaker.pool()) {
        let requests = message(method.input(), 4);
        for _ in 0..requests_per_method() {
            let request = requests
                .new_tree(&mut runner)
                .expect("requests can be made")
                .current();
            let before = fair.clients.newest(FAIR).await;
            let shown: String = format!("{request:?}").chars().take(4000).collect();
            let Err(refusal) = speaker.send(&method, request).await else {
                continue;
            };
            assert!(
                EXPECTED.contains(&refusal.code) && reasons.contains(&refusal.reason),
                "{} answers {refusal:?} to {shown}",
                method.full_name()
            );
            let after = fair.clients.newest(FAIR).await;
            assert_eq!(before, after, "{} refused {shown}", method.full_name());
        }
    }
}

/// A message of this type, with each field set or not.
fn message(descriptor: MessageDescriptor, depth: usize) -> BoxedStrategy<DynamicMessage> {
    let fields: Vec<FieldDescriptor> = descriptor.fields().collect();
    let values: Vec<BoxedStrategy<Option<Value>>> = fields
        .iter()
        .map(|field| proptest::option::weighted(0.8, value(field, depth)).boxed())
        .collect();
    values
        .prop_map(move |values| {
            let mut message = DynamicMessage::new(descriptor.clone());
            for (field, value) in fields.iter().zip(values) {
                if let Some(value) = value {
                    message.set_field(field, value);
                }
            }
            message
        })
        .boxed()
}

/// A value of a field, right in its type and in nothing else.
fn value(field: &FieldDescriptor, depth: usize) -> BoxedStrategy<Value> {
    let one = match field.kind() {
        Kind::String => text().prop_map(Value::String).boxed(),
        Kind::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Int32 => numbers()
            .prop_map(|n| Value::I32(i32::try_from(n).unwrap_or(i32::MIN)))
            .boxed(),
        Kind::Int64 => numbers().prop_map(Value::I64).boxed(),
        Kind::Enum(_) => (-1..20_i32).prop_map(Value::EnumNumber).boxed(),
        Kind::Message(inner) if depth == 0 => {
            Just(Value::Message(DynamicMessage::new(inner))).boxed()
        }
        Kind::Message(inner) => message(inner, depth - 1).prop_map(Value::Message).boxed(),
        other => panic!(
            "requests have no field of kind {other:?} yet: {}",
            field.full_name()
        ),
    };
    if field.is_list() {
        vec(one, 0..3).prop_map(Value::List).boxed()
    } else {
        one
    }
}

/// Whole numbers, mostly at the edges.
fn numbers() -> BoxedStrategy<i64> {
    prop_oneof![
        Just(0),
        Just(1),
        Just(-1),
        Just(i64::MAX),
        Just(i64::MIN),
        Just(i64::from(i32::MAX)),
        1..3000_i64,
        any::<i64>(),
    ]
    .boxed()
}

/// Texts: what belongs somewhere, and what belongs nowhere.
fn text() -> BoxedStrategy<String> {
    let known = [
        "",
        FAIR,
        EDITION,
        "fairs/ciftis/editions/4/agreements/a1",
        "fairs/ciftis/organisations/gremio",
        "fairs/ciftis/editions/4/figures/contract-count",
        "fairs/ciftis/figureDefinitions/contract-count",
        "fairs/ciftis/organisations/longley",
        "fairs/ciftis/editions/4/rates/usd-cny",
        "4",
        "a1",
        "gremio",
        "01996f6e-0000-7000-8000-000000000001",
        "01996f6e-0000-7000-8000-000000000002",
        "USD",
        "CNY",
        "CN-BJ",
        "BR",
        "2.B",
        "6.5",
        "-6.5",
        "true",
        "agreements",
        "agreement_parties",
        "counted",
        "currency",
        "edition",
        "contracts",
        "exhibitions",
        "forums",
        "reporting",
        "contract-count",
        "contract-volume",
        "en",
        "zh",
        "Asia/Shanghai",
        "*",
        "source",
        "\u{202e}",
        "\u{0}",
        "\u{10fffd}",
        "👩‍👩‍👧‍👦",
        "\n",
        "９",
        "fairs//editions//",
    ];
    prop_oneof![
        8 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => ".{0,12}",
        1 => Just("x".repeat(20_000)),
    ]
    .boxed()
}
