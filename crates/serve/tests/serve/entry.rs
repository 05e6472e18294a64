//! Creating and reading records.

use fault::Fault;
use proto::{
    forums::v1::{Activity, CreateActivityRequest, GetActivityRequest},
    statistics::v1::{BookEntry, RecordState},
};
use serve::keeper::Keeper;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::{
    desk::{Client, House, activity, create, id, named},
    record::Desk,
};

/// The fields a refusal names.
pub fn fields(status: &Status) -> Vec<String> {
    let details = status.get_details_bad_request();
    let violations = details.map_or_else(Vec::new, |details| details.field_violations);
    violations
        .into_iter()
        .map(|violation| violation.field)
        .collect()
}

/// The reason a refusal gives.
pub fn reason(status: &Status) -> String {
    status.get_details_error_info().unwrap().reason
}

pub async fn made(client: &mut Client, request: CreateActivityRequest) -> Activity {
    client.create_activity(request).await.unwrap().into_inner()
}

pub async fn read(client: &mut Client, id_of_record: &str) -> Result<Activity, Status> {
    let request = GetActivityRequest {
        name: named(id_of_record),
        as_of: None,
    };
    client
        .get_activity(request)
        .await
        .map(tonic::Response::into_inner)
}

#[tokio::test]
async fn a_record_is_answered_with_its_place_in_the_books() {
    let house = House::open();
    let mut client = house.client();
    let answer = made(&mut client, create(1, "f001", activity("A forum"))).await;
    let entry = answer.entry.clone().unwrap();
    assert_eq!(answer.name, named("f001"));
    assert_eq!(answer.etag, "\"1\"");
    assert_eq!(answer.sector_code, "2.B");
    assert_eq!((entry.revision, entry.state()), (1, RecordState::Live));
    let position = entry.position.clone().unwrap();
    assert_eq!(
        (position.service.as_str(), position.fair.as_str()),
        ("forums", "fairs/ciftis")
    );
    assert_eq!(position.sequence, 1);
    assert_eq!(entry.read_at, entry.position);

    made(&mut client, create(2, "f002", activity("Another"))).await;
    let later = read(&mut client, "f001").await.unwrap();
    let read_at = later.entry.clone().unwrap().read_at.unwrap();
    assert_eq!(read_at.sequence, 2);
    let entry = BookEntry {
        read_at: entry.read_at.clone(),
        ..later.entry.unwrap()
    };
    assert_eq!(
        Activity {
            entry: Some(entry),
            ..later
        },
        answer
    );
}

