//! What the binary says and how it ends.

use harness::{
    builders::{agreement, create},
    standing::{self, EDITION, organisation_named},
};

use crate::process::{Process, run, told};

/// A refusal is one clear sentence, on standard error, with a status that is
/// not zero.
fn refused(arguments: &[&str], says: &[&str]) {
    let output = run(arguments);
    let said = told(&output);
    assert!(!output.status.success(), "{arguments:?} is refused: {said}");
    assert!(output.stdout.is_empty(), "{arguments:?}: standard output is for what was asked for");
    assert_eq!(said.trim_end().lines().count(), 1, "{arguments:?} says one sentence: {said}");
    for words in says {
        assert!(said.contains(words), "{arguments:?} says {words:?}: {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "no folder").unwrap();
    let below_a_file = file.join("books");
    let below_a_file = below_a_file.to_str().unwrap();
    let data = folder.path().join("books");
    let data = data.to_str().unwrap();
    refused(&["fly"], &["fly"]);
    refused(&[], &["verb"]);
    refused(&["serve", "nobody"], &["nobody"]);
    refused(&["serve", "--data", below_a_file, "--listen", "127.0.0.1:0"], &[below_a_file]);
    refused(&["serve", "contracts", "--data", data], &["contracts", "exhibitions"]);
    refused(&["serve", "--data", data, "--listen", "nowhere"], &["nowhere"]);
    refused(&["audit", "--data", data], &[data]);
    assert!(!std::path::Path::new(data).exists(), "a refusal leaves nothing behind");
}

#[test]
fn a_data_folder_is_used_by_one_process() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::serve(folder.path());
    let data = folder.path().to_str().unwrap();
    refused(&["serve", "--data", data, "--listen", "127.0.0.1:0"], &["in use"]);
    process.kill();
    Process::serve(folder.path()).kill();
}

#[test]
fn a_port_is_used_by_one_process() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::serve(&folder.path().join("one"));
    let other = folder.path().join("other");
    let (other_data, listen) = (other.to_str().unwrap(), process.address.to_string());
    refused(&["serve", "--data", other_data, "--listen", &listen], &["in use", &listen]);
    assert!(!other.exists(), "no book was touched");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_end_it_finishes_what_it_has_begun() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::serve(folder.path());
    let clients = process.connect().await;
    standing::open_books(&clients).await;
    let parties = ["gremio", "beijing-football"].map(organisation_named);
    let mut under_way = Vec::new();
    for n in 0..64 {
        let mut contracts = clients.contracts.clone();
        let record = agreement(&[&parties[0], &parties[1]]);
        let request = create::agreement(EDITION, &format!("a{n}"), record);
        under_way.push(tokio::spawn(async move { contracts.create_agreement(request).await }));
    }
    let mut acknowledged = Vec::new();
    let first = under_way.remove(0).await.unwrap().expect("the first is answered");
    acknowledged.push(first.into_inner().name);
    process.ask_to_end();
    for call in under_way {
        if let Ok(answer) = call.await.unwrap() {
            acknowledged.push(answer.into_inner().name);
        }
    }
    let (status, said) = tokio::task::spawn_blocking(move || process.wait()).await.unwrap();
    assert!(status.success(), "it ends well: {said:#?}");

    let again = Process::serve(folder.path());
    let clients = again.connect().await;
    for name in acknowledged {
        clients.agreement(&name, None).await.expect("what was acknowledged is there");
    }
}

#[test]
fn the_configuration_tells_where_each_value_comes_from() {
    let output = run(&["config", "--listen", "127.0.0.1:7777"]);
    assert!(output.status.success(), "{}", told(&output));
    let said = String::from_utf8(output.stdout).unwrap();
    let line = said.lines().find(|line| line.contains("127.0.0.1:7777")).expect("the address");
    assert!(line.contains("listen") && line.contains("--listen"), "{line}");
}

#[test]
fn help_names_every_verb() {
    let output = run(&["--help"]);
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    for verb in ["demo", "serve", "audit", "config"] {
        assert!(said.contains(verb), "{verb} is in the help");
    }
}
