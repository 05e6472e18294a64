//! A request that is sent again has one effect and the same answer.

use harness::{check::refused, resources::Resource};
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::json;
use tonic::Code;

use super::{Desk, every_resource, record_of};

#[apply(every_resource)]
async fn a_repeated_request_has_one_effect_and_the_same_answer(resource: Resource) {
    let desk = Desk::open(resource).await;
    let sent = [
        (resource.create_method(), resource.create_request(0)),
        (resource.update_method(), resource.update_request(0)),
        (resource.retire_method(), resource.retire_request(0)),
    ];
    let mut answers = Vec::new();
    for (method, request) in &sent {
        let first = desk
            .call(method, request.clone())
            .await
            .expect("a right request");
        let stands = desk.sequence(0).await;
        let again = desk
            .call(method, request.clone())
            .await
            .expect("the same request again");
        assert_eq!(record_of(&again), record_of(&first), "{method}");
        assert_eq!(
            desk.sequence(0).await,
            stands,
            "{method} had its effect once"
        );
        answers.push(first);
    }
    for ((method, request), first) in sent.iter().zip(&answers) {
        let late = desk
            .call(method, request.clone())
            .await
            .expect("the same request much later");
        assert_eq!(
            record_of(&late),
            record_of(first),
            "{method}, after the others"
        );
    }
}

#[apply(every_resource)]
async fn a_request_id_stands_for_one_request(resource: Resource) {
    let desk = Desk::open(resource).await;
    let create = resource.create_request(0);
    desk.call(&resource.create_method(), create.clone())
        .await
        .expect("a right request");
    let stands = desk.sequence(0).await;

    let mut another = resource.create_request(1);
    another["request_id"] = create["request_id"].clone();
    // A fair has books of its own, and with them request ids of its own.
    if !resource.parent.is_empty() {
        refused(desk.call(&resource.create_method(), another).await)
            .is(Code::InvalidArgument, "REQUEST_ID_REUSED")
            .tells("request_id", create["request_id"].as_str().unwrap())
            .tells("record", &resource.name(0));
    }
    let (path, value) = (resource.changed)();
    let mut changed = create.clone();
    changed[resource.field][path] = value;
    refused(desk.call(&resource.create_method(), changed).await)
        .is(Code::InvalidArgument, "REQUEST_ID_REUSED")
        .tells("record", &resource.name(0));
    assert_eq!(desk.sequence(0).await, stands, "nothing was stored");

    let mut same_id_other_method = resource.update_request(0);
    same_id_other_method["request_id"] = create["request_id"].clone();
    let updated = desk
        .call(&resource.update_method(), same_id_other_method)
        .await;
    assert!(updated.is_ok(), "an id belongs to a method: {updated:?}");
}

#[apply(every_resource)]
async fn a_refusal_does_not_use_a_request_id_up(resource: Resource) {
    let desk = Desk::open(resource).await;
    let right = resource.create_request(0);
    let mut wrong = right.clone();
    wrong[resource.field] = json!({});
    refused(desk.call(&resource.create_method(), wrong).await)
        .is(Code::InvalidArgument, "INVALID_FIELDS");
    let mut too_early = resource.update_request(0);
    too_early["request_id"] = right["request_id"].clone();
    refused(
        desk.call(&resource.update_method(), too_early.clone())
            .await,
    )
    .is(Code::NotFound, "RESOURCE_NOT_FOUND");

    desk.call(&resource.create_method(), right)
        .await
        .expect("the id is still free");
    desk.call(&resource.update_method(), too_early)
        .await
        .expect("the id is still free");
}

#[apply(every_resource)]
async fn a_request_id_is_a_uuid_in_any_case_of_letters(resource: Resource) {
    let desk = Desk::open(resource).await;
    for wrong in [
        "",
        "a17",
        "01996f6e-0000-7000-8000-00000000000",
        "01996f6e-0000-7000-8000-00000000000g",
    ] {
        for (method, mut request) in [
            (resource.create_method(), resource.create_request(0)),
            (resource.update_method(), resource.update_request(0)),
            (resource.retire_method(), resource.retire_request(0)),
        ] {
            request["request_id"] = json!(wrong);
            refused(desk.call(&method, request).await).names_fields(&["request_id"]);
        }
    }
    let mut create = resource.create_request(0);
    create["request_id"] = json!("01996F6E-0000-7000-8000-00000000ABCD");
    let first = desk
        .call(&resource.create_method(), create.clone())
        .await
        .expect("capitals pass");
    let again = desk
        .call(&resource.create_method(), create)
        .await
        .expect("it is the same id");
    assert_eq!(record_of(&again), record_of(&first));
}
