//! What the manifests set is a setting of the program, by its name in the environment.

use std::collections::BTreeSet;

use tradefair::config::SETTINGS;

use crate::tree::sources;

const FOLDERS: [&str; 3] = ["deploy/base", "deploy/components", "deploy/overlays"];

#[test]
fn manifests_set_what_can_be_set() {
    let known: BTreeSet<_> = SETTINGS.iter().map(|setting| setting.variable).collect();
    for ending in [".yaml", ".env"] {
        for source in sources(&FOLDERS, ending) {
            let words = source
                .text
                .split(|letter: char| !letter.is_ascii_uppercase() && letter != '_');
            for word in words.filter(|word| word.starts_with("TRADEFAIR_")) {
                assert!(known.contains(word), "{} sets {word}", source.path);
            }
        }
    }
}
