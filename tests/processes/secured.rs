//! Processes that are secured: by TLS, by certificates of services and tokens of people.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
};

use harness::{
    authority::{Authority, Files, Wanted},
    fleet::{Fleet, flags_to, secured_by},
    issuer::{Issuer, OF_THE_DEMO},
    outlet,
    process::told,
};
use tradefair::{
    bookshelf::Bookshelf,
    topology::{ServiceName, links_to},
};

use crate::process::binary;

fn texts(flags: &[String]) -> Vec<&str> {
    flags.iter().map(String::as_str).collect()
}

/// By certificates they know each other, by tokens those who come from elsewhere; the
/// token of the editor goes along when the gateway asks the others.
#[test]
fn five_processes_with_certificates_and_tokens_give_the_sample_release() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new("the fair");
    let issuer = Issuer::start();
    let certified = |name: &str| {
        let own = folder.path().join(format!("certificates-{name}"));
        fs::create_dir(&own).unwrap();
        let files = Files::of(&own);
        files.write(&authority.gives(&Wanted::of(name)), &[&authority]);
        secured_by(&files)
    };
    let books = Bookshelf::Folder(folder.path().join("books"));
    let flags = |service: ServiceName| {
        let mut flags = certified(service.as_str());
        flags.extend(["--issuer".to_owned(), issuer.address.clone()]);
        flags
    };
    let fleet = Fleet::start_secured(&binary(), &books, &flags);
    let everywhere = flags_to(&fleet.targets());
    assert!(everywhere.iter().any(|flag| flag.starts_with("https://")));
    let own = certified("person");
    let with_token = |subject: &str, roles: &[&str]| {
        let file = folder.path().join(subject);
        fs::write(&file, issuer.token(subject, roles)).unwrap();
        vec!["--token".to_owned(), file.to_str().unwrap().to_owned()]
    };
    let demo = [&["demo", "--once"], &texts(&everywhere)[..]].concat();
    let secured = [&demo, &texts(&own)[..]].concat();
    let refused_with = |flags: &[String], why: &str| {
        let refused = told(&binary().run(&[&secured, &texts(flags)[..]].concat()));
        assert!(refused.contains(why), "{refused}");
    };
    // A certificate of the house alone is no permission, and neither is a token alone.
    refused_with(&[], "may not call this method here");
    refused_with(
        &with_token("outlet", &["outlet@*"]),
        "subject:outlet may not call this method here: it needs clerk@some fair",
    );
    let plain = told(&binary().run(&demo));
    assert!(
        plain.contains("give tls_certificate, tls_key and tls_authorities"),
        "{plain}"
    );

    let token = with_token("alice", &OF_THE_DEMO);
    let released = binary().printed(&[&secured, &texts(&token)[..]].concat());
    let alone = binary().printed(&["demo", "--once", "--listen", "127.0.0.1:0"]);
    assert_eq!(released, alone);

    let person = Files::of(&folder.path().join("certificates-person"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let links = links_to(&fleet.targets(), Some(&outlet::certificates(&person)));
        outlet::gets_what_was_published(&links, &issuer).await;
    });
}

