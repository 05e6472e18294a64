//! Services are known by their certificates, over real TLS: each is let in where the
//! table names it, and whoever is no service is let in nowhere.

use std::{io, net::SocketAddr, sync::Arc};

use harness::{
    authority::{Authority, Files, Wanted},
    check::Refusal,
    dynamic::{contracts_as_data, exchange_over, methods},
    standing::FAIR,
};
use prost_reflect::MethodDescriptor;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, pem::PemObject},
    version::TLS13,
};
use serve::{CertificateFiles, Certificates, Dial, Identify, Link, Means, Stop, Tcp, Wire};
use tempfile::TempDir;
use tokio_rustls::TlsConnector;
use tonic::Code;
use tradefair::{
    assembly::{self, Door, Machine},
    bookshelf::Bookshelf,
    topology::{ServiceName, Topology},
};

use super::{Row, key, naming, table};

/// What a door made of a call.
#[derive(Debug, PartialEq, Eq)]
enum Decision {
    LetIn,
    /// It knows who calls, and they may not.
    Denied,
    /// It does not know who calls.
    Unknown,
}

/// Of a call that was let in the service itself must have said something: a door that is
/// too busy, or a way that is lost, has decided nothing.
fn decision<T>(outcome: &Result<T, Refusal>) -> Option<Decision> {
    let Err(refusal) = outcome else {
        return Some(Decision::LetIn);
    };
    match (refusal.code, refusal.reason.as_str()) {
        (Code::PermissionDenied, "ACCESS_DENIED") => Some(Decision::Denied),
        (Code::Unauthenticated, "NOT_AUTHENTICATED") => Some(Decision::Unknown),
        (Code::InvalidArgument | Code::NotFound | Code::FailedPrecondition, reason) => {
            (!reason.is_empty()).then_some(Decision::LetIn)
        }
        _ => None,
    }
}

/// The certificate of a process, in a folder that goes with it.
struct Holder {
    files: CertificateFiles,
    _folder: TempDir,
}

impl Holder {
    fn of(authority: &Authority, wanted: &Wanted) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::of(folder.path());
        files.write(&authority.gives(wanted), &[authority]);
        let files = CertificateFiles {
            certificate: files.certificate,
            key: files.key,
            authorities: files.authorities,
        };
        Self {
            files,
            _folder: folder,
        }
    }

    /// The way to a service at that address, on which this certificate is shown.
    fn link(&self, service: &str, address: SocketAddr) -> Link {
        let clock = Machine::this_one().clock;
        let certificates = Certificates::read(self.files.clone(), clock).unwrap();
        let target = format!("https://{address}").parse().unwrap();
        let means = Means::of_system().with(Some(&certificates));
        Link::remote_by(service, &target, means)
    }
}

/// Makes wires by TLS on which no certificate is shown.
struct ShowsNothing(TlsConnector);

impl ShowsNothing {
    fn to_whom_it_trusts(authority: &Authority) -> Self {
        let mut roots = RootCertStore::empty();
        let root = CertificateDer::from_pem_slice(authority.pem().as_bytes());
        roots.add(root.unwrap()).unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&TLS13])
            .unwrap();
        let mut config = config.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec()];
        Self(TlsConnector::from(Arc::new(config)))
    }

    /// The way to a service at that address. To the link it is in the clear.
    fn link(self, service: &str, address: SocketAddr) -> Link {
        let means = Means {
            dial: Arc::new(self),
            ..Means::of_system()
        };
        Link::remote_by(service, &address.try_into().unwrap(), means)
    }
}

#[tonic::async_trait]
impl Dial for ShowsNothing {
    async fn dial(&self, address: SocketAddr) -> io::Result<Box<dyn Wire>> {
        let wire = Tcp.dial(address).await?;
        let secured = self.0.connect(address.ip().into(), wire).await?;
        Ok(Box::new(secured))
    }
}

/// Who comes, with which certificate, and what is decided where the table names them not.
fn holders(authority: &Authority) -> Vec<(String, Holder, Decision)> {
    let services = ServiceName::ALL.map(ServiceName::as_str).into_iter();
    let mut holders: Vec<_> = services
        .chain(["accounts"])
        .map(|name| {
            let holder = Holder::of(authority, &Wanted::of(name));
            (name.to_owned(), holder, Decision::Denied)
        })
        .collect();
    // A machine of the name of a service is not the service.
    let machine = Wanted {
        names: vec!["reporting.example.org".to_owned()],
        ..Wanted::of("reporting")
    };
    let holder = Holder::of(authority, &machine);
    holders.push(("a machine".to_owned(), holder, Decision::Unknown));
    holders
}

/// What is wrong with the decision about one method.
async fn differs(
    (asker, otherwise): (&str, &Decision),
    link: Link,
    (method, row): (&MethodDescriptor, &Row),
) -> Option<String> {
    let messages = vec![naming(method, &row.fair_in, FAIR)];
    let outcome = exchange_over(link, method, messages, None).await;
    let is_named = row.services.iter().any(|service| service == asker);
    let expected = match is_named {
        true => &Decision::LetIn,
        false => otherwise,
    };
    let is_as_told = decision(&outcome).as_ref() == Some(expected);
    (!is_as_told).then(|| {
        let name = method.full_name();
        format!("{name} by {asker}: {expected:?}, and not {outcome:?}")
    })
}

#[tokio::test]
async fn certificates_are_let_in_where_the_table_names_their_service() {
    let folder = tempfile::tempdir().unwrap();
    let books = Bookshelf::Folder(folder.path().to_owned());
    let authority = Authority::new("the fair");
    let own = Holder::of(&authority, &Wanted::of("fair"));
    let door = Door {
        certificates: Some(own.files.clone()),
        identify: Identify::Everybody { tokens: None },
        ..Door::from(SocketAddr::from(([127, 0, 0, 1], 0)))
    };
    let machine = Machine::this_one();
    let running = assembly::start(&Topology::whole(), &books, &door, &machine).await;
    let running = running.unwrap();
    let rows = table();
    let methods = methods(&contracts_as_data());
    let address = running.address();
    let mut askers = Vec::new();
    for (asker, holder, otherwise) in holders(&authority) {
        let links = ServiceName::ALL.map(|asked| holder.link(asked.as_str(), address));
        askers.push((asker, links, otherwise));
    }
    let links = ServiceName::ALL
        .map(|asked| ShowsNothing::to_whom_it_trusts(&authority).link(asked.as_str(), address));
    askers.push(("nobody".to_owned(), links, Decision::Unknown));
    let mut wrong = Vec::new();
    for (asker, links, otherwise) in &askers {
        // One after the other, so that no door is too busy to decide.
        for method in &methods {
            let key = key(method);
            let asked = ServiceName::ALL.iter().zip(links);
            let mut asked = asked.filter(|(asked, _)| asked.as_str() == key.0);
            let link = asked.next().expect("every method is of a service").1;
            let by = (asker.as_str(), otherwise);
            wrong.extend(differs(by, link.clone(), (method, &rows[&key])).await);
        }
    }
    running.stop(Stop::Announced).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
