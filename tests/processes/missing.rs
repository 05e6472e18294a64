//! A process is missing: what does not need it goes on, what does says which one it is,
//! and soon after its return all is as before.

use std::time::Duration;

use harness::{check::refused, deed::Deed, fleet::Fleet, patience::soon, standing};
use tonic::Code;
use tradefair::{
    bookshelf::Bookshelf,
    import::Links,
    topology::{ServiceName, links_to},
};

use crate::process::binary;

/// How long a call may take here.
const ALLOWED: Duration = Duration::from_secs(5);

/// How soon all is well again.
const SOON: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_need_a_missing_process_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let books = Bookshelf::Folder(folder.path().to_owned());
    let mut fleet = Fleet::start(&binary(), &books, 1);
    let clients = fleet.connect().await;
    standing::open_books(&clients).await;
    standing::open_reporting(&clients).await;
    standing::open_press_desk(&clients).await;
    let links = links_to(&fleet.targets(), None);
    soon(SOON, "all is well at first", async || {
        all_is_well(&links, "at-first").await
    })
    .await;

    for missing in ServiceName::ALL {
        // Named in no call so far, so nobody remembers it.
        let id = format!("without-{missing}");
        let organisation = ask(&links, Deed::RecordOrganisation, &id);
        organisation.await.expect("all is well");
        fleet.kill(missing, 0);
        for deed in Deed::ALL {
            let id = match deed {
                Deed::RecordOrganisation => format!("{id}-too"),
                Deed::ReadDemand | Deed::ReadAgreement => "at-first".to_owned(),
                _ => id.clone(),
            };
            let answer = ask(&links, deed, &id).await;
            if deed.needs().contains(&missing) {
                refused(answer)
                    .is(Code::Unavailable, "SERVICE_UNREACHABLE")
                    .tells("service", missing.as_str());
            } else {
                answer.unwrap_or_else(|why| panic!("{deed:?} does not need {missing}: {why:?}"));
            }
        }
        fleet.start_again(missing, 0);
        let id = format!("after-{missing}");
        soon(
            SOON,
            &format!("all is well after {missing} is back"),
            async || all_is_well(&links, &id).await,
        )
        .await;
    }
}

/// Asks for everything, with an id that tells it from others; whether all of it was done,
/// now or when it was asked for before.
async fn all_is_well(links: &Links, id: &str) -> bool {
    for deed in Deed::ALL {
        match ask(links, deed, id).await {
            Ok(()) => {}
            Err(refused) if refused.code() == Code::AlreadyExists => {}
            Err(_) => return false,
        }
    }
    true
}

async fn ask(links: &Links, deed: Deed, id: &str) -> Result<(), tonic::Status> {
    deed.ask(links[&deed.at()].clone(), id, ALLOWED).await
}
