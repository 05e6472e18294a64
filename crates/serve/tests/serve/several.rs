//! Several records in one request.

use proptest::prelude::*;
use proto::forums::v1::Activity;
use serve::{
    Caller,
    keeper::{Asked, Create, CreateMissing, Created, Keeper, Kinds},
};

use crate::{
    desk::{House, activity, id, named},
    several::quiet::Quiet,
};

fn quiet(house: &House) -> Keeper<Quiet> {
    let kinds = Kinds::new().with::<Quiet, Activity>();
    Keeper::new("forums", house.keeper.book().clone(), kinds, Quiet)
}

fn missing(number: u128, ids: &[&str]) -> CreateMissing<Activity> {
    CreateMissing {
        asked: Asked::by(
            &Caller::Local,
            "/tradefair.forums.v1.ForumsService/Install",
            &id(number),
            &activity("x"),
        ),
        parent: "fairs/ciftis/editions/4".to_owned(),
        records: ids
            .iter()
            .map(|id| ((*id).to_owned(), activity("x")))
            .collect(),
    }
}

fn names(created: &Created) -> Vec<&str> {
    created
        .names
        .iter()
        .map(|name| name.rsplit_once('/').unwrap().1)
        .collect()
}

#[tokio::test]
async fn those_that_exist_are_left_and_each_answer_is_told_again() {
    let house = House::open();
    let keeper = quiet(&house);
    let first = keeper
        .create_missing(missing(1, &["b", "a"]))
        .await
        .unwrap();
    assert_eq!(
        (names(&first), first.position.sequence),
        (vec!["a", "b"], 1)
    );
    let nothing = keeper
        .create_missing(missing(2, &["a", "b"]))
        .await
        .unwrap();
    assert_eq!((names(&nothing), nothing.position.sequence), (vec![], 1));
    let more = keeper
        .create_missing(missing(3, &["a", "c", "b"]))
        .await
        .unwrap();
    assert_eq!((names(&more), more.position.sequence), (vec!["c"], 2));

    assert_eq!(
        keeper
            .create_missing(missing(1, &["b", "a"]))
            .await
            .unwrap(),
        first
    );
    assert_eq!(
        keeper
            .create_missing(missing(2, &["a", "b"]))
            .await
            .unwrap(),
        nothing
    );
    assert_eq!(
        keeper
            .create_missing(missing(3, &["a", "c", "b"]))
            .await
            .unwrap(),
        more
    );
}

#[tokio::test]
async fn one_wrong_record_refuses_all() {
    let house = House::open();
    let keeper = quiet(&house);
    let mut request = missing(1, &["a", "b"]);
    request.records[1].1.kind = 0;
    assert!(keeper.create_missing(request).await.is_err());
    let newest = keeper.resolve("fairs/ciftis", None).await.unwrap();
    assert_eq!(newest.sequence, 0);
}

#[tokio::test]
async fn records_that_are_not_all_different_are_refused() {
    let house = House::open();
    let keeper = quiet(&house);
    for ids in [&[][..], &["a", "a"], &["a", "b", "a"]] {
        let refused = keeper.create_missing(missing(1, ids)).await;
        assert!(
            matches!(refused, Err(fault::Fault::Defect { .. })),
            "{ids:?}: {refused:?}"
        );
    }
    let newest = keeper.resolve("fairs/ciftis", None).await.unwrap();
    assert_eq!(newest.sequence, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn any_installations_are_answered_alike_twice(
        installations in prop::collection::vec(prop::collection::btree_set("[a-d]", 1..5), 1..6),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let house = House::open();
            let keeper = quiet(&house);
            let mut known = std::collections::BTreeSet::new();
            let mut answers = Vec::new();
            for (number, ids) in (1..).zip(&installations) {
                let asked: Vec<&str> = ids.iter().map(String::as_str).collect();
                let answer = keeper.create_missing(missing(number, &asked)).await.unwrap();
                let expected: Vec<String> = ids.difference(&known).map(|id| named(id)).collect();
                assert_eq!(answer.names, expected);
                known.extend(ids.iter().cloned());
                answers.push((missing(number, &asked), answer));
            }
            for (request, answer) in answers {
                assert_eq!(keeper.create_missing(request).await.unwrap(), answer);
            }
        });
    }
}

#[tokio::test]
async fn the_ordinary_way_sees_them_too() {
    let house = House::open();
    let keeper = quiet(&house);
    keeper
        .create_missing(missing(1, &["a", "b"]))
        .await
        .unwrap();
    let taken = keeper
        .create(Create {
            asked: Asked::by(&Caller::Local, "/x/y", &id(2), &activity("x")),
            parent: "fairs/ciftis/editions/4".to_owned(),
            id: "a".to_owned(),
            record: Some(activity("x")),
        })
        .await;
    assert!(matches!(taken, Err(fault::Fault::Exists { .. })));
}

mod quiet {
    use fault::{Fault, Violations};
    use ledger::Fact;
    use proto::{forums::v1::Activity, statistics::v1::RecordDigest};
    use resource::{Level, Name};
    use serve::keeper::{Found, Header, Record, Reference};

    use crate::record::Desk;

    /// A service that asks nobody.
    #[derive(Clone)]
    pub(super) struct Quiet;

    impl Record<Quiet> for Activity {
        const COLLECTION: &'static str = "activities";
        const LEVEL: Level = Level::InEdition;
        const FIELD: &'static str = "activity";
        const WRITTEN_BY_SERVICE: &'static [&'static str] = &["sector_code"];
        type Known = ();

        async fn learn(&self, _: &Name, _: &Quiet) -> Result<(), Fault> {
            Ok(())
        }

        fn header(&mut self) -> Header<'_> {
            Record::<Desk>::header(self)
        }

        fn check(&self, violations: &mut Violations) {
            Record::<Desk>::check(self, violations);
        }

        fn references(&self, _: &Name) -> Vec<Reference> {
            Vec::new()
        }

        fn settle(
            &mut self,
            _: Option<&Self>,
            (): &(),
            _: &Found<'_>,
            _: &mut Violations,
        ) -> Result<(), Fault> {
            Ok(())
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
