//! The same rooms in each service, in files of a size one can read.

use crate::{
    layers::SERVICES,
    tree::{members, root, sources},
};

/// The most lines of a file.
const MOST_LINES: usize = 400;

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<_> = sources(&["crates", "tests"], ".rs")
        .into_iter()
        .map(|source| (source.text.lines().count(), source.path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .collect();
    assert!(long.is_empty(), "longer than {MOST_LINES} lines: {long:?}");
}

#[test]
fn every_crate_opens_with_an_essay() {
    for member in members() {
        let front = if member == "tests" {
            "tests/harness/lib.rs".to_owned()
        } else {
            format!("{member}/src/lib.rs")
        };
        let text = std::fs::read_to_string(root().join(&front)).expect("a crate has a front door");
        let essay = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .count();
        assert!(
            essay >= 5,
            "{front} opens with {essay} lines; say purpose, pieces and what it does not know"
        );
    }
}

#[test]
fn the_rooms_of_a_service_are_the_same_everywhere() {
    for service in SERVICES {
        for room in ["lib", "handler"] {
            let file = root().join(format!("crates/{service}/src/{room}.rs"));
            assert!(file.is_file(), "{service} has no {room}.rs");
        }
        if ["exhibitions", "forums", "contracts"].contains(&service) {
            let facts = root().join(format!("crates/{service}/src/facts.rs"));
            assert!(facts.is_file(), "{service} keeps cubes and has no facts.rs");
        }
    }
}

#[test]
fn a_resource_has_the_same_file_name_everywhere() {
    for service in SERVICES {
        for proto in sources(&[&format!("proto/tradefair/{service}/v1")], ".proto") {
            let stem = proto
                .path
                .rsplit('/')
                .next()
                .unwrap()
                .trim_end_matches(".proto")
                .to_owned();
            if stem.ends_with("_service") {
                continue;
            }
            for wanted in [
                format!("crates/{service}/src/{stem}.rs"),
                format!("tests/services/{stem}.rs"),
            ] {
                assert!(
                    root().join(&wanted).is_file(),
                    "{} has no {wanted}",
                    proto.path
                );
            }
        }
    }
}
