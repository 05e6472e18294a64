//! What stands in no manifest, as others make it in a cluster: certificates, as
//! cert-manager does, and the database, as CloudNativePG does.

use std::{
    collections::BTreeMap,
    io::Write,
    net::IpAddr,
    process::{Command, Stdio},
};

use harness::{
    authority::{Authority, Given, VALID, Wanted},
    postgres::Server,
};
use serde_json::Value;

use super::overlay::{Overlay, name_of, text, texts};

/// The password that the operator makes up. It is safe in an address.
const PASSWORD: &str = "0123456789abcdef";

/// The keys of each Secret with what they hold.
pub(super) type Secrets = BTreeMap<String, BTreeMap<String, String>>;

/// The certificates of an overlay.
pub(super) struct Certified {
    authority: Authority,
    given: BTreeMap<String, Given>,
}

impl Certified {
    /// Gives what the Certificates of the overlay ask for.
    pub(super) fn of(overlay: &Overlay) -> Self {
        let is_authority = |asked: &&Value| asked["spec"]["isCA"] == true;
        let mut authorities = overlay.all("Certificate").filter(is_authority);
        let own = authorities.next().expect("there is an authority");
        let authority = Authority::new(text(own, "/spec/commonName"));
        let others = overlay
            .all("Certificate")
            .filter(|asked| !is_authority(asked));
        let given = others.map(|asked| {
            let issuer = overlay.one("Issuer", text(asked, "/spec/issuerRef/name"));
            let secret = text(issuer, "/spec/ca/secretName");
            assert_eq!(secret, text(own, "/spec/secretName"), "{}", name_of(asked));
            let given = authority.gives(&wanted(asked));
            (text(asked, "/spec/secretName").to_owned(), given)
        });
        let given = given.collect();
        Self { authority, given }
    }

    /// The Secrets with them.
    pub(super) fn secrets(&self) -> Secrets {
        let secrets = self.given.iter();
        secrets
            .map(|(name, given)| (name.clone(), self.keys(given)))
            .collect()
    }

    /// What stands in the Secret of a certificate.
    fn keys(&self, given: &Given) -> BTreeMap<String, String> {
        let keys = [
            ("tls.crt", given.chain.clone()),
            ("tls.key", older_form(&given.key)),
            ("ca.crt", self.authority.pem()),
        ];
        keys.map(|(key, value)| (key.to_owned(), value)).into()
    }

    /// The files of somebody who calls from elsewhere, and is no service.
    pub(super) fn of_caller(&self) -> BTreeMap<String, String> {
        self.keys(&self.authority.gives(&Wanted::of("desk.press")))
    }
}

fn wanted(asked: &Value) -> Wanted {
    let usages = texts(asked, "/spec/usages");
    let has = |usage: &str| usages.iter().any(|one| one == usage);
    Wanted {
        names: texts(asked, "/spec/dnsNames"),
        // For these there is nothing but names, so that a server is known by its name.
        addresses: Vec::new(),
        uses: (has("server auth"), has("client auth")),
        years: VALID,
        is_authority: false,
    }
}

/// A key of an elliptic curve as cert-manager writes it where no encoding is asked for.
fn older_form(key: &str) -> String {
    let mut openssl = Command::new("openssl")
        .arg("ec")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("openssl is needed here");
    let mut input = openssl.stdin.take().expect("it reads");
    input.write_all(key.as_bytes()).expect("it reads");
    drop(input);
    let output = openssl.wait_with_output().expect("it ends");
    let written = String::from_utf8(output.stdout).expect("it prints text");
    assert!(
        written.starts_with("-----BEGIN EC PRIVATE KEY"),
        "{written}"
    );
    written
}

/// The name of the Service through which the primary of a Cluster is reached.
pub(super) fn primary_of(cluster: &Value) -> String {
    format!("{}-rw", name_of(cluster))
}

/// Starts the database of a Cluster at an address, and adds the Secret that leads to it.
pub(super) fn database(
    overlay: &Overlay,
    cluster: &Value,
    address: IpAddr,
    certified: &Certified,
    secrets: &mut Secrets,
) -> Server {
    let asked = &cluster["spec"];
    let given = &certified.given[text(asked, "/certificates/serverTLSSecret")];
    let parameters = asked["postgresql"]["parameters"].as_object();
    let settings = parameters.into_iter().flatten().map(|(name, value)| {
        let value = value.as_str().expect("it is a text");
        format!("{name} = '{value}'\n")
    });
    // What the operator lets in.
    let settings =
        "ssl_min_protocol_version = 'TLSv1.3'\n".to_owned() + &settings.collect::<String>();
    let server = Server::start_secured(address, given, &settings);

    let [owner, name, encoding, sort, letters] = [
        "owner",
        "database",
        "encoding",
        "localeCollate",
        "localeCType",
    ]
    .map(|key| text(asked, &format!("/bootstrap/initdb/{key}")));
    server.sql(
        "postgres",
        &format!("CREATE ROLE {owner} LOGIN PASSWORD '{PASSWORD}'"),
    );
    server.sql(
        "postgres",
        &format!(
            "CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING '{encoding}' \
             LC_COLLATE '{sort}' LC_CTYPE '{letters}'"
        ),
    );
    let namespace = name_of(overlay.all("Namespace").next().expect("there is one"));
    let host = format!("{}.{namespace}", primary_of(cluster));
    let uri = format!("postgresql://{owner}:{PASSWORD}@{host}:5432/{name}");
    let keys = BTreeMap::from([("uri".to_owned(), uri)]);
    secrets.insert(format!("{}-app", name_of(cluster)), keys);
    server
}
