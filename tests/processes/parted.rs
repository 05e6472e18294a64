//! The way from one process to another fails, in every manner, for each two that speak
//! with each other: whoever calls has an answer in the time that was given, and all is
//! well soon after the way is whole again.

use std::{collections::BTreeMap, time::Duration};

use harness::{
    check::Refusal,
    deed::Deed,
    fleet::Fleet,
    patience::soon,
    plain::Plain,
    proxy::{Manner, Proxy},
    standing,
};
use tokio::{
    runtime::Handle,
    time::{Instant, timeout},
};
use tonic::{Code, Status};
use tradefair::{bookshelf::Bookshelf, topology::ServiceName};

use crate::process::binary;

/// How long a call may take over a way that fails.
const ALLOWED: Duration = Duration::from_millis(1_000);

/// What the answer may need beside that on a busy machine. A caller that was forgotten
/// waits five times as long: what a call is allowed by default.
const BUSY: Duration = Duration::from_millis(1_500);

/// How soon all is well again.
const SOON: Duration = Duration::from_secs(5);

const FAILING: [Manner; 4] = [
    Manner::Broken,
    Manner::Lost,
    Manner::AnswersLost,
    Manner::Slow,
];

/// The processes, with a proxy on each way.
struct Parted {
    proxies: BTreeMap<(ServiceName, ServiceName), Proxy>,
    callers: BTreeMap<ServiceName, Plain>,
    _fleet: Fleet,
}

impl Parted {
    async fn start(books: &Bookshelf) -> Self {
        let mut proxies = BTreeMap::new();
        let runtime = Handle::current();
        let fleet = Fleet::start_apart(&binary(), books, 1, &mut |asker, asked, target| {
            let address = target.authority().unwrap().as_str().parse().unwrap();
            let proxy = tokio::task::block_in_place(|| runtime.block_on(Proxy::before(address)));
            let told = proxy.address.try_into().unwrap();
            proxies.insert((asker, asked), proxy);
            told
        });
        let clients = fleet.connect().await;
        standing::open_books(&clients).await;
        standing::open_reporting(&clients).await;
        standing::open_press_desk(&clients).await;
        let mut callers = BTreeMap::new();
        for service in ServiceName::ALL {
            callers.insert(service, Plain::connect(fleet.address(service)).await);
        }
        Self {
            proxies,
            callers,
            _fleet: fleet,
        }
    }

    async fn ask(&self, deed: Deed, id: &str, allowed: Duration) -> Result<(), Status> {
        deed.ask(self.callers[&deed.at()].clone(), id, allowed)
            .await
    }
}

/// What a service asks another for.
fn deed_between(asker: ServiceName, asked: ServiceName) -> Deed {
    match asker {
        ServiceName::Exhibitions => Deed::RecordOrganisation,
        ServiceName::Forums => Deed::RecordDemand,
        ServiceName::Contracts => Deed::RecordAgreement,
        ServiceName::Reporting => Deed::ReadFigure,
        // It asks these for the evidence of what is published only.
        ServiceName::Gateway if [ServiceName::Forums, ServiceName::Contracts].contains(&asked) => {
            Deed::ExplainPublished
        }
        ServiceName::Gateway => Deed::WriteRelease,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_is_answered_in_time_over_whatever_way() {
    let folder = tempfile::tempdir().unwrap();
    let parted = Parted::start(&Bookshelf::Folder(folder.path().to_owned())).await;
    let long = Duration::from_secs(5);
    let mut waited = Vec::new();
    for ((asker, asked), proxy) in &parted.proxies {
        let deed = deed_between(*asker, *asked);
        for manner in FAILING {
            let what = format!("{asker} to {asked}, {manner:?}");
            // Named in no call so far, so nobody remembers it.
            let id = format!("{asker}-{asked}-{manner:?}").to_lowercase();
            parted
                .ask(Deed::RecordOrganisation, &id, long)
                .await
                .unwrap();
            proxy.now(manner);
            let asked_at = Instant::now();
            let answer = timeout(ALLOWED + BUSY, parted.ask(deed, &id, ALLOWED)).await;
            waited.push((asked_at.elapsed(), what.clone()));
            let refused = answer
                .unwrap_or_else(|_| panic!("{what}: answered in time"))
                .expect_err(&what);
            let (code, reason) = match manner {
                Manner::Broken => (Code::Unavailable, "SERVICE_UNREACHABLE"),
                _ => (Code::DeadlineExceeded, "DEADLINE_PASSED"),
            };
            let refused = Refusal::from(refused);
            refused.is(code, reason).tells("service", asked.as_str());
            proxy.now(Manner::Passes);
            let well = async || parted.ask(deed, &id, long).await.is_ok();
            soon(SOON, &format!("{what}: well again"), well).await;
        }
    }
    assert_eq!(waited.len(), 9 * FAILING.len());
    println!("the longest wait: {:?}", waited.iter().max());
}
