//! What the services say about a row is told with its file, line and column.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use serve::Link;
use tradefair::{
    assembly::{self, Machine, Running},
    import::{ImportError, Plan, Progress, Table},
    topology::{ServiceName, Topology},
};

const FAIRS: &str = "fair_id,title.en,title.zh,short_title.en,short_title.zh,first_year,source,evidence_kind\n\
    hall,Hall fair,会展,HF,会,2012,Halls,registration\n";

const EDITIONS: &str = "edition_id,ordinal,opening_date,closing_date,time_zone,host_subdivision_code,host_city.en,host_city.zh,statistics_office.en,statistics_office.zh,source,evidence_kind\n\
    1,1,2012-05-28,2012-06-01,Asia/Shanghai,CN-BJ,Beijing,北京,the office,组委会,Halls,registration\n";

const ORGANISATIONS: &str = "organisation_id,display_name.en,country_code,source,evidence_kind\n\
    a,A,BR,Halls,registration\n\
    b,B,LT,Halls,registration\n";

/// Counts the rows that were recorded, by file.
#[derive(Default)]
struct Count(BTreeMap<String, usize>, String);

impl Progress for Count {
    fn begins(&mut self, file: &str) {
        file.clone_into(&mut self.1);
    }

    fn recorded(&mut self) {
        *self.0.entry(self.1.clone()).or_default() += 1;
    }
}

struct Fair {
    _folder: tempfile::TempDir,
    running: Running,
    links: BTreeMap<ServiceName, Link>,
}

impl Fair {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listen = "127.0.0.1:0".parse().unwrap();
        let running = assembly::start(
            &Topology::whole(),
            folder.path(),
            listen,
            &Machine::this_one(),
        )
        .await
        .unwrap();
        let address: http::Uri = format!("http://{}", running.address()).parse().unwrap();
        let links = ServiceName::ALL
            .map(|service| (service, Link::remote(service.as_str(), address.clone())))
            .into();
        Self {
            _folder: folder,
            running,
            links,
        }
    }

    /// Loads the fair with these tables, and tells how many rows of each were
    /// recorded.
    async fn load(
        &self,
        tables: &[(&str, &str)],
    ) -> Result<BTreeMap<String, usize>, (ImportError, BTreeMap<String, usize>)> {
        let base = [
            ("fairs.csv", FAIRS),
            ("editions.csv", EDITIONS),
            ("organisations.csv", ORGANISATIONS),
        ];
        let others = base
            .iter()
            .filter(|(file, _)| tables.iter().all(|(given, _)| given != file));
        let all: Vec<_> = tables
            .iter()
            .chain(others)
            .map(|(file, text)| Table::new(*file, *text))
            .collect();
        let mut count = Count::default();
        let sent = Plan::new(&all).unwrap().send(&self.links, &mut count).await;
        match sent {
            Ok(()) => Ok(count.0),
            Err(error) => Err((error, count.0)),
        }
    }

    /// The faults of tables that are refused, as lines.
    async fn faults(&self, tables: &[(&str, &str)]) -> (Vec<String>, BTreeMap<String, usize>) {
        match self.load(tables).await {
            Err((ImportError::Refused(faults), recorded)) => {
                (faults.0.iter().map(ToString::to_string).collect(), recorded)
            }
            other => panic!("not refused: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_service_refuses_is_told_at_its_cell() {
    let fair = Fair::start().await;
    let agreements = "agreement_id,parent,title.en,parties,stage,sector_code,amount,currency,signed_on,source,evidence_kind\n\
        a1,editions/1,One,organisations/a;organisations/b,contract,2.B,1.50,CNY,2012-05-29,Desk,contract\n\
        a2,editions/1,Two,organisations/a;organisations/Ä,contract,99.Z,1.505,CNY,,Desk,contract\n\
        a3,editions/1,Three,organisations/a;organisations/nobody,contract,2.B,,,2012-05-29,Desk,contract\n";
    let (faults, recorded) = fair.faults(&[("agreements.csv", agreements)]).await;
    let begins = [
        "agreements.csv, line 3, column parties: ",
        "agreements.csv, line 3, column sector_code: ",
        "agreements.csv, line 3, column amount: ",
        "agreements.csv, line 3, column signed_on: ",
    ];
    for begin in begins {
        let found = faults.iter().filter(|fault| fault.starts_with(begin));
        assert_eq!(found.count(), 1, "{begin} in {faults:#?}");
    }
    let last = faults.last().unwrap();
    assert!(
        last.starts_with("agreements.csv, line 4, column parties: "),
        "{faults:#?}"
    );
    assert!(last.contains("organisations/nobody"), "{faults:#?}");
    assert_eq!(faults.len(), begins.len() + 1, "{faults:#?}");
    // The row that was right is in the books, and its neighbours may be mended.
    assert_eq!(recorded["agreements.csv"], 1);
    fair.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_sent_again_changes_nothing_and_a_changed_row_is_told() {
    let fair = Fair::start().await;
    let first = fair.load(&[]).await.unwrap();
    assert_eq!(first["organisations.csv"], 2);
    assert_eq!(fair.load(&[]).await.unwrap(), first);

    // Other columns and another order say the same.
    let same = "evidence_kind,source,country_code,display_name.en,organisation_id,synthetic\n\
        registration,Halls,LT,B,b,\n\
        registration,Halls,BR,A,a,\n";
    assert_eq!(
        fair.load(&[("organisations.csv", same)]).await.unwrap(),
        first
    );

    let changed = ORGANISATIONS.replace("b,B,", "b,C,");
    let (faults, recorded) = fair.faults(&[("organisations.csv", &changed)]).await;
    assert_eq!(
        faults,
        [
            "organisations.csv, line 3: fairs/hall/organisations/b exists already; update it, or choose another id"
        ]
    );
    assert_eq!(recorded["organisations.csv"], 1);
    fair.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_after_a_table_with_a_fault() {
    let fair = Fair::start().await;
    let editions = EDITIONS.replace("Asia/Shanghai", "Asia/Nowhere");
    let (faults, recorded) = fair.faults(&[("editions.csv", &editions)]).await;
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].starts_with("editions.csv, line 2, column time_zone: "),
        "{faults:?}"
    );
    assert_eq!(recorded, BTreeMap::from([("fairs.csv".to_owned(), 1)]));
    fair.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_away_is_told_once() {
    let fair = Fair::start().await;
    let Fair { running, .. } = fair;
    let links = fair.links;
    running.stop().await;
    let tables = [
        Table::new("fairs.csv", FAIRS),
        Table::new("organisations.csv", ORGANISATIONS),
    ];
    let sent = Plan::new(&tables)
        .unwrap()
        .send(&links, &mut Count::default())
        .await;
    let told = sent.unwrap_err().to_string();
    assert!(
        told.starts_with("the exhibitions service failed while loading fairs.csv: "),
        "{told}"
    );
    assert!(told.ends_with("loading again is safe"), "{told}");
}
