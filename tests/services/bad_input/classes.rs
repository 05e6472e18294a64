//! Every way in which a value can be wrong, tried on every field of every method that it
//! fits: the requests are made from the samples of the contracts, one value in them
//! spoiled. Each is refused with that very field and no other, and nothing is stored.
//!
//! `place` finds the fields, `spoiled` says what is wrong with which of them, and `told`
//! where another field is the right answer.

mod place;
mod spoiled;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use harness::{
    builders::request_id,
    check::Refusal,
    fair::RunningFair,
    samples::{Sample, record_what_samples_lean_on, samples},
    standing::FAIR,
};
use prost_reflect::{DynamicMessage, ReflectMessage, Value};

use self::{
    place::{Place, places},
    spoiled::{Class, INVALID_FIELDS, classes},
    told::{COMPANIES, EXCEPTIONS, fields_told},
};

/// The books that the samples fill; those that take records out of the count are not sent.
async fn fair_of_the_samples() -> RunningFair {
    let running = RunningFair::start().await;
    for sample in samples().into_iter().filter(|sample| !sample.takes_out()) {
        let messages = sample.as_messages().unwrap();
        let sent = running
            .clients
            .speaker
            .exchange(&sample.method, messages)
            .await;
        sent.unwrap_or_else(|refusal| panic!("{}: {refusal:?}", sample.method_name()));
        record_what_samples_lean_on(&sample, &running.clients).await;
    }
    running
}

/// The sample, to be carried out, and for a record that is not there yet if it makes one.
fn base(sample: &Sample) -> DynamicMessage {
    let mut message = sample.as_messages().unwrap().swap_remove(0);
    message.clear_field_by_name("validate_only");
    let creates = sample.method.name().starts_with("Create");
    let ids = message.descriptor();
    let id = ids
        .fields()
        .find(|field| field.name().ends_with("_id") && field.name() != "request_id");
    if let (true, Some(id)) = (creates, id) {
        message.set_field(&id, Value::String("another".to_owned()));
    }
    match sample.method.name() {
        "CreateEdition" => set_another_ordinal(&mut message),
        "InstallCatalogue" => set_what_has_a_title(&mut message),
        _ => {}
    }
    message
}

/// Makes it another edition: its id is its ordinal.
fn set_another_ordinal(message: &mut DynamicMessage) {
    message.set_field_by_name("edition_id", Value::String("9".to_owned()));
    if let Some(Value::Message(edition)) = message.get_field_by_name_mut("edition") {
        edition.set_field_by_name("ordinal", Value::I32(9));
    }
}

/// Sets what the sample of a catalogue leaves out: without it, its title is wrong by
/// being there, whatever it says.
fn set_what_has_a_title(message: &mut DynamicMessage) {
    for (field, value) in [
        ("home_subdivisions_code_list", "mainland-subdivisions"),
        ("procurement_sector_code", "2.D"),
    ] {
        message.set_field_by_name(field, Value::String(value.to_owned()));
    }
    let title = message.get_field_by_name("focus_sector_title").unwrap();
    let title = title.into_owned();
    for field in ["home_subdivisions_title", "procurement_sector_title"] {
        message.set_field_by_name(field, title.clone());
    }
}

/// The same under a request id of its own, so that it is no repetition.
fn renewed(base: &DynamicMessage) -> DynamicMessage {
    let mut message = base.clone();
    if message.get_field_by_name("request_id").is_some() {
        message.set_field_by_name("request_id", Value::String(request_id()));
    }
    message
}

