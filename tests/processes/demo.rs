//! The demo: prints a release, and may be repeated.

use std::path::Path;

use crate::process::{run, start, told};

/// The release the demo prints, on the books of a folder.
fn release(data: &Path) -> String {
    let data = data.to_str().unwrap();
    let output = run(&["demo", "--once", "--data", data, "--listen", "127.0.0.1:0"]);
    assert!(output.status.success(), "{}", told(&output));
    assert!(
        told(&output).contains("grpcurl"),
        "it says where to look next"
    );
    String::from_utf8(output.stdout).expect("a release is text")
}

#[test]
fn the_demo_prints_the_same_release_however_often_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("books");
    let first = release(&data);
    let headline = first.lines().next().expect("a headline");
    assert!(
        headline.contains("CIFTIS") && headline.contains("4th"),
        "{headline}"
    );
    for words in ["331", "Gremio", "Note to the editor"] {
        assert!(first.contains(words), "{words} is in the release:\n{first}");
    }
    assert!(
        !first.contains("grpcurl"),
        "standard output is for the release"
    );
    assert_eq!(release(&data), first, "it is safe to repeat");
    let audited = run(&["audit", "--data", data.to_str().unwrap()]);
    assert!(audited.status.success(), "{}", told(&audited));
}

#[tokio::test]
async fn the_demo_keeps_serving_until_it_is_asked_to_end() {
    let process = start(&["demo", "--listen", "127.0.0.1:0"]);
    let clients = process.connect().await;
    let summary = clients.summary("fairs/ciftis/editions/4", None).await;
    process.ask_to_end();
    let (status, said) = tokio::task::spawn_blocking(move || process.wait())
        .await
        .unwrap();
    assert!(status.success(), "it ends well: {said:#?}");
    assert!(summary.is_ok_and(|summary| !summary.paragraphs.is_empty()));
}
