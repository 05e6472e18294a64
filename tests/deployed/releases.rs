//! The release of the sample fair is the same to the byte, in one process or five, in
//! SQLite or PostgreSQL, and however often the sample is loaded.

use harness::fleet::{Fleet, books_of, flags_to};
use tradefair::{
    bookshelf::Bookshelf,
    topology::{Addresses, everything_behind, near},
};

use crate::{binary, new_books};

#[test]
fn every_deployment_prints_the_same_release() {
    let alone = ["en", "zh"].map(|language| printed(language, &["--listen", "127.0.0.1:0"]));
    assert!(alone[0].contains("331"), "{}", alone[0]);
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let in_sqlite = folders
        .each_ref()
        .map(|folder| Bookshelf::Folder(folder.path().into()));
    let in_postgres = [(); 2].map(|()| new_books().0);
    for [in_one, in_five] in [in_sqlite, in_postgres] {
        let [flag, place] = books_of(&in_one);
        let one = binary().start(&["serve", &flag, &place, "--listen", "127.0.0.1:0"]);
        let at_one = everything_behind(&near(one.address, false).unwrap());
        assert_eq!(released(&at_one), alone, "one process, {in_one}");

        let five = Fleet::start(&binary(), &in_five, 1);
        assert_eq!(
            released(&five.targets()),
            alone,
            "five processes, {in_five}"
        );
    }
}

/// The release of a deployment, in both languages.
fn released(services: &Addresses) -> [String; 2] {
    let flags = flags_to(services);
    let flags: Vec<_> = flags.iter().map(String::as_str).collect();
    // The second time the sample is there already.
    ["en", "zh"].map(|language| printed(language, &flags))
}

fn printed(language: &str, flags: &[&str]) -> String {
    binary().printed(&[&["demo", "--once", "--language", language], flags].concat())
}
