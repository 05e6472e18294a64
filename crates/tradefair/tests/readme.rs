//! The README shows what the demo prints, to the letter.

use std::{path::Path, process::Command};

#[test]
fn the_release_in_the_readme_is_the_one_that_is_printed() {
    let printed = Command::new(env!("CARGO_BIN_EXE_tradefair"))
        .args(["demo", "--once", "--listen", "127.0.0.1:0"])
        .output()
        .unwrap();
    assert!(
        printed.status.success(),
        "{}",
        String::from_utf8_lossy(&printed.stderr)
    );
    let printed = String::from_utf8(printed.stdout).unwrap();

    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, rest) = readme.split_once("<!-- release -->\n").unwrap();
    let (shown, _) = rest.split_once("<!-- end of release -->").unwrap();
    let shown = shown
        .trim()
        .trim_start_matches("```text")
        .trim_end_matches("```");

    assert_eq!(shown.trim(), printed.trim());
}