#[tokio::test]
async fn a_repeated_request_has_one_effect_and_the_same_answer() {
    let house = House::open();
    let mut client = house.client();
    let first = made(&mut client, create(1, "f001", activity("A forum"))).await;
    made(&mut client, create(2, "f002", activity("Another"))).await;
    let again = made(&mut client, create(1, "f001", activity("A forum"))).await;
    assert_eq!(again, first);

    let other = client
        .create_activity(create(1, "f003", activity("A forum")))
        .await
        .unwrap_err();
    assert_eq!(other.code(), Code::InvalidArgument);
    assert_eq!(reason(&other), "REQUEST_ID_REUSED");
    let metadata = other.get_details_error_info().unwrap().metadata;
    assert_eq!(metadata["request_id"], id(1));
    let missing = read(&mut client, "f003").await.unwrap_err();
    assert_eq!(
        (missing.code(), reason(&missing).as_str()),
        (Code::NotFound, "RESOURCE_NOT_FOUND")
    );
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once_and_nothing_stored() {
    let house = House::open();
    let mut client = house.client();
    let wrong = CreateActivityRequest {
        parent: "fairs/ciftis".to_owned(),
        activity_id: "F 1".to_owned(),
        request_id: "seven".to_owned(),
        activity: Some(Activity {
            name: named("f001"),
            etag: "\"1\"".to_owned(),
            entry: Some(BookEntry::default()),
            sector_code: "2.B".to_owned(),
            kind: 99,
            ..Activity::default()
        }),
    };
    let refused = client.create_activity(wrong).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert_eq!(reason(&refused), "INVALID_FIELDS");
    let expected = [
        "request_id",
        "parent",
        "activity_id",
        "activity.name",
        "activity.etag",
        "activity.entry",
        "activity.sector_code",
        "activity.title.en",
        "activity.kind",
        "activity.held_on",
        "activity.evidence_kind",
    ];
    assert_eq!(fields(&refused), expected);

    let empty = client
        .create_activity(CreateActivityRequest::default())
        .await
        .unwrap_err();
    assert_eq!(
        fields(&empty),
        ["request_id", "parent", "activity_id", "activity"]
    );
    let newest = house.keeper.resolve("fairs/ciftis", None).await.unwrap();
    assert_eq!(newest.sequence, 0);
}

#[tokio::test]
async fn a_name_is_taken_once() {
    let house = House::open();
    let mut client = house.client();
    made(&mut client, create(1, "f001", activity("A forum"))).await;
    let taken = client
        .create_activity(create(2, "f001", activity("Another")))
        .await
        .unwrap_err();
    assert_eq!(
        (taken.code(), reason(&taken).as_str()),
        (Code::AlreadyExists, "RESOURCE_EXISTS")
    );
}

#[tokio::test]
async fn what_a_record_refers_to_must_be_there() {
    let house = House::open();
    let mut client = house.client();
    let guest = |host: &str| Activity {
        hosts: vec![host.to_owned()],
        ..activity("A talk")
    };
    let lost = create(1, "t1", guest(&named("f001")));
    let missing = client.create_activity(lost.clone()).await.unwrap_err();
    assert_eq!(missing.code(), Code::FailedPrecondition);
    assert_eq!(reason(&missing), "REFERENCE_MISSING");
    let metadata = missing.get_details_error_info().unwrap().metadata;
    assert_eq!(metadata["field"], "activity.hosts[0]");
    assert_eq!(metadata["resource"], named("f001"));

    let foreign = guest("fairs/cantonfair/editions/1/activities/f001");
    let foreign = client
        .create_activity(create(2, "t1", foreign))
        .await
        .unwrap_err();
    assert_eq!(fields(&foreign), ["activity.hosts[0]"]);

    made(&mut client, create(3, "f001", activity("A forum"))).await;
    let found = made(&mut client, lost).await; // the refusal did not use its id up
    assert_eq!(found.source, "A forum");
}

#[tokio::test]
async fn a_repeated_request_is_answered_whatever_others_say_now() {
    let house = House::open();
    let mut client = house.client();
    let unknown = client
        .create_activity(create(1, "f1", activity("unknown place")))
        .await;
    assert_eq!(reason(&unknown.unwrap_err()), "REFERENCE_MISSING");

    // Another service that knew the title then and does not know it now.
    let renamed = made(&mut client, create(2, "f2", activity("Known"))).await;
    let service_of_then = &house.keeper;
    let forgetful = Forgetful::of(service_of_then);
    let again = forgetful
        .create(create(2, "f2", activity("Known")))
        .await
        .unwrap();
    assert_eq!(again, renamed);
    let other = forgetful
        .create(create(3, "f3", activity("Known")))
        .await
        .unwrap_err();
    assert!(matches!(other, Fault::Unreachable { .. }));
}

/// The same books, kept for a service that reaches no other.
struct Forgetful(Keeper<forgetful::Lost>);

impl Forgetful {
    fn of(keeper: &Keeper<Desk>) -> Self {
        let kinds = serve::keeper::Kinds::new().with::<forgetful::Lost, Activity>();
        Self(Keeper::new(
            "forums",
            keeper.book().clone(),
            kinds,
            forgetful::Lost,
        ))
    }

    async fn create(&self, request: CreateActivityRequest) -> Result<Activity, Fault> {
        self.0.create(crate::desk::asked(request)).await
    }
}

mod forgetful {
    use fault::{Fault, Violations};
    use ledger::Fact;
    use proto::{forums::v1::Activity, statistics::v1::RecordDigest};
    use resource::{Level, Name};
    use serve::keeper::{Found, Header, Record, Reference};

    use crate::record::Desk;

    #[derive(Clone)]
    pub(super) struct Lost;

    impl Record<Lost> for Activity {
        const COLLECTION: &'static str = "activities";
        const LEVEL: Level = Level::InEdition;
        const FIELD: &'static str = "activity";
        const WRITTEN_BY_SERVICE: &'static [&'static str] = &["sector_code"];
        type Known = String;

        async fn learn(&self, _: &Name, _: &Lost) -> Result<String, Fault> {
            Err(Fault::Unreachable {
                service: "exhibitions".to_owned(),
                why: "it is gone".to_owned(),
            })
        }

        fn header(&mut self) -> Header<'_> {
            Record::<Desk>::header(self)
        }

        fn check(&self, violations: &mut Violations) {
            Record::<Desk>::check(self, violations);
        }

        fn references(&self, name: &Name) -> Vec<Reference> {
            Record::<Desk>::references(self, name)
        }

        fn settle(
            &mut self,
            before: Option<&Self>,
            known: &String,
            found: &Found<'_>,
            violations: &mut Violations,
        ) -> Result<(), Fault> {
            Record::<Desk>::settle(self, before, known, found, violations)
        }

        fn facts(&self) -> Vec<Fact> {
            Record::<Desk>::facts(self)
        }

        fn digest(&self) -> RecordDigest {
            Record::<Desk>::digest(self)
        }

        fn synthetic(&self) -> bool {
            self.synthetic
        }
    }
}
