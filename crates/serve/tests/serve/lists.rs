//! Lists, page by page.

use std::collections::HashSet;

use proto::{
    forums::v1::{ListActivitiesRequest, ListActivitiesResponse},
    statistics::v1::{AsOf, Cut, Position, as_of},
};
use tonic::{Code, Status};

use crate::{
    desk::{Client, House, activity, create, named, void},
    entry::{fields, made, reason},
};

fn list() -> ListActivitiesRequest {
    ListActivitiesRequest {
        parent: "fairs/ciftis/editions/4".to_owned(),
        ..ListActivitiesRequest::default()
    }
}

async fn page(
    client: &mut Client,
    request: ListActivitiesRequest,
) -> Result<ListActivitiesResponse, Status> {
    client
        .list_activities(request)
        .await
        .map(tonic::Response::into_inner)
}

fn ids(page: &ListActivitiesResponse) -> Vec<&str> {
    let names = page
        .activities
        .iter()
        .map(|activity| activity.name.as_str());
    names.map(|name| name.rsplit_once('/').unwrap().1).collect()
}

#[tokio::test]
async fn all_pages_are_read_at_one_position() {
    let house = House::open();
    let mut client = house.client();
    for (number, id) in (1..).zip(["f3", "f1", "f2", "f5", "f4"]) {
        made(&mut client, create(number, id, activity("A forum"))).await;
    }
    client.void_activity(void(6, "f5")).await.unwrap();
    let first = page(
        &mut client,
        ListActivitiesRequest {
            page_size: 2,
            ..list()
        },
    )
    .await
    .unwrap();
    assert_eq!(ids(&first), ["f1", "f2"]);
    let position = first.position.clone().unwrap();
    assert_eq!(position.sequence, 6);

    // What happens between the pages does not show.
    made(&mut client, create(7, "f25", activity("Too late"))).await;
    client.void_activity(void(8, "f3")).await.unwrap();
    let next = ListActivitiesRequest {
        page_token: first.next_page_token,
        page_size: 1,
        ..list()
    };
    let second = page(&mut client, next).await.unwrap();
    assert_eq!(ids(&second), ["f3"]);
    assert_eq!(second.position, first.position);
    let next = ListActivitiesRequest {
        page_token: second.next_page_token,
        ..list()
    };
    let last = page(&mut client, next).await.unwrap();
    assert_eq!(
        (ids(&last), last.next_page_token.as_str()),
        (vec!["f4"], "")
    );

    let retired = ListActivitiesRequest {
        show_retired: true,
        ..list()
    };
    let all = page(&mut client, retired).await.unwrap();
    assert_eq!(ids(&all), ["f1", "f2", "f25", "f3", "f4", "f5"]);
}

#[tokio::test]
async fn a_token_belongs_to_its_question() {
    let house = House::open();
    let mut client = house.client();
    for number in 1..=3 {
        made(
            &mut client,
            create(number, &format!("f{number}"), activity("A forum")),
        )
        .await;
    }
    let first = page(
        &mut client,
        ListActivitiesRequest {
            page_size: 1,
            ..list()
        },
    )
    .await
    .unwrap();
    let token = first.next_page_token;
    let cut = Cut {
        positions: vec![Position {
            service: "forums".to_owned(),
            sequence: 2,
            ..Position::default()
        }],
    };
    let others = [
        ListActivitiesRequest {
            parent: "fairs/ciftis/editions/5".to_owned(),
            ..list()
        },
        ListActivitiesRequest {
            show_retired: true,
            ..list()
        },
        ListActivitiesRequest {
            as_of: Some(AsOf {
                moment: Some(as_of::Moment::Cut(cut)),
            }),
            ..list()
        },
    ];
    for other in others {
        let foreign = ListActivitiesRequest {
            page_token: token.clone(),
            ..other
        };
        let refused = page(&mut client, foreign).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::InvalidArgument, "PAGE_TOKEN_INVALID")
        );
    }
    let forged = ListActivitiesRequest {
        page_token: format!("{token}x"),
        ..list()
    };
    assert_eq!(
        reason(&page(&mut client, forged).await.unwrap_err()),
        "PAGE_TOKEN_INVALID"
    );
}

#[tokio::test]
async fn a_wrong_question_is_refused_by_field() {
    let house = House::open();
    let mut client = house.client();
    let wrong = ListActivitiesRequest {
        page_size: -1,
        parent: named("f1"),
        ..list()
    };
    let refused = page(&mut client, wrong).await.unwrap_err();
    assert_eq!(fields(&refused), ["page_size", "parent"]);
    let empty = page(&mut client, list()).await.unwrap();
    assert_eq!(empty.position.unwrap().sequence, 0);
}

