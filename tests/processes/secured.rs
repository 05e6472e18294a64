//! Each service in a process of its own, which reach each other by TLS.

use std::fs;

use harness::{
    authority::{Authority, Files, Wanted},
    fleet::{Fleet, flags_to, secured_by},
    process::told,
};
use tradefair::{bookshelf::Bookshelf, topology::ServiceName};

use crate::process::binary;

fn texts(flags: &[String]) -> Vec<&str> {
    flags.iter().map(String::as_str).collect()
}

#[test]
fn five_processes_with_certificates_give_the_sample_release() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new("the fair");
    let certified = |name: &str| {
        let own = folder.path().join(format!("certificates-{name}"));
        fs::create_dir(&own).unwrap();
        let files = Files::of(&own);
        files.write(&authority.gives(&Wanted::of(name)), &[&authority]);
        secured_by(&files)
    };
    let books = Bookshelf::Folder(folder.path().join("books"));
    let flags = |service: ServiceName| certified(service.as_str());
    let fleet = Fleet::start_secured(&binary(), &books, &flags);
    let everywhere = flags_to(&fleet.targets());
    assert!(everywhere.iter().any(|flag| flag.starts_with("https://")));
    let own = certified("person");
    let demo = [&["demo", "--once"], &texts(&everywhere)[..]].concat();
    let released = binary().printed(&[&demo, &texts(&own)[..]].concat());
    let alone = binary().printed(&["demo", "--once", "--listen", "127.0.0.1:0"]);
    assert_eq!(released, alone);

    // Without certificates nobody is asked.
    let refused = told(&binary().run(&demo));
    assert!(
        refused.contains("give --tls-certificate, --tls-key and --tls-authorities")
            || refused.contains("tls_certificate, tls_key and tls_authorities"),
        "{refused}"
    );
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
    let secured = format!("https://{}", process.address);
    let well = ask(&secured, &texts(&flags));
    assert!(well.status.success(), "{}", told(&well));
    // By no other name than those it was given to.
    let plain = ask(&format!("http://{}", process.address), &[]);
    assert!(!plain.status.success());
}
