//! Books of a release that did not tell activities and earlier agreements apart.

use ledger::{Change, Cubes, Fair, Moment, RequestKey, State, Write};
use proto::{
    contracts::v1::{Agreement, UpdateAgreementRequest, contracts_service_client},
    statistics::v1::{
        AsOf, Condition, QueryCellsRequest, Selection, ValueRange, condition::Test,
        query_cells_request::Measure,
    },
};
use serve::Link;

use super::stage::{EDITION, Stage, agreement, book};

type Client = contracts_service_client::ContractsServiceClient<Link>;

/// The dimensions that came later.
const LATER: [&str; 2] = ["activity", "follows"];

/// The cubes as the release before declared them.
fn cubes_before() -> Cubes {
    let mut cubes = contracts::cubes().all().to_vec();
    for cube in &mut cubes {
        let known = |name: &str| !LATER.contains(&name);
        cube.dimensions.retain(|dimension| known(dimension.name));
        let known = |roll_up: &Vec<&str>| roll_up.iter().all(|name| known(name));
        cube.roll_ups.retain(known);
    }
    Cubes::new(cubes).unwrap()
}

/// The agreement as that release wrote it.
async fn as_it_was_written(stage: &Stage) -> Change {
    let reached = Agreement {
        reached_through: "fairs/ciftis/editions/4/activities/f001".to_owned(),
        reached_through_kind: "forum".to_owned(),
        ..agreement(&["gremio", "club"])
    };
    let create = stage.create("a1", reached);
    let created = stage.contracts.clone().create_agreement(create).await;
    let name = created.unwrap().into_inner().name;
    let fair = Fair::parse("fairs/ciftis").unwrap();
    let newest = stage.book.resolve(&fair, Moment::Newest).await.unwrap();
    let stored = stage.book.record(&name, &newest).await.unwrap().unwrap();
    let mut facts = stored.facts;
    for fact in &mut facts {
        fact.values.retain(|name, _| !LATER.contains(&&**name));
    }
    Change {
        name,
        state: State::Live,
        reason: String::new(),
        moved_to: String::new(),
        body: stored.body,
        facts,
    }
}

/// How many agreements were reached through some activity, or all of the stage.
async fn count(client: &Client, reached: bool, as_of: Option<AsOf>) -> i64 {
    let condition = |dimension: &str| Condition {
        dimension: dimension.to_owned(),
        test: Some(Test::Within(ValueRange::default())),
    };
    let dimension = if reached { "activity" } else { "stage" };
    let query = QueryCellsRequest {
        parent: EDITION.to_owned(),
        selection: Some(Selection {
            cube: "agreements".to_owned(),
            r#where: vec![condition(dimension)],
        }),
        measure: Some(Measure::SumOf("agreements".to_owned())),
        as_of,
        ..QueryCellsRequest::default()
    };
    let answer = client.clone().query_cells(query).await.unwrap();
    answer.into_inner().totals[0].total
}

#[tokio::test]
async fn an_old_book_opens_answers_and_is_sound() {
    let stage = Stage::open().await;
    let written = as_it_was_written(&stage).await;
    let name = written.name.clone();
    let folder = tempfile::tempdir().unwrap();
    let old = book(folder.path(), cubes_before());
    let write = Write {
        fair: Fair::parse("fairs/ciftis").unwrap(),
        request: RequestKey {
            caller: "local".to_owned(),
            method: "CreateAgreement".to_owned(),
            id: [1; 16],
            digest: [1; 32],
        },
        reads: vec![name.clone()],
        rule: Box::new(move |_| Ok(vec![written])),
    };
    old.write(write).await.unwrap();
    old.close().await;

    let kept = book(folder.path(), contracts::cubes());
    let service = contracts::service(kept.clone(), stage.link.clone());
    let client = Client::new(Link::within(&service));
    assert_eq!(count(&client, false, None).await, 1);
    // The books never said through which activity: they do not begin to now.
    assert_eq!(count(&client, true, None).await, 0);

    let change = UpdateAgreementRequest {
        agreement: Some(Agreement {
            name,
            source: "Statistics office".to_owned(),
            ..Agreement::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["source".to_owned()],
        }),
        request_id: stage.request_id(),
    };
    let changed = client.clone().update_agreement(change).await.unwrap();
    assert_eq!(count(&client, true, None).await, 1, "now they do");
    let mut then = changed.into_inner().entry.unwrap().position.unwrap();
    then.sequence -= 1;
    then.recorded_at = None;
    let then = AsOf {
        moment: Some(proto::statistics::v1::as_of::Moment::Cut(
            proto::statistics::v1::Cut {
                positions: vec![then],
            },
        )),
    };
    assert_eq!(count(&client, true, Some(then)).await, 0);

    let audit = move || kept.audit(&contracts::recompute, &mut |_| {});
    let report = tokio::task::spawn_blocking(audit).await.unwrap().unwrap();
    assert_eq!((report.findings, report.differences), (vec![], vec![]));
    assert_eq!(
        report.counts.outgrown, 1,
        "what was written before stays so"
    );
}