#[tokio::test]
async fn small_collections_are_read_whole() {
    let house = House::open();
    let mut client = house.client();
    for number in 1..=1_203 {
        made(
            &mut client,
            create(number, &format!("f{number}"), activity("A forum")),
        )
        .await;
    }
    let newest = house.keeper.resolve("fairs/ciftis", None).await.unwrap();
    let all = house
        .keeper
        .all::<proto::forums::v1::Activity>(&list().parent, &newest)
        .await;
    let names: HashSet<_> = all
        .unwrap()
        .into_iter()
        .map(|activity| activity.name)
        .collect();
    assert_eq!(names.len(), 1_203);
    let page = page(
        &mut client,
        ListActivitiesRequest {
            page_size: 5_000,
            ..list()
        },
    )
    .await
    .unwrap();
    assert_eq!(page.activities.len(), 1_000);
}

mod filtered {
    use super::*;

    async fn page(house: &House, filter: &str, size: i32, token: &str) -> ListActivitiesResponse {
        let request = ListActivitiesRequest {
            parent: "fairs/ciftis/editions/4".to_owned(),
            page_size: size,
            page_token: token.to_owned(),
            filter: filter.to_owned(),
            ..ListActivitiesRequest::default()
        };
        let answer = house.client().list_activities(request).await;
        answer.unwrap().into_inner()
    }

    fn ids(page: &ListActivitiesResponse) -> Vec<&str> {
        let names = page.activities.iter().map(|found| found.name.as_str());
        names.map(|name| name.rsplit_once('/').unwrap().1).collect()
    }

    #[tokio::test]
    async fn a_list_holds_what_passes_page_by_page() {
        let house = House::open();
        for (number, title) in ["red", "blue", "red", "red", "blue", "red"]
            .iter()
            .enumerate()
        {
            let request = create(number as u128 + 1, &format!("r{number}"), activity(title));
            house.client().create_activity(request).await.unwrap();
        }
        let filter = "title.en = red";
        let first = page(&house, filter, 2, "").await;
        assert_eq!(ids(&first), ["r0", "r2"]);
        let second = page(&house, filter, 2, &first.next_page_token).await;
        assert_eq!(ids(&second), ["r3", "r5"]);
        assert_eq!(second.next_page_token, "");
        assert_eq!(
            ids(&page(&house, "title.en : LU", 50, "").await),
            ["r1", "r4"]
        );
        assert_eq!(
            ids(&page(&house, "title.en = green", 50, "").await),
            [""; 0]
        );
    }

    #[tokio::test]
    async fn a_filter_few_pass_ends_a_page_early_and_goes_on() {
        let house = House::open();
        for chunk in 0..11 {
            let rows = (0..1_000).map(|at| {
                let last = chunk == 10 && at == 999;
                proto::forums::v1::Activity {
                    name: crate::desk::named(&format!("r{chunk:02}{at:03}")),
                    ..activity(if last { "needle" } else { "hay" })
                }
            });
            let request = proto::forums::v1::ImportActivitiesRequest {
                parent: "fairs/ciftis".to_owned(),
                activities: rows.collect(),
                validate_only: false,
                request_id: crate::desk::id(chunk + 1),
            };
            house.client().import_activities(request).await.unwrap();
        }
        let first = page(&house, "title.en = needle", 10, "").await;
        assert_eq!(ids(&first), [""; 0]);
        assert_ne!(first.next_page_token, "");
        let second = page(&house, "title.en = needle", 10, &first.next_page_token).await;
        assert_eq!(ids(&second), ["r10999"]);
        assert_eq!(second.next_page_token, "");
    }

    #[tokio::test]
    async fn a_page_token_is_bound_to_the_filter() {
        let house = House::open();
        for number in 0..3 {
            let request = create(number + 1, &format!("r{number}"), activity("x"));
            house.client().create_activity(request).await.unwrap();
        }
        let first = page(&house, "title.en = x", 1, "").await;
        let request = ListActivitiesRequest {
            parent: "fairs/ciftis/editions/4".to_owned(),
            page_size: 1,
            page_token: first.next_page_token,
            filter: "title.en = y".to_owned(),
            ..ListActivitiesRequest::default()
        };
        let refused = house.client().list_activities(request).await.unwrap_err();
        assert_eq!(refused.code(), tonic::Code::InvalidArgument);
    }
}
