//! Keys from a file.

use std::{fs, time::Duration};

use identity::{
    Issuer, KeysFrom, NoKeySet, NoKeys, Pace, Refused, Settings, Source, Verifier,
    mint::{MintedKey, Signs, key_set},
};

use crate::desk::{AUDIENCE, ISSUER, NOW, good_token};

fn settings(file: &std::path::Path) -> Settings {
    Settings {
        issuer: Issuer::parse(ISSUER).unwrap(),
        audience: AUDIENCE.parse().unwrap(),
        keys: KeysFrom::File(file.to_owned()),
    }
}

#[tokio::test]
async fn a_file_that_changes_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let [old, new] = ["old", "new"].map(|id| MintedKey::new(id, Signs::EdDsa));
    fs::write(&file, key_set([&old]).to_string()).unwrap();
    let settings = settings(&file);
    let pace = Pace {
        pressing: Duration::ZERO,
        patience: Duration::from_secs(60),
        ..Pace::default()
    };
    let source = settings.source().unwrap();
    let verifier = Verifier::start_from(source, settings.expected(), pace, || NOW);
    assert!(verifier.verify(&good_token(&old)).await.is_ok());
    fs::write(&file, key_set([&new]).to_string()).unwrap();
    // It names a key that is not known, so the file is read at once.
    assert!(verifier.verify(&good_token(&new)).await.is_ok());
    let refused = verifier.verify(&good_token(&old)).await;
    assert_eq!(refused, Err(Refused::UnknownKey));
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let read = || async { settings(&file).source().unwrap().keys().await };
    assert!(matches!(read().await, Err(NoKeys::Unreadable { .. })));
    for (text, expected) in [
        (String::new(), NoKeySet::Form),
        ("[]".to_owned(), NoKeySet::Form),
        (" ".repeat(300_000), NoKeySet::TooLarge),
    ] {
        fs::write(&file, text).unwrap();
        let refused = read().await;
        let is_expected = matches!(refused, Err(NoKeys::Set { cause, .. }) if cause == expected);
        assert!(is_expected, "{refused:?}, not {expected:?}");
    }
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert!(matches!(read().await, Err(NoKeys::Unreadable { .. })));
}
