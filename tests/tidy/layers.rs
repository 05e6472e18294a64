//! Crates depend on crates above them only, and no service on a service.

use std::collections::BTreeMap;

use crate::tree::{manifest, members, package};

/// The crates that know no service.
pub(crate) const FOUNDATION: [&str; 9] = [
    "fault",
    "resource",
    "ledger",
    "telemetry",
    "serve",
    "identity",
    "reader",
    "checker",
    "prose",
];

/// The services.
pub(crate) const SERVICES: [&str; 5] =
    ["exhibitions", "forums", "contracts", "reporting", "gateway"];

/// The members that a member depends on, development aside.
fn leans_on(member: &str) -> Vec<String> {
    let manifest = manifest(&format!("{member}/Cargo.toml"));
    let packages: Vec<String> = members().iter().map(|member| package(member)).collect();
    ["dependencies", "build-dependencies"]
        .iter()
        .filter_map(|kind| manifest.get(*kind)?.as_table())
        .flat_map(|table| table.keys().cloned())
        .filter(|name| packages.contains(name))
        .collect()
}

#[test]
fn no_crate_leans_on_one_below_it() {
    let members = members();
    let place: BTreeMap<String, usize> = members
        .iter()
        .enumerate()
        .map(|(place, member)| (package(member), place))
        .collect();
    for member in &members {
        let own = place[&package(member)];
        for other in leans_on(member) {
            assert!(
                place[&other] < own,
                "{member} depends on {other}, which stands below it"
            );
        }
    }
}

#[test]
fn no_service_leans_on_a_service() {
    for service in SERVICES {
        let others: Vec<_> = leans_on(&format!("crates/{service}"))
            .into_iter()
            .filter(|other| SERVICES.contains(&other.as_str()))
            .collect();
        assert!(
            others.is_empty(),
            "{service} depends on {others:?}; ask by the contracts instead"
        );
    }
}

#[test]
fn the_foundation_leans_on_the_contracts_and_itself_only() {
    for foundation in FOUNDATION {
        for other in leans_on(&format!("crates/{foundation}")) {
            assert!(
                other == "proto" || FOUNDATION.contains(&other.as_str()),
                "{foundation} depends on {other}"
            );
        }
    }
    for apart in ["reader", "identity"] {
        let leaning = leans_on(&format!("crates/{apart}"));
        assert!(leaning.is_empty(), "{apart} stands apart");
    }
    for pure in ["prose", "checker"] {
        let alone = leans_on(&format!("crates/{pure}"));
        assert_eq!(alone, ["reader"], "{pure} is pure");
    }
    let books = leans_on("crates/ledger");
    assert_eq!(books, ["fault"], "books know no message");
}

#[test]
fn versions_stand_in_one_place() {
    for member in members() {
        let manifest = manifest(&format!("{member}/Cargo.toml"));
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(table) = manifest.get(kind).and_then(|kind| kind.as_table()) else {
                continue;
            };
            for (name, wanted) in table {
                let inherited = wanted.get("workspace").and_then(toml::Value::as_bool);
                assert_eq!(
                    inherited,
                    Some(true),
                    "{member}: {name} has its version in the root"
                );
            }
        }
        let lints = manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace"));
        assert_eq!(
            lints.and_then(toml::Value::as_bool),
            Some(true),
            "{member} has the lints of all"
        );
    }
}

#[test]
fn every_crate_is_a_member() {
    let members = members();
    for source in crate::tree::sources(&["crates"], "Cargo.toml") {
        let folder = source.path.trim_end_matches("/Cargo.toml").to_owned();
        assert!(members.contains(&folder), "{folder} is no member");
    }
}
