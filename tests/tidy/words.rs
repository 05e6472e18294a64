//! Names explain themselves, and the foundation knows no word of a service.

use std::path::Path;

use crate::{
    layers::{FOUNDATION, SERVICES},
    tree::{code_of, paths, sources},
};

/// Words of the services. What the foundation may know are books, records,
/// figures in prose: nothing that is shown, held or agreed at a fair.
const WORDS_OF_SERVICES: [&str; 16] = [
    "agreement",
    "forum",
    "exhibition",
    "exhibitor",
    "organisation",
    "participation",
    "pavilion",
    "merchant",
    "delegation",
    "comparability",
    "figure_definition",
    "press_desk",
    "contracts::v1",
    "reporting::v1",
    "gateway::v1",
    "signed_on",
];

/// Names that say nothing.
const EMPTY_NAMES: [&str; 9] = [
    "common", "core", "util", "utils", "helper", "helpers", "types", "manager", "misc",
];

#[test]
fn the_foundation_knows_no_word_of_a_service() {
    for foundation in FOUNDATION {
        for source in sources(&[&format!("crates/{foundation}/src")], ".rs") {
            if Path::new(&source.path)
                .file_stem()
                .is_some_and(|stem| stem == "tests")
            {
                continue;
            }
            let code = code_of(&source.text).to_lowercase();
            for word in WORDS_OF_SERVICES {
                let at = code.lines().position(|line| line.contains(word));
                assert!(
                    at.is_none(),
                    "{}:{}: {word}",
                    source.path,
                    at.unwrap_or(0) + 1
                );
            }
        }
    }
}

#[test]
fn names_say_something() {
    for path in paths(&["crates", "tests", "proto"]) {
        for part in path.with_extension("").components() {
            let part = part.as_os_str().to_string_lossy().to_lowercase();
            let says_nothing = EMPTY_NAMES.contains(&part.as_str());
            assert!(!says_nothing, "{}: {part} says nothing", path.display());
        }
    }
}

#[test]
fn no_module_is_called_mod() {
    for source in sources(&["crates", "tests"], ".rs") {
        assert!(
            !source.path.ends_with("/mod.rs"),
            "{}: call it after its folder",
            source.path
        );
    }
}

#[test]
fn nobody_writes_macros_of_his_own() {
    for source in sources(&["crates"], ".rs") {
        let defines = ["macro", "_rules!"].concat();
        assert!(
            !source.text.contains(&defines),
            "{} defines a macro",
            source.path
        );
    }
}

#[test]
fn no_test_waits_for_time_to_pass() {
    for source in sources(&["crates", "tests"], ".rs") {
        for waits in [
            ["thread::", "sleep"].concat(),
            ["time::", "sleep("].concat(),
        ] {
            let is_test = source.path.starts_with("tests/")
                || source.path.contains("/tests/")
                || source
                    .text
                    .split("#[cfg(test)]")
                    .nth(1)
                    .is_some_and(|t| t.contains(&waits));
            assert!(
                !(is_test && source.text.contains(&waits)),
                "{} sleeps; wait for what must happen",
                source.path
            );
        }
    }
}

/// The caller, the deadline and the trace of a call travel with its task. One that is
/// spawned has none of them, and what it recorded would be recorded by the service.
#[test]
fn services_answer_calls_in_the_task_of_the_call() {
    let folders = SERVICES.map(|service| format!("crates/{service}/src"));
    let folders = folders.each_ref().map(String::as_str);
    for source in sources(&folders, ".rs") {
        // What only reckons needs none of them.
        let code = code_of(&source.text).replace("spawn_blocking", "");
        assert!(!code.contains("spawn"), "{} spawns a task", source.path);
    }
}

#[test]
fn nothing_is_left_to_be_written() {
    for source in sources(&["crates", "tests"], ".rs") {
        for left in [
            ["to", "do!("].concat(),
            ["unimpl", "emented!("].concat(),
            ["#[ig", "nore"].concat(),
        ] {
            assert!(!source.text.contains(&left), "{} has {left}", source.path);
        }
    }
}
