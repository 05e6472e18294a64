//! Records that have books of their own: fairs.

use std::sync::Arc;

use ledger::{Book, BookConfig, Cubes, ManualClock, RecordedAt, SeededRandomness};
use proptest::prelude::*;
use proto::exhibitions::v1::Fair;
use serve::{
    Caller,
    keeper::{Asked, Create, Keeper, Kinds, List, Page, Retire, Retirement},
};

use crate::{
    desk::{House, OPENING, english, id},
    fairs::fair::Office,
    gate,
};

fn office(house: &House) -> Keeper<Office> {
    let kinds = Kinds::new().with::<Office, Fair>();
    Keeper::new("exhibitions", house.keeper.book().clone(), kinds, Office)
}

async fn found(keeper: &Keeper<Office>, number: u128, id_of_fair: &str) -> Fair {
    let create = Create {
        asked: Asked::by(
            &Caller::Local,
            "/x/CreateFair",
            &id(number),
            &Fair::default(),
        ),
        parent: String::new(),
        id: id_of_fair.to_owned(),
        record: Some(Fair {
            title: english(id_of_fair),
            ..Fair::default()
        }),
    };
    keeper.create(create).await.unwrap()
}

async fn page(keeper: &Keeper<Office>, page_size: i32, page_token: &str) -> Page<Fair> {
    let list = List {
        page_size,
        page_token: page_token.to_owned(),
        ..List::default()
    };
    keeper.list(list).await.unwrap()
}

fn ids(page: &Page<Fair>) -> Vec<&str> {
    page.records
        .iter()
        .map(|fair| fair.name.trim_start_matches("fairs/"))
        .collect()
}

#[tokio::test]
async fn a_fair_begins_books_of_its_own() {
    let house = House::open();
    let keeper = office(&house);
    for (number, id_of_fair) in (1..).zip(["ciftis", "expo", "canton"]) {
        let fair = found(&keeper, number, id_of_fair).await;
        assert_eq!(fair.name, format!("fairs/{id_of_fair}"));
        let position = fair.entry.unwrap().position.unwrap();
        assert_eq!(
            (position.fair.as_str(), position.sequence),
            (fair.name.as_str(), 1)
        );
    }
    let read: Fair = keeper.get("fairs/expo", None).await.unwrap();
    assert_eq!(read.title, english("expo"));
    assert!(keeper.get::<Fair>("fairs/nobody", None).await.is_err());
}

#[tokio::test]
async fn pages_of_fairs_show_one_time() {
    let house = House::open();
    let keeper = office(&house);
    for (number, id_of_fair) in (1..).zip(["ciftis", "expo", "canton"]) {
        found(&keeper, number, id_of_fair).await;
    }
    let first = page(&keeper, 1, "").await;
    assert_eq!(ids(&first), ["canton"]);
    // What happens between the pages does not show.
    house.clock.advance(1);
    found(&keeper, 4, "dairy").await;
    let archive = Retire {
        asked: Asked::by(&Caller::Local, "/x/ArchiveFair", &id(5), &Fair::default()),
        name: "fairs/expo".to_owned(),
        etag: String::new(),
        reason: "held for the last time".to_owned(),
        retirement: Retirement::Archive,
    };
    let archived: Fair = keeper.retire(archive).await.unwrap();
    assert_eq!(archived.entry.unwrap().reason, "held for the last time");
    let rest = page(&keeper, 10, &first.next_page_token).await;
    assert_eq!(
        (ids(&rest), rest.next_page_token.as_str()),
        (vec!["ciftis", "expo"], "")
    );
    assert_eq!(
        ids(&page(&keeper, 10, "").await),
        ["canton", "ciftis", "dairy"]
    );
    let retired = keeper
        .list::<Fair>(List {
            show_retired: true,
            ..List::default()
        })
        .await
        .unwrap();
    assert_eq!(ids(&retired), ["canton", "ciftis", "dairy", "expo"]);
}

#[tokio::test]
async fn a_clock_that_was_set_back_hides_no_fair() {
    let house = House::open();
    let keeper = office(&house);
    found(&keeper, 1, "late").await;
    house.clock.jump(-60_000_000);
    found(&keeper, 2, "early").await;
    assert_eq!(ids(&page(&keeper, 10, "").await), ["early", "late"]);
}

#[tokio::test]
async fn the_fairs_of_a_page_are_asked_for_their_promises_together() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::at(RecordedAt(OPENING));
    let (store, mut gate) = gate::store(folder.path());
    let book = Book::open(
        Box::new(store),
        Cubes::new(Vec::new()).unwrap(),
        Arc::new(clock.clone()),
        Box::new(SeededRandomness::new(7)),
        BookConfig::default(),
    )
    .unwrap();
    let kinds = Kinds::new().with::<Office, Fair>();
    let keeper = Keeper::new("exhibitions", book, kinds, Office);
    let all = ["a", "b", "c", "d", "e", "f"];
    for (number, id_of_fair) in (1..).zip(all) {
        clock.advance(1);
        found(&keeper, number, id_of_fair).await;
    }

    // Nothing becomes durable while the gate is shut. All fairs are looked up all
    // the same, after the list of them; one after another would stop at the first.
    gate.shut();
    let listing = page(&keeper, 10, "");
    let watching = async {
        gate.wait_for_snapshots(1 + all.len()).await;
        gate.open();
    };
    let (page, ()) = tokio::join!(listing, watching);
    assert_eq!(ids(&page), all);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn pages_of_any_size_hold_every_fair_once(
        fairs in prop::collection::btree_set("[a-z]{1,3}", 0..8),
        page_size in 1..5,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let house = House::open();
            let keeper = office(&house);
            for (number, id_of_fair) in (1..).zip(&fairs) {
                found(&keeper, number, id_of_fair).await;
            }
            let (mut told, mut token) = (Vec::new(), String::new());
            loop {
                let page = page(&keeper, page_size, &token).await;
                told.extend(ids(&page).into_iter().map(str::to_owned));
                token = page.next_page_token;
                if token.is_empty() {
                    break;
                }
            }
            assert_eq!(told, fairs.into_iter().collect::<Vec<_>>());
        });
    }
}

mod fair {
    use fault::{Fault, Violations};
    use ledger::Fact;
    use proto::{exhibitions::v1::Fair, statistics::v1::RecordDigest};
    use resource::{Level, Name};
    use serve::keeper::{Found, Header, Record, Reference};

    /// A service that keeps fairs and counts nothing.
    #[derive(Clone)]
    pub(super) struct Office;

    impl Record<Office> for Fair {
        const COLLECTION: &'static str = "fairs";
        const LEVEL: Level = Level::Fair;
        const FIELD: &'static str = "fair";
        const WRITTEN_BY_SERVICE: &'static [&'static str] = &[];
        type Known = ();

        async fn learn(&self, _: &Name, _: &Office) -> Result<(), Fault> {
            Ok(())
        }

        fn header(&mut self) -> Header<'_> {
            Header {
                name: &mut self.name,
                etag: &mut self.etag,
                entry: &mut self.entry,
            }
        }

        fn check(&self, _: &mut Violations) {}

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
            Vec::new()
        }

        fn digest(&self) -> RecordDigest {
            RecordDigest::default()
        }

        fn synthetic(&self) -> bool {
            self.synthetic
        }
    }
}
