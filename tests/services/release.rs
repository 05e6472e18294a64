//! Releases: the steps of their life, and which of them follow which.

use harness::{
    builders::request_id,
    check::refused,
    clients::at_cut,
    fair::RunningFair,
    press::{NOTHING_CLAIMED, text},
    standing::{EDITION, open_reporting},
};
use proto::{
    gateway::v1::{
        ListPublishedReleasesRequest, ListReleasesRequest, PublicationStatus, Release,
        ReleaseState, SubmitReleaseRequest, UpdateReleaseRequest,
    },
    statistics::v1::Cut,
};
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

#[tokio::test]
async fn a_repeated_step_is_answered_as_before() {
    let running = open().await;
    let name = draft(&running, "closing").await;
    let request = SubmitReleaseRequest {
        name: name.clone(),
        etag: String::new(),
        request_id: request_id(),
    };
    let mut desk = running.clients.press_desk.clone();
    let first = desk.submit_release(request.clone()).await.unwrap();
    step(&running, &name, 'a').await.unwrap();
    let again = desk.submit_release(request.clone()).await.unwrap();
    let (first, again) = (first.into_inner(), again.into_inner());
    assert_eq!((again.state(), again.etag), (first.state(), first.etag));
    let other = SubmitReleaseRequest {
        etag: "\"1\"".to_owned(),
        ..request
    };
    refused(desk.submit_release(other).await).is(Code::InvalidArgument, "REQUEST_ID_REUSED");
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
async fn outlets_go_on_reading_a_version_until_the_next_is_published() {
    let running = open().await;
    let clients = &running.clients;
    let name = draft(&running, "closing").await;
    let refusal = refused(clients.published(&name).await);
    refusal.is(Code::NotFound, "RESOURCE_NOT_FOUND");

    let first = clients.bring_out(&name).await;
    let published = clients.published(&name).await.unwrap();
    assert_eq!(
        (published.version, published.status()),
        (1, PublicationStatus::Usable)
    );
    assert_eq!(published.headline, NOTHING_CLAIMED.0);
    let recorded_at = |release: &Release| {
        let entry = release.entry.as_ref().unwrap();
        entry.position.as_ref().unwrap().recorded_at
    };
    assert_eq!(published.version_created, recorded_at(&first));

    // A change without a word on what it corrects is refused, also the second time.
    let silent = Release {
        name: name.clone(),
        headline: "The fair is over".to_owned(),
        ..Release::default()
    };
    let refusal = refused(clients.update_release(silent, &["headline"]).await);
    assert_eq!(refusal.fields, ["release.correction"]);
    let second = step(&running, &name, 'u').await.unwrap();
    assert_eq!((second.version, second.state()), (2, ReleaseState::Draft));
    assert_eq!(clients.published(&name).await.unwrap(), published);
    clients.bring_out(&name).await;
    let next = clients.published(&name).await.unwrap();
    assert_eq!(
        (next.version, next.headline.as_str()),
        (2, "The fair has closed now")
    );
    assert_eq!(next.note, "The headline was The fair has closed.");
    let silent = Release {
        name: name.clone(),
        headline: "The fair is over".to_owned(),
        ..Release::default()
    };
    let refusal = refused(clients.update_release(silent, &["headline"]).await);
    assert_eq!(refusal.fields, ["release.correction"]);

    // What it said then is read again as of then.
    let entry = first.entry.unwrap();
    let then = at_cut(&Cut {
        positions: vec![entry.position.unwrap()],
    });
    let then = clients.release(&name, then).await.unwrap();
    assert_eq!(then.published.unwrap().headline, published.headline);

    let withdrawn = clients.withdraw_release(&name, "Published too early").await;
    let cancelled = clients.published(&name).await.unwrap();
    assert_eq!(cancelled.status(), PublicationStatus::Canceled);
    assert_eq!(cancelled.note, "Published too early");
    assert_eq!(cancelled.version_created, recorded_at(&withdrawn.unwrap()));
    assert!(cancelled.paragraphs.is_empty() && cancelled.claims.is_empty());
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

#[tokio::test]
async fn lists_tell_the_published_ones_apart() {
    let running = open().await;
    for id in ["r1", "r2", "r3"] {
        draft(&running, id).await;
    }
    running
        .clients
        .bring_out(&format!("{EDITION}/releases/r2"))
        .await;
    let mut desk = running.clients.press_desk.clone();
    let all = desk
        .list_releases(ListReleasesRequest {
            parent: EDITION.to_owned(),
            ..ListReleasesRequest::default()
        })
        .await;
    let all = all.unwrap().into_inner();
    let states: Vec<_> = all.releases.iter().map(Release::state).collect();
    assert_eq!(
        states,
        [
            ReleaseState::Draft,
            ReleaseState::Published,
            ReleaseState::Draft
        ]
    );
    let without_texts = |release: &Release| release.paragraphs.is_empty();
    assert!(all.releases.iter().all(without_texts));

    let (mut found, mut page_token, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = desk
            .list_published_releases(ListPublishedReleasesRequest {
                parent: EDITION.to_owned(),
                page_size: 1,
                page_token,
                as_of: None,
            })
            .await;
        let page = page.unwrap().into_inner();
        found.extend(page.published_releases.into_iter().map(|it| it.name));
        pages += 1;
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(found, [format!("{EDITION}/releases/r2")]);
    assert_eq!(pages, 3);
}
