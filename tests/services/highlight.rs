//! Highlights: what one person, delegation or organisation did.

use harness::{
    builders::{With, date, request_id, text},
    cells::{evidence_request, selection},
    check::refused,
    fair::RunningFair,
    fairground::{delegation, delegation_named, highlight, office, person, person_named},
    standing::{EDITION, organisation_named},
};
use proto::exhibitions::v1::{
    CreateHighlightRequest, Highlight, HighlightKind, ListHighlightsRequest, UpdateHighlightRequest,
};

fn create(id: &str, highlight: Highlight) -> CreateHighlightRequest {
    CreateHighlightRequest {
        parent: EDITION.to_owned(),
        highlight_id: id.to_owned(),
        highlight: Some(highlight),
        request_id: request_id(),
    }
}

/// A mayor, and a delegation.
async fn open_protocol(running: &RunningFair) {
    let offices = vec![office("mayor of Cologne", date(2015, 10, 20), None)];
    let mayor = person("Henriette Reker", "DE", offices);
    running.clients.record_person("reker", mayor).await;
    running
        .clients
        .record_delegation(EDITION, "cologne", delegation("Cologne", "DE"))
        .await;
}

#[tokio::test]
async fn who_did_it_is_written_by_the_service() {
    let running = RunningFair::with_open_books().await;
    open_protocol(&running).await;
    let by_person = highlight().with(|record| record.person = person_named("reker"));
    let by_city = highlight().with(|record| record.delegation = delegation_named("cologne"));
    let by_club = highlight().with(|record| record.organisation = organisation_named("gremio"));
    for (id, record, name, held, country) in [
        (
            "h1",
            by_person.clone(),
            "Henriette Reker",
            text("mayor of Cologne"),
            "DE",
        ),
        ("h2", by_city, "Cologne", None, "DE"),
        ("h3", by_club, "Gremio", None, "BR"),
    ] {
        let recorded = running.clients.record_highlight(EDITION, id, record).await;
        assert_eq!(recorded.display_name, text(name));
        assert_eq!(
            (recorded.office, &*recorded.country_code),
            (held, country),
            "{id}"
        );
    }
    assert_eq!(
        running
            .clients
            .counted("highlights", &[("person", "reker")], "highlights")
            .await,
        1
    );
    assert_eq!(
        running
            .clients
            .counted("highlights", &[("person", "none")], "highlights")
            .await,
        2
    );

    // It was the club, after all: nothing is left of the person.
    let update = UpdateHighlightRequest {
        highlight: Some(by_person.with(|record| {
            record.name = format!("{EDITION}/highlights/h1");
            record.person.clear();
            record.organisation = organisation_named("gremio");
        })),
        update_mask: None,
        request_id: request_id(),
    };
    let updated = running
        .clients
        .exhibitions
        .clone()
        .update_highlight(update)
        .await;
    let updated = updated.unwrap().into_inner();
    assert_eq!(
        (updated.display_name, updated.office),
        (text("Gremio"), None)
    );
    assert_eq!(
        running
            .clients
            .counted("highlights", &[("person", "reker")], "highlights")
            .await,
        0
    );
    running.audit().await;
}

#[tokio::test]
async fn exactly_one_did_it_on_a_medium_that_is_named() {
    let running = RunningFair::with_open_books().await;
    open_protocol(&running).await;
    let mut exhibitions = running.clients.exhibitions.clone();
    let wrong = highlight().with(|record| {
        record.kind = HighlightKind::MediaProgramme.into();
        record.person = person_named("reker");
        record.organisation = organisation_named("gremio");
        record.subject = None;
    });
    refused(exhibitions.create_highlight(create("h1", wrong)).await).names_fields(&[
        "highlight.person",
        "highlight.organisation",
        "highlight.medium.en",
        "highlight.subject.en",
    ]);
}

#[tokio::test]
async fn it_was_done_within_a_year_of_the_edition() {
    let running = RunningFair::with_open_books().await;
    for (n, (day, fits)) in [
        (date(2015, 5, 27), false),
        (date(2015, 5, 28), true),
        (date(2016, 5, 30), true),
        (date(2017, 6, 1), true),
        (date(2017, 6, 2), false),
        (date(1, 1, 1), false),
        (date(9999, 12, 31), false),
    ]
    .into_iter()
    .enumerate()
    {
        let record = highlight().with(|record| {
            record.organisation = organisation_named("gremio");
            record.occurred_on = day;
        });
        let answer = running.clients.exhibitions.clone();
        let answer = answer
            .clone()
            .create_highlight(create(&format!("h{n}"), record))
            .await;
        match answer {
            Ok(_) => assert!(fits, "{day:?}"),
            refusal => {
                assert!(!fits, "{day:?}");
                refused(refusal).names_fields(&["highlight.occurred_on"]);
            }
        }
    }
}

#[tokio::test]
async fn evidence_tells_what_was_done_and_by_whom() {
    let running = RunningFair::with_open_books().await;
    open_protocol(&running).await;
    let programme = highlight().with(|record| {
        record.kind = HighlightKind::MediaProgramme.into();
        record.subject = text("a programme on traditional Chinese medicine");
        record.medium = text("Beijing TV");
        record.person = person_named("reker");
        record.featured = "visit-of-cologne".to_owned();
    });
    running
        .clients
        .record_highlight(EDITION, "tcm", programme)
        .await;
    let other = highlight().with(|record| record.organisation = organisation_named("gremio"));
    running
        .clients
        .record_highlight(EDITION, "other", other)
        .await;

    let pinned = [
        ("featured", "visit-of-cologne"),
        ("kind", "media_programme"),
    ];
    let ask = evidence_request(EDITION, selection("highlights", &pinned), "highlights", 10);
    let [evidence] = &running.clients.evidence("exhibitions", ask).await[..] else {
        panic!("one highlight is featured");
    };
    let digest = evidence.digest.as_ref().unwrap();
    assert_eq!(
        digest.subject,
        text("a programme on traditional Chinese medicine")
    );
    assert_eq!(digest.kind, "media_programme");
    let [who] = &digest.participants[..] else {
        panic!("one did it: {digest:?}");
    };
    assert_eq!(who.name, person_named("reker"));
    assert_eq!(
        (&who.display_name, &who.office),
        (&text("Henriette Reker"), &text("mayor of Cologne"))
    );
    assert_eq!(who.country_code, "DE");

    let list = ListHighlightsRequest {
        parent: EDITION.to_owned(),
        filter: "medium.en : \"beijing\"".to_owned(),
        ..ListHighlightsRequest::default()
    };
    let listed = running
        .clients
        .exhibitions
        .clone()
        .list_highlights(list)
        .await;
    assert_eq!(listed.unwrap().into_inner().highlights.len(), 1);
}
