//! Create, change and take out; etags and field masks.

use harness::{
    check::refused,
    resources::{Resource, camel},
};
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::{Value, json};
use tonic::Code;

use super::{Desk, at, every_resource, record_of, recorded_at_sequence, whole};

#[apply(every_resource)]
async fn a_created_record_reads_back_as_it_was_answered(resource: Resource) {
    let desk = Desk::open(resource).await;
    let before = desk.sequence(0).await;
    let created = desk.create(0).await;

    assert_eq!(created["name"], json!(resource.name(0)));
    assert_eq!(whole(&created["entry"]["revision"]), 1);
    assert_eq!(created["entry"]["state"], "RECORD_STATE_LIVE");
    assert_eq!(created["entry"]["position"]["service"], resource.service);
    assert_eq!(
        created["entry"]["position"]["fair"],
        json!(resource.fair(0))
    );
    assert_eq!(
        recorded_at_sequence(&created),
        before + 1,
        "sequences are dense"
    );
    assert!(created["entry"]["position"]["recorded_at"].is_string());
    assert!(
        created["etag"]
            .as_str()
            .is_some_and(|etag| !etag.is_empty())
    );
    for (field, value) in (resource.record)(0)
        .as_object()
        .expect("a record is an object")
    {
        if let Value::Array(given) = value {
            let answered = created[field]
                .as_array()
                .expect("a list comes back as a list");
            assert_eq!(answered.len(), given.len(), "{field}");
        } else {
            assert_eq!(&created[field], value, "{field} comes back as it was sent");
        }
    }

    let read = desk.get(0).await;
    assert_eq!(record_of(&read), record_of(&created));
    assert_eq!(whole(&read["entry"]["read_at"]["sequence"]), before + 1);
}

#[apply(every_resource)]
async fn a_name_is_given_once(resource: Resource) {
    let desk = Desk::open(resource).await;
    let created = desk.create(0).await;

    let again = desk
        .call(&resource.create_method(), resource.create_request(0))
        .await;
    refused(again)
        .is(Code::AlreadyExists, "RESOURCE_EXISTS")
        .tells("resource", &resource.name(0));

    desk.retire(0).await;
    let after = desk
        .call(&resource.create_method(), resource.create_request(0))
        .await;
    refused(after).is(Code::AlreadyExists, "RESOURCE_EXISTS");
    let stands = desk
        .get_at(0, at(&created["entry"]["position"]))
        .await
        .expect("history stays");
    assert_eq!(record_of(&stands), record_of(&created));
}

#[apply(every_resource)]
async fn what_was_never_recorded_is_not_found(resource: Resource) {
    let desk = Desk::open(resource).await;
    let name = resource.name(0);
    let get = desk.get_at(0, Value::Null).await;
    refused(get)
        .is(Code::NotFound, "RESOURCE_NOT_FOUND")
        .tells("resource", &name);
    let update = desk
        .call(&resource.update_method(), resource.update_request(0))
        .await;
    refused(update)
        .is(Code::NotFound, "RESOURCE_NOT_FOUND")
        .tells("resource", &name);
    let retire = desk
        .call(&resource.retire_method(), resource.retire_request(0))
        .await;
    refused(retire)
        .is(Code::NotFound, "RESOURCE_NOT_FOUND")
        .tells("resource", &name);
}

#[apply(every_resource)]
async fn a_change_adds_a_revision_and_keeps_the_one_before(resource: Resource) {
    let desk = Desk::open(resource).await;
    let created = desk.create(0).await;
    let updated = desk.update(0).await;

    let (path, value) = (resource.changed)();
    assert_eq!(updated[path], value);
    assert_eq!(whole(&updated["entry"]["revision"]), 2);
    assert_eq!(
        recorded_at_sequence(&updated),
        recorded_at_sequence(&created) + 1
    );
    assert_ne!(updated["etag"], created["etag"]);
    let mut otherwise = record_of(&updated);
    for taken_back in [path, "etag", "entry"] {
        otherwise[taken_back] = created[taken_back].clone();
    }
    assert_eq!(
        record_of(&otherwise),
        record_of(&created),
        "nothing else has changed"
    );

    assert_eq!(record_of(&desk.get(0).await), record_of(&updated));
    let earlier = desk
        .get_at(0, at(&created["entry"]["position"]))
        .await
        .expect("history stays");
    assert_eq!(record_of(&earlier), record_of(&created));
}

#[apply(every_resource)]
async fn a_mask_changes_its_fields_only(resource: Resource) {
    let desk = Desk::open(resource).await;
    let created = desk.create(0).await;
    let (path, value) = (resource.changed)();
    let (other_path, other_value) = (resource.also_changed)();
    let both = json!({ "name": resource.name(0), (path): value, (other_path): other_value });
    let ask = |mask: &str| {
        let mut request = resource.update_request(0);
        request[resource.field] = both.clone();
        request["update_mask"] = json!(mask);
        request
    };

    let first = desk
        .call(&resource.update_method(), ask(&camel(path)))
        .await
        .expect("one field");
    assert_eq!(
        (&first[path], &first[other_path]),
        (&value, &created[other_path])
    );

    let second = desk
        .call(&resource.update_method(), ask(&camel(other_path)))
        .await
        .expect("the other");
    assert_eq!((&second[path], &second[other_path]), (&value, &other_value));
}

