//! Any read, at any moment: by time and by cut.

use harness::{check::refused, resources::Resource};
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::{Value, json};
use tonic::Code;

use super::{Desk, at, every_resource, every_resource_below_a_fair, record_of, whole};

#[apply(every_resource)]
async fn a_record_reads_as_it_was_known_at_a_time(resource: Resource) {
    let desk = Desk::open(resource).await;
    let created = desk.create(0).await;
    let updated = desk.update(0).await;
    let retired = desk.retire(0).await;

    for known in [&created, &updated, &retired] {
        let time = &known["entry"]["position"]["recorded_at"];
        let read = desk
            .get_at(0, json!({ "time": time }))
            .await
            .expect("the past can be read");
        assert_eq!(
            record_of(&read),
            record_of(known),
            "as it was known at {time}"
        );
        assert_eq!(read["entry"]["read_at"], known["entry"]["position"]);
    }
}

#[apply(every_resource)]
async fn a_record_is_not_found_before_it_was_recorded(resource: Resource) {
    let desk = Desk::open(resource).await;
    let created = desk.create(0).await;
    let mut before = created["entry"]["position"].clone();
    before["sequence"] = json!((whole(&before["sequence"]) - 1).to_string());
    refused(desk.get_at(0, at(&before)).await).is(Code::NotFound, "RESOURCE_NOT_FOUND");
    refused(
        desk.get_at(0, json!({ "time": "2001-01-01T00:00:00Z" }))
            .await,
    )
    .is(Code::NotFound, "RESOURCE_NOT_FOUND");
}

#[apply(every_resource)]
async fn a_moment_that_is_not_yet_cannot_be_read(resource: Resource) {
    let desk = Desk::open(resource).await;
    let created = desk.create(0).await;
    let newest = &created["entry"]["position"];
    let mut beyond = newest.clone();
    beyond["sequence"] = json!((whole(&beyond["sequence"]) + 1).to_string());
    let mut negative = newest.clone();
    negative["sequence"] = json!("-1");
    let mut another_service = newest.clone();
    another_service["service"] = json!("gateway");

    for moment in [
        json!({ "time": "9999-12-31T23:59:59Z" }),
        at(&beyond),
        at(&negative),
        at(&another_service),
        json!({ "cut": {} }),
        json!({ "cut": { "positions": [newest, newest] } }),
    ] {
        refused(desk.get_at(0, moment).await).is(Code::InvalidArgument, "AS_OF_INVALID");
    }
}

#[apply(every_resource_below_a_fair)]
async fn a_list_shows_what_stood_at_a_moment(resource: Resource) {
    let desk = Desk::open(resource).await;
    let first = desk.create(0).await;
    desk.create(1).await;
    let updated = desk.update(0).await;
    let retired = desk.retire(0).await;

    let listed = async |as_of: Value, show_retired: bool| {
        let mut request = resource.list_request(1000, "");
        request["as_of"] = as_of;
        request["show_retired"] = json!(show_retired);
        let page = desk
            .call(&resource.list_method(), request)
            .await
            .expect("a list");
        let records = page[resource.list_field]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let ours = [resource.name(0), resource.name(1)];
        records
            .iter()
            .filter(|record| ours.iter().any(|name| record["name"] == json!(name)))
            .map(record_of)
            .collect::<Vec<_>>()
    };

    let at_first = listed(at(&first["entry"]["position"]), false).await;
    assert_eq!(at_first, [record_of(&first)]);
    let at_update = listed(at(&updated["entry"]["position"]), false).await;
    assert_eq!(at_update.len(), 2);
    assert!(at_update.contains(&record_of(&updated)));
    let newest = listed(Value::Null, false).await;
    assert_eq!(newest.len(), 1, "what is taken out is left out");
    let everything = listed(Value::Null, true).await;
    assert_eq!(everything.len(), 2);
    assert!(everything.contains(&record_of(&retired)));
}
