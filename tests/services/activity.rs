//! Activities: kinds are counted apart.

use harness::{
    builders::{With, activity, date},
    cells::{selection, sum_request},
    fair::RunningFair,
    standing::EDITION,
};
use proto::{
    forums::v1::ActivityKind,
    statistics::v1::{Condition, ValueRange, condition::Test},
};

#[tokio::test]
async fn kinds_are_counted_apart_and_together() {
    let running = RunningFair::with_open_books().await;
    for (id, kind) in [
        ("b1", ActivityKind::BusinessTalk),
        ("b2", ActivityKind::BusinessTalk),
        ("o1", ActivityKind::OneOnOne),
    ] {
        running
            .clients
            .record_activity(EDITION, id, activity(kind))
            .await;
    }
    let count = async |pinned: &[(&str, &str)]| {
        let ask = sum_request(EDITION, selection("activities", pinned), "activities");
        running.clients.proved_sum("forums", ask, None).await
    };
    assert_eq!(
        count(&[("kind", "forum")]).await,
        1,
        "the one of the open books"
    );
    assert_eq!(count(&[("kind", "business_talk")]).await, 2);
    assert_eq!(count(&[("kind", "matchmaking")]).await, 0);
    assert_eq!(count(&[]).await, 4);
}

#[tokio::test]
async fn groups_come_in_the_order_of_their_values() {
    let running = RunningFair::with_open_books().await;
    for (id, kind, day) in [
        ("b1", ActivityKind::BusinessTalk, 30),
        ("b2", ActivityKind::BusinessTalk, 28),
        ("f2", ActivityKind::Forum, 28),
    ] {
        let held = activity(kind).with(|activity| activity.held_on = date(2016, 5, day));
        running.clients.record_activity(EDITION, id, held).await;
    }
    let mut ask = sum_request(EDITION, selection("activities", &[]), "activities");
    ask.group_by = vec!["kind".to_owned(), "held_on".to_owned()];
    let answer = running
        .clients
        .query_cells("forums", ask.clone())
        .await
        .unwrap();
    let totals: Vec<_> = answer
        .totals
        .iter()
        .map(|total| (total.group.join(" "), total.total))
        .collect();
    let wanted = [
        ("business_talk 2016-05-28".to_owned(), 1),
        ("business_talk 2016-05-30".to_owned(), 1),
        ("forum 2016-05-28".to_owned(), 1),
        ("forum 2016-05-29".to_owned(), 1),
    ];
    assert_eq!(totals, wanted);

    let days = Condition {
        dimension: "held_on".to_owned(),
        test: Some(Test::Within(ValueRange {
            from: "2016-05-28".to_owned(),
            before: "2016-05-30".to_owned(),
        })),
    };
    ask.selection.as_mut().unwrap().r#where = vec![days];
    ask.group_by = vec!["kind".to_owned()];
    let answer = running.clients.query_cells("forums", ask).await.unwrap();
    let totals: Vec<_> = answer
        .totals
        .iter()
        .map(|total| (total.group.join(" "), total.total))
        .collect();
    assert_eq!(
        totals,
        [("business_talk".to_owned(), 1), ("forum".to_owned(), 2)]
    );
}

#[tokio::test]
async fn a_day_is_not_held_to_the_days_of_the_edition() {
    let running = RunningFair::with_open_books().await;
    let prepared =
        activity(ActivityKind::Promotion).with(|activity| activity.held_on = date(2016, 3, 1));
    let recorded = running
        .clients
        .record_activity(EDITION, "p1", prepared)
        .await;
    assert_eq!(
        recorded.held_on,
        date(2016, 3, 1),
        "promotions are held before a fair opens"
    );
}
