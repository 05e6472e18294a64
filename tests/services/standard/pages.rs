//! Pages: joined they are the whole, at one position, while writes go on.

use harness::{check::refused, resources::Resource};
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::{Value, json};
use tonic::Code;

use super::{Desk, every_resource, record_of};

#[apply(every_resource)]
async fn pages_join_to_the_whole_while_writes_go_on(resource: Resource) {
    let desk = Desk::open(resource).await;
    for n in 0..3 {
        desk.create(n).await;
    }
    let whole = desk
        .call(&resource.list_method(), resource.list_request(1000, ""))
        .await
        .unwrap();
    let wanted = records_of(&resource, &whole);
    assert!(wanted.len() >= 3);
    assert_eq!(whole["next_page_token"], Value::Null);

    let mut joined = Vec::new();
    let mut token = String::new();
    for turn in 0.. {
        let request = resource.list_request(2, &token);
        let page = desk
            .call(&resource.list_method(), request)
            .await
            .expect("a page");
        let records = records_of(&resource, &page);
        assert!(records.len() <= 2);
        joined.extend(records);
        if !resource.parent.is_empty() {
            assert_eq!(
                page["position"], whole["position"],
                "all pages at one position"
            );
        }
        match turn {
            0 => drop(desk.update(0).await),
            1 => drop(desk.create(3).await),
            _ => {}
        }
        token = page["next_page_token"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        if token.is_empty() {
            break;
        }
    }
    if resource.parent.is_empty() {
        // Fairs stand in books of their own: what was there is there, in its order.
        joined.retain(|record| record["name"] != json!(resource.name(3)));
        let names = |records: &[Value]| {
            records
                .iter()
                .map(|r| r["name"].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&joined), names(&wanted));
    } else {
        assert_eq!(joined, wanted);
    }
    let mut by_id: Vec<String> = wanted.iter().map(|r| r["name"].to_string()).collect();
    by_id.sort();
    assert_eq!(
        by_id,
        wanted
            .iter()
            .map(|r| r["name"].to_string())
            .collect::<Vec<_>>()
    );
}

#[apply(every_resource)]
async fn a_page_token_answers_its_own_question_only(resource: Resource) {
    let desk = Desk::open(resource).await;
    for n in 0..3 {
        desk.create(n).await;
    }
    let page = desk
        .call(&resource.list_method(), resource.list_request(1, ""))
        .await
        .unwrap();
    let token = page["next_page_token"].as_str().expect("there is more");

    let mut another_question = resource.list_request(1, token);
    another_question["show_retired"] = json!(true);
    let mut another_end = token.to_owned();
    let last = another_end.pop().expect("a token is not empty");
    another_end.push(if last == 'A' { 'B' } else { 'A' });
    for request in [
        another_question,
        resource.list_request(1, "no token of ours"),
        resource.list_request(1, &token[..token.len() / 2]),
        resource.list_request(1, &another_end),
    ] {
        let answer = desk.call(&resource.list_method(), request).await;
        refused(answer).is(Code::InvalidArgument, "PAGE_TOKEN_INVALID");
    }
    let more = desk
        .call(&resource.list_method(), resource.list_request(2, token))
        .await;
    assert!(
        more.is_ok(),
        "the size of a page may change from page to page"
    );
}

#[apply(every_resource)]
async fn a_page_holds_fifty_when_nothing_is_said(resource: Resource) {
    let desk = Desk::open(resource).await;
    desk.create(0).await;
    let page = desk
        .call(&resource.list_method(), resource.list_request(0, ""))
        .await
        .unwrap();
    assert!((1..=50).contains(&records_of(&resource, &page).len()));
    let most = desk
        .call(
            &resource.list_method(),
            resource.list_request(1_000_000, ""),
        )
        .await;
    assert!(most.is_ok(), "more than the most is the most");
    let negative = desk
        .call(&resource.list_method(), resource.list_request(-1, ""))
        .await;
    refused(negative).names_fields(&["page_size"]);
}

/// The records of a page, without what the reading adds.
fn records_of(resource: &Resource, page: &Value) -> Vec<Value> {
    let records = page[resource.list_field]
        .as_array()
        .cloned()
        .unwrap_or_default();
    records.iter().map(record_of).collect()
}