#[apply(every_resource)]
async fn the_mask_of_everything_writes_the_whole_record(resource: Resource) {
    let desk = Desk::open(resource).await;
    desk.create(0).await;
    let (path, value) = (resource.changed)();
    let (other_path, other_value) = (resource.also_changed)();
    for (revision, mask) in [(2, Some("*")), (3, None)] {
        let mut record = (resource.record)(0);
        record["name"] = json!(resource.name(0));
        record[path] = value.clone();
        if revision == 3 {
            record[other_path] = other_value.clone();
        }
        let mut request = resource.update_request(0);
        request[resource.field] = record.clone();
        request["update_mask"] = json!(mask);
        let updated = desk
            .call(&resource.update_method(), request)
            .await
            .expect("the whole record");
        assert_eq!(whole(&updated["entry"]["revision"]), revision);
        assert_eq!(updated[path], record[path]);
        assert_eq!(updated[other_path], record[other_path]);
    }
}

#[apply(every_resource)]
async fn a_mask_names_fields_that_a_caller_may_change(resource: Resource) {
    let desk = Desk::open(resource).await;
    let created = desk.create(0).await;
    for path in [
        "name",
        "etag",
        "entry",
        "entry.revision",
        "no_such_field",
        "*,source",
    ] {
        let mut request = resource.update_request(0);
        request["update_mask"] = json!(camel(path));
        let answer = desk.call(&resource.update_method(), request).await;
        let refusal = refused(answer);
        refusal.is(Code::InvalidArgument, "INVALID_FIELDS");
        assert!(
            refusal
                .fields
                .iter()
                .all(|field| field.starts_with("update_mask")),
            "{path}: {refusal:?}"
        );
    }
    assert_eq!(
        record_of(&desk.get(0).await),
        record_of(&created),
        "nothing was stored"
    );
}

#[apply(every_resource)]
async fn an_etag_that_is_not_the_newest_aborts(resource: Resource) {
    let desk = Desk::open(resource).await;
    let created = desk.create(0).await;
    let updated = desk.update(0).await;
    let current_etag = updated["etag"].as_str().expect("an etag");

    let mut update = resource.update_request(0);
    update[resource.field]["etag"] = created["etag"].clone();
    refused(desk.call(&resource.update_method(), update.clone()).await)
        .is(Code::Aborted, "ETAG_MISMATCH")
        .tells("current_etag", current_etag);
    let mut retire = resource.retire_request(0);
    retire["etag"] = created["etag"].clone();
    refused(desk.call(&resource.retire_method(), retire.clone()).await)
        .is(Code::Aborted, "ETAG_MISMATCH")
        .tells("current_etag", current_etag);
    assert_eq!(
        record_of(&desk.get(0).await),
        record_of(&updated),
        "nothing was stored"
    );

    update[resource.field]["etag"] = updated["etag"].clone();
    let newest = desk
        .call(&resource.update_method(), update)
        .await
        .expect("the newest etag passes");
    retire["etag"] = newest["etag"].clone();
    desk.call(&resource.retire_method(), retire)
        .await
        .expect("the newest etag passes");
}

#[apply(every_resource)]
async fn what_is_taken_out_stays_readable_and_takes_no_change(resource: Resource) {
    let desk = Desk::open(resource).await;
    let created = desk.create(0).await;
    let retired = desk.retire(0).await;

    let state = if resource.retire == "Void" {
        "RECORD_STATE_VOID"
    } else {
        "RECORD_STATE_ARCHIVED"
    };
    assert_eq!(retired["entry"]["state"], state);
    assert_eq!(retired["entry"]["reason"], "Entered twice");
    assert_eq!(whole(&retired["entry"]["revision"]), 2);
    assert_eq!(record_of(&desk.get(0).await), record_of(&retired));
    let earlier = desk
        .get_at(0, at(&created["entry"]["position"]))
        .await
        .expect("history stays");
    assert_eq!(earlier["entry"]["state"], "RECORD_STATE_LIVE");

    let update = desk
        .call(&resource.update_method(), resource.update_request(0))
        .await;
    refused(update)
        .is(Code::FailedPrecondition, "STATE_FORBIDS")
        .tells("resource", &resource.name(0));
    let again = desk
        .call(&resource.retire_method(), resource.retire_request(0))
        .await;
    refused(again)
        .is(Code::FailedPrecondition, "STATE_FORBIDS")
        .tells("resource", &resource.name(0));
}
