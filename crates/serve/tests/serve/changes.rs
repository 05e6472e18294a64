//! Changing and voiding records.

use prost_types::FieldMask;
use proto::{
    forums::v1::{Activity, ActivityKind, UpdateActivityRequest, VoidActivityRequest},
    google::r#type::Date,
    statistics::v1::{LocalizedText, RecordState},
};
use tonic::Code;

use crate::{
    desk::{House, activity, create, english, id, named, void},
    entry::{fields, made, read, reason},
};

fn update(number: u128, paths: &[&str], activity: Activity) -> UpdateActivityRequest {
    UpdateActivityRequest {
        activity: Some(Activity {
            name: named("f001"),
            ..activity
        }),
        update_mask: (!paths.is_empty()).then(|| FieldMask {
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        }),
        request_id: id(number),
    }
}

#[tokio::test]
async fn named_fields_change_and_the_old_revision_stays() {
    let house = House::open();
    let mut client = house.client();
    let first = made(&mut client, create(1, "f001", activity("A forum"))).await;
    let sent = Activity {
        title: Some(LocalizedText {
            en: "Ignored".to_owned(),
            zh: "论坛".to_owned(),
        }),
        ..Activity::default()
    };
    let request = update(2, &["title.zh"], sent);
    let answer = client
        .update_activity(request.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        answer.title,
        Some(LocalizedText {
            en: "A forum".to_owned(),
            zh: "论坛".to_owned()
        })
    );
    assert_eq!(answer.etag, "\"2\"");
    assert_eq!(answer.held_on, first.held_on);
    let again = client.update_activity(request).await.unwrap().into_inner();
    assert_eq!(again, answer);
    let before = house
        .keeper
        .find::<Activity>(&named("f001"), &at(&house, 1).await)
        .await;
    assert_eq!(before.unwrap(), Some(first));
}

async fn at(house: &House, sequence: i64) -> ledger::Position {
    let fair = ledger::Fair::parse("fairs/ciftis").unwrap();
    let moment = ledger::Moment::Sequence(sequence);
    house.keeper.book().resolve(&fair, moment).await.unwrap()
}

#[tokio::test]
async fn a_record_that_was_read_can_be_sent_back() {
    let house = House::open();
    let mut client = house.client();
    made(&mut client, create(1, "f001", activity("A forum"))).await;
    let mut record = read(&mut client, "f001").await.unwrap();
    record.title = english("A better forum");
    record.sector_code = "9.A".to_owned(); // written by the service: what is sent is dropped
    let answer = client
        .update_activity(update(2, &[], record))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(answer.title, english("A better forum"));
    assert_eq!(answer.sector_code, "2.B");
}

#[tokio::test]
async fn an_update_must_not_run_over_another() {
    let house = House::open();
    let mut client = house.client();
    let first = made(&mut client, create(1, "f001", activity("A forum"))).await;
    let changed = update(
        2,
        &["title"],
        Activity {
            title: english("B"),
            ..first.clone()
        },
    );
    client.update_activity(changed).await.unwrap();
    let late = update(
        3,
        &["title"],
        Activity {
            title: english("C"),
            ..first.clone()
        },
    );
    let refused = client.update_activity(late.clone()).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::Aborted, "ETAG_MISMATCH")
    );
    let without_etag = Activity {
        etag: String::new(),
        ..late.activity.unwrap()
    };
    let answer = client
        .update_activity(update(4, &["title"], without_etag))
        .await
        .unwrap();
    assert_eq!(answer.into_inner().etag, "\"3\"");

    let stale = VoidActivityRequest {
        etag: first.etag,
        ..void(5, "f001")
    };
    assert_eq!(
        client.void_activity(stale).await.unwrap_err().code(),
        Code::Aborted
    );
}

#[tokio::test]
async fn everything_wrong_with_an_update_is_told_at_once() {
    let house = House::open();
    let mut client = house.client();
    made(&mut client, create(1, "f001", activity("A forum"))).await;
    let sent = Activity {
        held_on: Some(Date {
            year: 2016,
            month: 2,
            day: 30,
        }),
        ..Activity::default()
    };
    let mut request = update(2, &["held_on", "title.en", "sector_code", "nowhere"], sent);
    request.request_id = String::new();
    let refused = client.update_activity(request).await.unwrap_err();
    let expected = [
        "request_id",
        "update_mask.paths[2]",
        "update_mask.paths[3]",
        "activity.title.en",
        "activity.held_on.day",
    ];
    assert_eq!(fields(&refused), expected);

    let nameless = UpdateActivityRequest {
        activity: Some(Activity::default()),
        ..update(3, &[], Activity::default())
    };
    let refused = client.update_activity(nameless).await.unwrap_err();
    assert_eq!(fields(&refused)[0], "activity.name");
    let nothing = client
        .update_activity(UpdateActivityRequest::default())
        .await
        .unwrap_err();
    assert_eq!(fields(&nothing), ["request_id", "activity"]);

    let fixed = Activity {
        kind: ActivityKind::Promotion.into(),
        ..Activity::default()
    };
    let refused = client
        .update_activity(update(4, &["kind"], fixed))
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["activity.kind"]);
    assert_eq!(read(&mut client, "f001").await.unwrap().etag, "\"1\"");
}

