//! Every way in which a value can be wrong, tried on every field of every method that it
//! fits: the requests are made from the samples of the contracts, one value in them
//! spoiled. Each is refused with the field it is about, and nothing is stored.
//!
//! `place` finds the fields, `spoiled` says what is wrong with which of them.

mod place;
mod spoiled;

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
    message
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
    let path = class.field_at(place);
    let told = reason != INVALID_FIELDS || names(&refusal, &path);
    (!told).then(|| format!("names {:?} and not {path}", refusal.fields))
}

/// Whether a refusal names the field, what it lies in or a part of it; or, where the
/// service writes the field, that the mask must not name it.
fn names(refusal: &Refusal, path: &str) -> bool {
    let within =
        |inner: &str, outer: &str| inner == outer || inner.starts_with(&format!("{outer}."));
    let mut named = refusal.fields.iter();
    named.any(|field| {
        within(path, field) || within(field, path) || field.starts_with("update_mask.paths")
    })
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
                let outcome = speaker.send(&sample.method, request).await;
                if let Some(complaint) = complaint(outcome, &place, class) {
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

/// What is looked at when the rest of the request is right: rows of a fair that is none,
/// and what a definition selects, which another service is asked about.
fn is_told_later(place: &Place) -> bool {
    let request = place.request();
    let (path, import) = (place.path(), request.starts_with("Import"));
    (import || request == "RecordVisitsRequest") && path == "parent"
        || path.starts_with("figure_definition.selection.")
}

/// Two faults are told in one answer, wherever they are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_faults_are_told_at_once() {
    let running = fair_of_the_samples().await;
    let speaker = &running.clients.speaker;
    let classes = classes();
    let class = classes.iter().find(|class| class.name == "a control");
    let class = class.unwrap();
    let mut wrong = Vec::new();
    for sample in samples() {
        let mut request = renewed(&base(&sample));
        let places: Vec<_> = places(&request)
            .into_iter()
            .filter(|place| class.fits(place) && class.refusal_at(place).1 == INVALID_FIELDS)
            .filter(|place| !is_told_later(place))
            .collect();
        for place in &places {
            place.put(&mut request, class.value(place));
        }
        let Some(first) = places.first() else {
            continue;
        };
        for place in &places {
            place.mask(&mut request);
        }
        let refusal = speaker.send(&sample.method, request).await.unwrap_err();
        let missing: Vec<_> = places
            .iter()
            .map(|place| class.field_at(place))
            .filter(|path| !names(&refusal, path))
            .collect();
        if !missing.is_empty() {
            let method = sample.method.name();
            wrong.push(format!(
                "{method} ({}): not told {missing:?} beside {:?}",
                first.path(),
                refusal.fields
            ));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