/// A listener that others can reach says what is missing, all of it, and does not start.
#[test]
fn a_listener_that_others_can_reach_needs_certificates_and_an_issuer() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::of(folder.path());
    let authority = Authority::new("the fair");
    files.write(&authority.gives(&Wanted::of("exhibitions")), &[&authority]);
    let issuer = Issuer::start();
    let books = folder.path().join("books");
    let wide = [
        "serve",
        "--listen",
        "0.0.0.0:0",
        "--data",
        books.to_str().unwrap(),
    ];
    let certificates = secured_by(&files);
    let by_issuer = ["--issuer", issuer.address.as_str()];
    let clear = "calls would come in the clear: give tls_certificate, tls_key and tls_authorities";
    let unknown = "nobody would be asked who they are: give issuer";
    for (flags, missing, there) in [
        (Vec::new(), vec![clear, unknown], vec![]),
        (by_issuer.to_vec(), vec![clear], vec![unknown]),
        (texts(&certificates), vec![unknown], vec![clear]),
    ] {
        let refused = binary().run(&[&wide, &flags[..]].concat());
        let said = told(&refused);
        assert!(!refused.status.success(), "{said}");
        assert!(said.contains("can be reached from elsewhere"), "{said}");
        assert!(
            missing.iter().all(|missing| said.contains(missing)),
            "{said}"
        );
        assert!(there.iter().all(|there| !said.contains(there)), "{said}");
        assert!(!books.exists(), "no books are made");
    }
    let trusted = [&wide[..], &["--trusted-network", "true"]].concat();
    let both = [&wide, &texts(&certificates)[..], &by_issuer].concat();
    for flags in [trusted, both] {
        let process = binary().start(&flags);
        process.ask_to_end();
        let (status, said) = process.wait();
        assert!(status.success(), "{said:?}");
    }
}

#[test]
fn the_health_of_a_secured_process_is_told_in_the_clear_at_its_operations_door() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new("the fair");
    let files = Files::of(folder.path());
    files.write(&authority.gives(&Wanted::of("exhibitions")), &[&authority]);
    let books = folder.path().join("books");
    let flags = secured_by(&files);
    let served = ["serve", "exhibitions", "--listen", "127.0.0.1:0"];
    let books = ["--data", books.to_str().unwrap()];
    let door = ["--operations-listen", "127.0.0.1:0"];
    let process = binary().start(&[&served, &books[..], &door, &texts(&flags)].concat());
    let line = process.says("telling of its health at ");
    let (_, address) = line.split_once("telling of its health at ").unwrap();
    let operations = format!("http://{}", address.trim());
    let ask = |server: &str, flags: &[&str]| {
        binary().run(&[&["health", "--server", server], flags].concat())
    };
    let well = ask(&operations, &[]);
    assert!(well.status.success(), "{}", told(&well));
    let page = page_of(&operations);
    assert!(
        page.contains("tradefair_tls_certificate_expiry_seconds"),
        "{page}"
    );
    let secured = format!("https://{}", process.address);
    let well = ask(&secured, &texts(&flags));
    assert!(well.status.success(), "{}", told(&well));
    // By no other name than those it was given to.
    let plain = ask(&format!("http://{}", process.address), &[]);
    assert!(!plain.status.success());
}

/// The page of metrics at an operations door.
fn page_of(operations: &str) -> String {
    let address = operations.strip_prefix("http://").unwrap();
    let mut door = TcpStream::connect(address).unwrap();
    let asked = format!("GET /metrics HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    door.write_all(asked.as_bytes()).unwrap();
    let mut page = String::new();
    door.read_to_string(&mut page).unwrap();
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    page
}

/// What rules and dashboards of `deploy/monitoring` look at is there to be looked at.
#[test]
fn the_metrics_that_alerts_watch_are_told_at_the_operations_door() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    let books = ["--data", books.to_str().unwrap()];
    let serve = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--operations-listen",
        "127.0.0.1:0",
    ];
    let process = binary().start(&[&serve, &books[..]].concat());
    let line = process.says("telling of its health at ");
    let (_, address) = line.split_once("telling of its health at ").unwrap();
    let server = format!("http://{}", process.address);
    let everywhere: Vec<String> = ServiceName::ALL
        .iter()
        .flat_map(|service| [format!("--{service}"), server.clone()])
        .collect();
    let released = binary().printed(&[&["demo", "--once"], &texts(&everywhere)[..]].concat());
    assert!(released.contains("CIFTIS"), "{released}");
    let page = page_of(&format!("http://{}", address.trim()));
    let listed = include_str!("../../deploy/monitoring/metrics.txt");
    for line in listed.lines().filter(|line| line.ends_with("service")) {
        let name = line.split_whitespace().next().unwrap();
        // It has no certificate.
        let is_there = page.contains(name) || name.starts_with("tradefair_tls");
        assert!(is_there, "{name} is not on the page:\n{page}");
    }
}