#[tokio::test]
async fn what_others_tell_is_told_with_the_rest() {
    let house = House::open();
    let mut client = house.client();
    made(&mut client, create(1, "f001", activity("A forum"))).await;
    let unknown = || Activity {
        kind: 99,
        ..activity("unknown")
    };
    let expected = ["activity.kind", "activity.sector_code"];
    let refused = client.create_activity(create(2, "f002", unknown())).await;
    assert_eq!(fields(&refused.unwrap_err()), expected);
    let refused = client.update_activity(update(3, &["*"], unknown())).await;
    assert_eq!(fields(&refused.unwrap_err()), expected);

    let without_id = UpdateActivityRequest {
        request_id: String::new(),
        ..update(4, &["title"], activity("unknown"))
    };
    let refused = client.update_activity(without_id).await.unwrap_err();
    assert_eq!(fields(&refused), ["request_id", "activity.sector_code"]);
    let mut without_id = create(5, "f002", activity("unknown"));
    without_id.request_id = String::new();
    let refused = client.create_activity(without_id).await.unwrap_err();
    assert_eq!(fields(&refused), ["request_id", "activity.sector_code"]);

    // Of a record without a name only what the mask touches is looked at.
    let nameless = |paths: &[&str]| {
        let mut request = update(6, paths, unknown());
        request.activity.as_mut().unwrap().name.clear();
        request
    };
    let refused = client.update_activity(nameless(&["kind"])).await;
    assert_eq!(
        fields(&refused.unwrap_err()),
        ["activity.name", "activity.kind"]
    );
}

#[tokio::test]
async fn what_does_not_exist_cannot_be_changed() {
    let house = House::open();
    let mut client = house.client();
    let sent = update(1, &["title"], activity("B"));
    assert_eq!(
        client.update_activity(sent).await.unwrap_err().code(),
        Code::NotFound
    );
    assert_eq!(
        client
            .void_activity(void(2, "f001"))
            .await
            .unwrap_err()
            .code(),
        Code::NotFound
    );
}

#[tokio::test]
async fn a_void_record_stays_readable_and_is_closed() {
    let house = House::open();
    let mut client = house.client();
    made(&mut client, create(1, "f001", activity("A forum"))).await;
    made(&mut client, create(2, "f002", activity("The same forum"))).await;
    let request = VoidActivityRequest {
        moved_to: named("f002"),
        ..void(3, "f001")
    };
    let answer = client
        .void_activity(request.clone())
        .await
        .unwrap()
        .into_inner();
    let entry = answer.entry.clone().unwrap();
    assert_eq!((entry.revision, entry.state()), (2, RecordState::Void));
    assert_eq!(
        (entry.reason, entry.moved_to),
        ("entered twice".to_owned(), named("f002"))
    );
    assert_eq!(answer.title, english("A forum"));

    // A replay answers what was answered, though the record is void by now.
    assert_eq!(
        client.void_activity(request).await.unwrap().into_inner(),
        answer
    );
    let created = made(&mut client, create(1, "f001", activity("A forum"))).await;
    assert_eq!(created.entry.unwrap().state(), RecordState::Live);

    let twice = client.void_activity(void(4, "f001")).await.unwrap_err();
    assert_eq!(
        (twice.code(), reason(&twice).as_str()),
        (Code::FailedPrecondition, "STATE_FORBIDS")
    );
    let changed = client
        .update_activity(update(5, &["title"], activity("B")))
        .await
        .unwrap_err();
    assert_eq!(reason(&changed), "STATE_FORBIDS");
    let taken = client
        .create_activity(create(6, "f001", activity("B")))
        .await
        .unwrap_err();
    assert_eq!(taken.code(), Code::AlreadyExists);
    let guest = Activity {
        hosts: vec![named("f001")],
        ..activity("A talk")
    };
    let refused = client
        .create_activity(create(7, "t1", guest))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "REFERENCE_MISSING");
}

#[tokio::test]
async fn a_wrong_void_is_refused_by_field() {
    let house = House::open();
    let mut client = house.client();
    made(&mut client, create(1, "f001", activity("A forum"))).await;
    let wrong = VoidActivityRequest {
        name: named("f001"),
        reason: " ".to_owned(),
        moved_to: named("f001"),
        ..VoidActivityRequest::default()
    };
    let refused = client.void_activity(wrong).await.unwrap_err();
    assert_eq!(fields(&refused), ["request_id", "reason", "moved_to"]);
    let empty = client
        .void_activity(VoidActivityRequest::default())
        .await
        .unwrap_err();
    assert_eq!(fields(&empty), ["request_id", "name", "reason"]);
    let nowhere = VoidActivityRequest {
        moved_to: named("f009"),
        ..void(2, "f001")
    };
    let refused = client.void_activity(nowhere).await.unwrap_err();
    assert_eq!(reason(&refused), "REFERENCE_MISSING");
}

#[tokio::test]
async fn an_update_sees_what_it_refers_to_anew() {
    let house = House::open();
    let mut client = house.client();
    made(&mut client, create(1, "h1", activity("A host"))).await;
    let guest = Activity {
        hosts: vec![named("h1")],
        ..activity("A talk")
    };
    made(&mut client, create(2, "f001", guest.clone())).await;
    client.void_activity(void(3, "h1")).await.unwrap();
    // It still refers to what is void by now: that was so before.
    let changed = Activity {
        title: english("A long talk"),
        ..Activity::default()
    };
    client
        .update_activity(update(4, &["title"], changed))
        .await
        .unwrap();
    let other = Activity {
        hosts: vec![named("h2")],
        ..guest
    };
    let refused = client
        .update_activity(update(5, &["hosts"], other))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "REFERENCE_MISSING");
}
