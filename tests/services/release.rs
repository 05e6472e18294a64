//! Releases: the steps of their life, and which of them follow which.

use harness::{
    builders::request_id,
    check::{Refusal, refused},
    fair::RunningFair,
    press::{NOTHING_CLAIMED, text},
    resources::PRESS_DESK,
    standing::{EDITION, open_reporting},
};
use proto::gateway::v1::{Release, ReleaseState, SubmitReleaseRequest, UpdateReleaseRequest};
use serde_json::{Value, json};
use tonic::Code;

async fn open() -> RunningFair {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    running
}

fn nothing_claimed() -> Release {
    let (headline, paragraph) = NOTHING_CLAIMED;
    text(headline, paragraph)
}

async fn draft(running: &RunningFair, id: &str) -> String {
    let created = running
        .clients
        .create_release(EDITION, id, nothing_claimed())
        .await;
    created.unwrap().name
}

/// Takes a release a step, by the first letter of the verb; `u` changes its text.
async fn step(running: &RunningFair, name: &str, verb: char) -> Result<Release, tonic::Status> {
    let clients = &running.clients;
    match verb {
        's' => clients.submit_release(name).await,
        'r' => clients.return_release(name).await,
        'a' => clients.approve_release(name).await,
        'p' => clients.publish_release(name).await,
        'w' => clients.withdraw_release(name, "Published too early").await,
        _ => {
            let before = clients.release(name, None).await.unwrap();
            let changed = Release {
                name: name.to_owned(),
                headline: format!("{} now", before.headline),
                correction: match before.published {
                    Some(_) => format!("The headline was {}.", before.headline),
                    None => String::new(),
                },
                ..Release::default()
            };
            clients
                .update_release(changed, &["headline", "correction"])
                .await
        }
    }
}

#[tokio::test]
async fn each_step_follows_where_it_may_and_nowhere_else() {
    let running = open().await;
    // The state, the steps that lead there, and those that are open.
    let states = [
        (ReleaseState::Draft, "", "us"),
        (ReleaseState::InReview, "s", "ra"),
        (ReleaseState::Approved, "sa", "rp"),
        (ReleaseState::Published, "sap", "uw"),
        (ReleaseState::Draft, "sapu", "usw"),
        (ReleaseState::InReview, "sapus", "raw"),
        (ReleaseState::Withdrawn, "sapw", ""),
    ];
    for (row, (state, way, open)) in states.into_iter().enumerate() {
        for (column, verb) in "usrapw".chars().enumerate() {
            let name = draft(&running, &format!("r{row}-{column}")).await;
            for verb in way.chars() {
                step(&running, &name, verb).await.unwrap();
            }
            let before = running.clients.release(&name, None).await.unwrap();
            assert_eq!(before.state(), state, "after {way:?}");
            let stepped = step(&running, &name, verb).await;
            if open.contains(verb) {
                assert!(stepped.is_ok(), "{verb} of {state:?}: {stepped:?}");
                continue;
            }
            let refusal = refused(stepped);
            refusal.is(Code::FailedPrecondition, "STATE_FORBIDS");
            let after = running.clients.release(&name, None).await.unwrap();
            assert_eq!(after.etag, before.etag, "a refused step changes nothing");
        }
    }
}

/// Calls a method of the press desk in JSON, so that each step is called alike.
async fn call(running: &RunningFair, method: &str, request: &Value) -> Result<Value, Refusal> {
    let method = format!("{PRESS_DESK}/{method}");
    running.clients.speaker.call(&method, request.clone()).await
}

#[tokio::test]
async fn every_repeated_step_is_answered_as_before_whatever_has_become_of_the_release() {
    let running = open().await;
    let name = format!("{EDITION}/releases/closing");
    let step = |method: &'static str| (method, json!({ "name": name, "request_id": request_id() }));
    let mut withdraw = step("WithdrawRelease");
    withdraw.1["reason"] = json!("Too early");
    let (headline, paragraph) = NOTHING_CLAIMED;
    let steps = [
        (
            "CreateRelease",
            json!({
                "parent": EDITION, "release_id": "closing", "request_id": request_id(),
                "release": {
                    "language_code": "en", "headline": headline, "paragraphs": [paragraph],
                },
            }),
        ),
        (
            "UpdateRelease",
            json!({
                "release": { "name": name, "headline": "The fair is over" },
                "update_mask": "headline", "request_id": request_id(),
            }),
        ),
        step("SubmitRelease"),
        step("ReturnRelease"),
        step("SubmitRelease"),
        step("ApproveRelease"),
        step("PublishRelease"),
        withdraw,
    ];
    let mut answered = Vec::new();
    for (method, request) in &steps {
        answered.push(call(&running, method, request).await.unwrap());
    }
    for ((method, request), before) in steps.iter().zip(answered) {
        let again = call(&running, method, request).await.unwrap();
        for field in ["state", "etag", "headline"] {
            assert_eq!(again[field], before[field], "{method}");
        }
        let mut other = request.clone();
        match *method {
            "CreateRelease" => other["release_id"] = json!("another"),
            "UpdateRelease" => other["release"]["headline"] = json!("Another"),
            _ => other["etag"] = json!("\"1\""),
        }
        let refusal = call(&running, method, &other).await.unwrap_err();
        refusal.is(Code::InvalidArgument, "REQUEST_ID_REUSED");
    }
}

#[tokio::test]
async fn a_step_is_refused_when_another_revision_came_between() {
    let running = open().await;
    let name = draft(&running, "closing").await;
    let seen = running.clients.release(&name, None).await.unwrap();
    step(&running, &name, 'u').await.unwrap();
    let request = SubmitReleaseRequest {
        name,
        etag: seen.etag,
        request_id: request_id(),
    };
    let refusal = refused(
        running
            .clients
            .press_desk
            .clone()
            .submit_release(request)
            .await,
    );
    refusal.is(Code::Aborted, "ETAG_MISMATCH");
}

#[tokio::test]
async fn the_language_stays_and_so_does_what_the_service_writes() {
    let running = open().await;
    let name = draft(&running, "closing").await;
    let chinese = Release {
        name: name.clone(),
        language_code: "zh".to_owned(),
        ..Release::default()
    };
    let refusal = refused(
        running
            .clients
            .update_release(chinese, &["language_code"])
            .await,
    );
    assert_eq!(refusal.fields, ["release.language_code"]);
    // Without a mask everything is changed that can be.
    let request = UpdateReleaseRequest {
        release: Some(Release {
            name,
            version: 9,
            ..text("The fair is over", "It was held in Beijing.")
        }),
        update_mask: None,
        request_id: request_id(),
    };
    let changed = running
        .clients
        .press_desk
        .clone()
        .update_release(request)
        .await;
    let changed = changed.unwrap().into_inner();
    assert_eq!((changed.version, changed.state()), (1, ReleaseState::Draft));
    assert_eq!(changed.headline, "The fair is over");
}
