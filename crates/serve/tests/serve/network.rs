//! A network inside the process, whose hosts and names the tests hold in hand. Its
//! wires are made of memory, so that time can be held too.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use serve::{Dial, Link, Means, Resolve, Wire};
use tokio::{
    io::{DuplexStream, copy_bidirectional, duplex},
    sync::Notify,
    task::AbortHandle,
};

use crate::desk::Client;

/// How many bytes a wire holds.
const WIRE_BYTES: usize = 64 * 1024;

/// The address of that number.
pub fn address(number: u8) -> SocketAddr {
    SocketAddr::from(([10, 0, 0, number], 50_051))
}

/// Lets time pass.
pub async fn pass(time: Duration) {
    let _ = tokio::time::timeout(time, std::future::pending::<()>()).await;
}

/// The network. Clones are the same.
#[derive(Clone, Default)]
pub struct Network(Arc<Mutex<Wiring>>);

#[derive(Default)]
struct Wiring {
    hosts: HashMap<SocketAddr, Host>,
    cables: HashMap<SocketAddr, Vec<AbortHandle>>,
    frozen: HashMap<SocketAddr, Arc<Notify>>,
    dialled: HashMap<SocketAddr, usize>,
    /// What the one name there is leads to, if it is known.
    names: Option<Vec<SocketAddr>>,
    /// Whether nobody even says that it is not known.
    names_silent: bool,
    asked: usize,
}

/// What is done at an address with who connects.
enum Host {
    Silent,
    Accepts(Box<dyn Fn(DuplexStream) + Send>),
}

impl Network {
    /// The name leads to these addresses.
    pub fn name(&self, numbers: &[u8]) {
        self.addresses(&numbers.iter().copied().map(address).collect::<Vec<_>>());
    }

    /// The name leads to these addresses, of this network or not.
    pub fn addresses(&self, addresses: &[SocketAddr]) {
        let mut wiring = self.wiring();
        wiring.names = Some(addresses.to_vec());
        wiring.names_silent = false;
    }

    /// The name cannot be looked up.
    pub fn forget_names(&self) {
        self.wiring().names = None;
    }

    /// Who looks the name up waits for ever.
    pub fn tell_no_names(&self) {
        self.wiring().names_silent = true;
    }

    /// Who connects to the address is handed to `accept`. Where nobody does so,
    /// connections are refused.
    pub fn host(&self, number: u8, accept: impl Fn(DuplexStream) + Send + 'static) {
        let host = Host::Accepts(Box::new(accept));
        self.wiring().hosts.insert(address(number), host);
    }

    /// Who connects to the address waits for ever.
    pub fn silence(&self, number: u8) {
        self.wiring().hosts.insert(address(number), Host::Silent);
    }

    /// Connections to the address are refused from now on; those there are stay.
    pub fn refuse(&self, number: u8) {
        self.wiring().hosts.remove(&address(number));
    }

    /// All connections to the address break.
    pub fn cut(&self, number: u8) {
        for cable in self
            .wiring()
            .cables
            .remove(&address(number))
            .unwrap_or_default()
        {
            cable.abort();
        }
    }

    /// Nothing goes to or from the address any more, and nobody is told.
    pub fn freeze(&self, number: u8) {
        self.silence(number);
        let mut wiring = self.wiring();
        wiring
            .frozen
            .entry(address(number))
            .or_default()
            .notify_waiters();
    }

    /// It refuses connections and breaks those there are, as when a machine dies.
    pub fn kill(&self, number: u8) {
        self.refuse(number);
        self.cut(number);
    }

    /// How many connections to the address there are.
    pub fn connected(&self, number: u8) -> usize {
        let wiring = self.wiring();
        let cables = wiring.cables.get(&address(number)).into_iter().flatten();
        cables.filter(|cable| !cable.is_finished()).count()
    }

    /// How often somebody has tried to connect to the address.
    pub fn dialled(&self, number: u8) -> usize {
        let wiring = self.wiring();
        wiring
            .dialled
            .get(&address(number))
            .copied()
            .unwrap_or_default()
    }

    /// How often the name was looked up.
    pub fn asked(&self) -> usize {
        self.wiring().asked
    }

    /// A link to the name.
    pub fn link(&self) -> Link {
        self.link_over(Arc::new(self.clone()))
    }

    /// A link to the name over other wires.
    pub fn link_over(&self, dial: Arc<dyn Dial>) -> Link {
        self.link_to("http://forums.fair.example:50051", dial)
    }

    /// A link to somewhere.
    pub fn link_to(&self, target: &str, dial: Arc<dyn Dial>) -> Link {
        let means = Means {
            resolver: Arc::new(self.clone()),
            dial,
            certificates: None,
            seed: 7,
        };
        Link::remote_by("forums", &target.parse().unwrap(), means)
    }

    pub fn client(&self) -> Client {
        Client::new(self.link())
    }

    fn wiring(&self) -> MutexGuard<'_, Wiring> {
        self.0.lock().unwrap()
    }
}

#[tonic::async_trait]
impl Dial for Network {
    async fn dial(&self, address: SocketAddr) -> io::Result<Box<dyn Wire>> {
        let silent = {
            let mut wiring = self.wiring();
            *wiring.dialled.entry(address).or_default() += 1;
            matches!(wiring.hosts.get(&address), Some(Host::Silent))
        };
        if silent {
            std::future::pending::<()>().await;
        }
        let mut wiring = self.wiring();
        let Some(Host::Accepts(accept)) = wiring.hosts.get(&address) else {
            return Err(io::ErrorKind::ConnectionRefused.into());
        };
        let (near, mut far) = duplex(WIRE_BYTES);
        let (mut entry, inside) = duplex(WIRE_BYTES);
        accept(inside);
        let frozen = Arc::clone(wiring.frozen.entry(address).or_default());
        let cable = tokio::spawn(async move {
            tokio::select! {
                _ = copy_bidirectional(&mut far, &mut entry) => {}
                () = frozen.notified() => std::future::pending::<()>().await,
            }
        });
        let cables = wiring.cables.entry(address).or_default();
        cables.push(cable.abort_handle());
        Ok(Box::new(near))
    }
}

#[tonic::async_trait]
impl Resolve for Network {
    async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        // Of this one nobody ever tells anything.
        if host == "silent.fair.example" {
            std::future::pending::<()>().await;
        }
        assert_eq!((host, port), ("forums.fair.example", 50_051));
        self.wiring().asked += 1;
        if self.wiring().names_silent {
            std::future::pending::<()>().await;
        }
        self.wiring()
            .names
            .clone()
            .ok_or(io::ErrorKind::NotFound.into())
    }
}
