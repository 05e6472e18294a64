//! Certificates, and the authorities behind them, are replaced under load; slow and
//! broken handshakes beside good ones.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use serve::{Dial, Tcp, Wire};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional, duplex},
    net::TcpStream,
    sync::Semaphore,
    task::AbortHandle,
};
use tonic::Status;

use crate::{
    authority::{Authority, Wanted},
    desk::Client,
    odd::ask,
    secured::{Holder, NAME, over},
};

/// How often certificates are replaced.
const ROTATIONS: usize = 100;

/// How many calls are made between two of them.
const CALLS: u32 = 100;

/// Wires over TCP that the test can cut.
#[derive(Default)]
struct Cables(Mutex<Vec<AbortHandle>>);

impl Cables {
    fn cut(&self) {
        for cable in self.0.lock().unwrap().drain(..) {
            cable.abort();
        }
    }
}

#[tonic::async_trait]
impl Dial for Cables {
    async fn dial(&self, address: SocketAddr) -> io::Result<Box<dyn Wire>> {
        let mut wire = Tcp.dial(address).await?;
        let (near, mut far) = duplex(64 * 1024);
        let cable = tokio::spawn(async move {
            let _ = copy_bidirectional(&mut far, &mut wire).await;
        });
        self.0.lock().unwrap().push(cable.abort_handle());
        Ok(Box::new(near))
    }
}

/// Calls without end, until nobody wants more.
async fn call_on(mut client: Client, made: Arc<Semaphore>) -> Result<(), Status> {
    while !made.is_closed() {
        let answer = client.get_activity(ask("any")).await;
        // Nobody waits for more calls once one has failed.
        answer.inspect_err(|_| made.close())?;
        made.add_permits(1);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_and_authorities_are_replaced_under_load_and_no_call_fails() {
    let mut authority = Authority::new("the fair");
    let given = |authority: &Authority, name| authority.gives(&Wanted::of(name));
    let server = Holder::of(&given(&authority, NAME), &[&authority]);
    let client = Holder::of(&given(&authority, "gateway"), &[&authority]);
    let (mut odd, served) = server.serves().await;
    tokio::spawn(async move { while odd.begun.recv().await.is_some() {} });
    let cables = Arc::new(Cables::default());
    let target = format!("https://{NAME}");
    let link = client.link_over(&target, served.address, Arc::clone(&cables) as _);
    let made = Arc::new(Semaphore::new(0));
    let callers: Vec<_> = (0..4)
        .map(|_| tokio::spawn(call_on(over(link.clone()), Arc::clone(&made))))
        .collect();
    let enough = async || {
        // Not those that were made before.
        made.forget_permits(usize::MAX);
        let permits = made.acquire_many(CALLS).await;
        permits.is_ok_and(|permits| {
            permits.forget();
            true
        })
    };
    assert!(enough().await);
    for nth in 0..ROTATIONS {
        let newer = match nth % 10 {
            0 => Authority::new(&format!("the fair {nth}")),
            _ => {
                let given = [given(&authority, NAME), given(&authority, "gateway")];
                for (holder, given) in [&server, &client].into_iter().zip(given) {
                    holder.files.write(&given, &[&authority]);
                    assert!(holder.certificates.read_again().unwrap());
                }
                // Only connections that are new see it.
                cables.cut();
                assert!(enough().await, "rotation {nth}");
                continue;
            }
        };
        // First both are trusted, then the new one gives, then it alone is trusted.
        let before = [given(&authority, NAME), given(&authority, "gateway")];
        let after = [given(&newer, NAME), given(&newer, "gateway")];
        let both: &[&Authority] = &[&authority, &newer];
        for (given, trusted) in [(&before, both), (&after, both), (&after, &[&newer])] {
            for (holder, given) in [&server, &client].into_iter().zip(given) {
                holder.files.write(given, trusted);
                assert!(holder.certificates.read_again().unwrap());
                cables.cut();
                assert!(enough().await, "rotation {nth}");
            }
        }
        authority = newer;
    }
    made.close();
    for caller in callers {
        caller.await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handshake_that_does_not_end_holds_up_none() {
    let authority = Authority::new("the fair");
    let own = Holder::of(&authority.gives(&Wanted::of(NAME)), &[&authority]);
    let (_odd, served) = own.serves().await;
    let mut silent = Vec::new();
    for _ in 0..64 {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        // The beginning of a greeting whose rest never comes.
        stream.write_all(&[22, 3, 1, 2, 0]).await.unwrap();
        silent.push(stream);
    }
    let begun = tokio::time::Instant::now();
    for _ in 0..8 {
        let link = own.link(&format!("https://{NAME}"), served.address);
        over(link).get_activity(ask("any")).await.unwrap();
    }
    // Those are let go of first after this time, and none was waited for.
    if begun.elapsed() < std::time::Duration::from_secs(5) {
        for stream in &mut silent {
            let read = stream.try_read(&mut [0; 8]);
            assert_eq!(read.unwrap_err().kind(), io::ErrorKind::WouldBlock);
        }
    }
    for mut stream in silent {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
    }
}