/// What is wrong with the refusal of a request that is wrong at a place.
fn complaint(
    outcome: Result<DynamicMessage, Refusal>,
    place: &Place,
    class: &Class,
    fields: &BTreeSet<String>,
) -> Option<String> {
    let refusal = match outcome {
        Ok(_) => return Some("was answered".to_owned()),
        Err(refusal) => refusal,
    };
    let (code, reason) = class.refusal_at(place);
    if refusal.code != code || refusal.reason != reason {
        return Some(format!(
            "{:?} {}: {}",
            refusal.code, refusal.reason, refusal.message
        ));
    }
    let told: BTreeSet<_> = refusal.fields.into_iter().collect();
    let is_told = reason != INVALID_FIELDS || told == *fields;
    (!is_told).then(|| format!("names {told:?} and not {fields:?}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_class_is_told_at_every_field_it_fits() {
    let running = fair_of_the_samples().await;
    let speaker = &running.clients.speaker;
    let before = running.clients.newest(FAIR).await;
    let classes = classes();
    let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong: BTreeSet<String> = BTreeSet::new();
    for sample in samples() {
        let base = base(&sample);
        for place in places(&base) {
            for class in classes.iter().filter(|class| class.fits(&place)) {
                let mut request = renewed(&base);
                place.put(&mut request, class.value(&place));
                place.mask(&mut request);
                *tried.entry(class.name).or_default() += 1;
                let fields = fields_told(&place, &request);
                let outcome = speaker.send(&sample.method, request).await;
                if let Some(complaint) = complaint(outcome, &place, class, &fields) {
                    let method = sample.method.name();
                    wrong.insert(format!(
                        "{}: {method} {}: {complaint}",
                        class.name,
                        place.path()
                    ));
                }
            }
        }
    }
    let after = running.clients.newest(FAIR).await;
    assert!(
        wrong.is_empty(),
        "{} of {:?}:\n{}",
        wrong.len(),
        tried.values().sum::<usize>(),
        wrong.iter().cloned().collect::<Vec<_>>().join("\n")
    );
    assert_eq!(before, after, "nothing was stored");
    let mut untried = classes.clone();
    untried.retain(|class| !tried.contains_key(class.name));
    assert!(untried.is_empty(), "classes that fit nothing: {untried:?}");
    assert!(classes.len() >= 40, "{} classes", classes.len());
}

/// What must be right at other places before anybody can say whether a place is: what a
/// definition selects is held against the cubes of the service that it names.
fn leans_on(place: &Place) -> &'static [&'static str] {
    const SERVICE_AND_CUBE: &[&str] = &[
        "figure_definition.selection.service",
        "figure_definition.selection.selection.cube",
    ];
    match place.path().strip_prefix("figure_definition.selection.") {
        None | Some("service") => &[],
        Some("selection.cube") => &SERVICE_AND_CUBE[..1],
        Some(_) => SERVICE_AND_CUBE,
    }
}

/// What is wrong with the refusal of a request that is wrong at all places but those that
/// are left right, and those that lean on others than these.
async fn complaint_of_all(
    running: &RunningFair,
    sample: &Sample,
    class: &Class,
    left: &[&str],
) -> Option<String> {
    let mut request = renewed(&base(sample));
    let mut places = places(&request);
    places.retain(|place| class.fits(place) && class.refusal_at(place).1 == INVALID_FIELDS);
    places.retain(|place| !left.contains(&place.path().as_str()));
    places.retain(|place| leans_on(place).iter().all(|path| left.contains(path)));
    for place in &places {
        place.put(&mut request, class.value(place));
        place.mask(&mut request);
    }
    let wrong: BTreeSet<_> = places
        .iter()
        .flat_map(|place| fields_told(place, &request))
        .collect();
    if wrong.is_empty() {
        return None;
    }
    let speaker = &running.clients.speaker;
    let refusal = speaker.send(&sample.method, request).await.unwrap_err();
    let told: BTreeSet<_> = refusal.fields.into_iter().collect();
    let (missing, beside) = (&wrong - &told, &told - &wrong);
    let method = sample.method.name();
    (wrong != told).then(|| format!("{method}: not told {missing:?}, told beside {beside:?}"))
}

/// All faults are told in one answer, wherever they are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_faults_are_told_at_once() {
    let running = fair_of_the_samples().await;
    let classes = classes();
    let class = classes.iter().find(|class| class.name == "a control");
    let class = class.unwrap();
    let before = running.clients.newest(FAIR).await;
    let mut wrong = Vec::new();
    for sample in samples() {
        let places = places(&base(&sample));
        let lefts: BTreeSet<_> = places.iter().map(leans_on).collect();
        for left in lefts {
            wrong.extend(complaint_of_all(&running, &sample, class, left).await);
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    let after = running.clients.newest(FAIR).await;
    assert_eq!(before, after, "nothing was stored");
}

/// What is told otherwise than at the wrong field alone is so somewhere.
#[test]
fn no_exception_is_idle() {
    let reasons = EXCEPTIONS.iter().map(|exception| exception.reason);
    let reasons = reasons.chain(COMPANIES.iter().map(|company| company.reason));
    let mut idle: BTreeSet<_> = reasons.collect();
    for base in samples().iter().map(base) {
        for place in places(&base) {
            let mut request = base.clone();
            place.mask(&mut request);
            for exception in EXCEPTIONS {
                if exception.field_for(&place, &request).is_some() {
                    idle.remove(exception.reason);
                }
            }
            for company in COMPANIES {
                if company.field_beside(&place).is_some() {
                    idle.remove(company.reason);
                }
            }
        }
    }
    assert!(idle.is_empty(), "{idle:?}");
}
