//! What outlets read: the version of a release that was published last.

use harness::{
    check::refused,
    clients::at_cut,
    fair::RunningFair,
    press::{NOTHING_CLAIMED, text},
    standing::{EDITION, open_reporting},
};
use proto::{
    gateway::v1::{
        GetPublishedReleaseRequest, ListPublishedReleasesRequest, ListReleasesRequest,
        PublicationStatus, PublishedRelease, Release, ReleaseState,
    },
    statistics::v1::Cut,
};
use tonic::Code;

async fn with_drafts(ids: &[&str]) -> RunningFair {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    for id in ids {
        let (headline, paragraph) = NOTHING_CLAIMED;
        let draft = text(headline, paragraph);
        let created = running.clients.create_release(EDITION, id, draft).await;
        created.unwrap();
    }
    running
}

/// A change of the headline, with what it corrects.
fn changed(name: &str, headline: &str, correction: &str) -> Release {
    Release {
        name: name.to_owned(),
        headline: headline.to_owned(),
        correction: correction.to_owned(),
        ..Release::default()
    }
}

#[tokio::test]
async fn outlets_go_on_reading_a_version_until_the_next_is_published() {
    let running = with_drafts(&["closing"]).await;
    let clients = &running.clients;
    let name = format!("{EDITION}/releases/closing");
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
    let silent = changed(&name, "The fair is over", "");
    let refusal = refused(clients.update_release(silent, &["headline"]).await);
    assert_eq!(refusal.fields, ["release.correction"]);
    let told = changed(&name, "The fair is over", "It is over.");
    let second = clients
        .update_release(told, &["headline", "correction"])
        .await
        .unwrap();
    assert_eq!((second.version, second.state()), (2, ReleaseState::Draft));
    let still = PublishedRelease {
        read_at: published.read_at.clone(),
        ..clients.published(&name).await.unwrap()
    };
    assert_eq!(still, published);
    clients.bring_out(&name).await;
    let next = clients.published(&name).await.unwrap();
    assert_eq!(
        (next.version, next.headline.as_str()),
        (2, "The fair is over")
    );
    assert_eq!(next.note, "It is over.");
    let silent = changed(&name, "The fair is over", "");
    let refusal = refused(clients.update_release(silent, &["headline"]).await);
    assert_eq!(refusal.fields, ["release.correction"]);

    // What it said then is read again as of then.
    let entry = first.entry.unwrap();
    let cut = Cut {
        positions: vec![entry.position.unwrap()],
    };
    let then = clients.release(&name, at_cut(&cut)).await.unwrap();
    assert_eq!(then.published.unwrap().headline, published.headline);

    let withdrawn = clients.withdraw_release(&name, "Published too early").await;
    let cancelled = clients.published(&name).await.unwrap();
    assert_eq!(cancelled.status(), PublicationStatus::Canceled);
    assert_eq!(cancelled.note, "Published too early");
    assert_eq!(cancelled.version_created, recorded_at(&withdrawn.unwrap()));
    assert!(cancelled.paragraphs.is_empty() && cancelled.claims.is_empty());
    assert!(cancelled.headline.is_empty());
    // Whatever moment an outlet asks for, it is told so; the house reads its history.
    let asked = GetPublishedReleaseRequest {
        name: name.clone(),
        as_of: at_cut(&cut),
    };
    let then = clients
        .press_desk
        .clone()
        .get_published_release(asked)
        .await;
    assert_eq!(
        then.unwrap().into_inner().status(),
        PublicationStatus::Canceled
    );
    let listed = ListPublishedReleasesRequest {
        parent: EDITION.to_owned(),
        as_of: at_cut(&cut),
        ..ListPublishedReleasesRequest::default()
    };
    let listed = clients
        .press_desk
        .clone()
        .list_published_releases(listed)
        .await;
    let listed = listed.unwrap().into_inner().published_releases;
    let statuses: Vec<_> = listed.iter().map(PublishedRelease::status).collect();
    assert_eq!(statuses, [PublicationStatus::Canceled]);
}

#[tokio::test]
async fn lists_tell_the_published_ones_apart() {
    let running = with_drafts(&["r1", "r2", "r3"]).await;
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
    assert_eq!(
        pages, 1,
        "no page, and so no token, tells of another release"
    );
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended_whatever_is_published_then() {
    let running = with_drafts(&["r1", "r2", "r3", "r4"]).await;
    for id in ["r1", "r3", "r4"] {
        running
            .clients
            .bring_out(&format!("{EDITION}/releases/{id}"))
            .await;
    }
    let mut desk = running.clients.press_desk.clone();
    let (mut found, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListPublishedReleasesRequest {
            parent: EDITION.to_owned(),
            page_size: 1,
            page_token,
            as_of: None,
        };
        let page = desk.list_published_releases(request).await.unwrap();
        let page = page.into_inner();
        found.extend(page.published_releases.into_iter().map(|it| it.name));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
        if found.len() == 1 {
            // Published since: not at the position of the first page.
            let name = format!("{EDITION}/releases/r2");
            running.clients.bring_out(&name).await;
        }
    }
    let ids: Vec<_> = found.iter().map(|name| name.rsplit('/').next()).collect();
    assert_eq!(ids, [Some("r1"), Some("r3"), Some("r4")]);
}

#[tokio::test]
async fn what_was_begun_after_a_version_goes_when_that_is_withdrawn() {
    let running = with_drafts(&["closing"]).await;
    let clients = &running.clients;
    let name = format!("{EDITION}/releases/closing");
    clients.bring_out(&name).await;
    let begun = changed(&name, "The fair is over", "It is over.");
    clients
        .update_release(begun, &["headline", "correction"])
        .await
        .unwrap();
    let withdrawn = clients.withdraw_release(&name, "Too early").await.unwrap();
    assert_eq!(
        (withdrawn.version, withdrawn.state()),
        (1, ReleaseState::Withdrawn)
    );
    assert_eq!(withdrawn.headline, NOTHING_CLAIMED.0);
    assert!(withdrawn.correction.is_empty());
}
