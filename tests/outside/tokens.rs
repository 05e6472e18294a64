//! The tokens that `deploy/overlays/dev/token` signs are those that services believe.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use identity::{KeysFrom, Refused, Settings, Verifier};
use ledger::{Clock, SystemClock};

/// The longest a token of the script is good.
const HOUR: i64 = 3_600;

/// A folder with the script and its settings, so that no key of a developer is touched.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let overlay = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/overlays/dev");
        let folder = tempfile::tempdir().unwrap();
        for file in ["token", "site.env"] {
            fs::copy(overlay.join(file), folder.path().join(file)).unwrap();
        }
        Self(folder)
    }

    /// What the script prints. It needs openssl.
    fn prints(&self, arguments: &[&str]) -> String {
        let script = self.0.path().join("token");
        let output = Command::new("sh").arg(script).args(arguments).output();
        let output = output.expect("sh is needed here");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// A file with the keys that the script prints.
    fn keys(&self) -> PathBuf {
        let keys = self.0.path().join("keys.json");
        fs::write(&keys, self.prints(&["keys"])).unwrap();
        keys
    }

    fn setting(&self, variable: &str) -> String {
        let settings = fs::read_to_string(self.0.path().join("site.env")).unwrap();
        let mut lines = settings.lines().filter_map(|line| line.split_once('='));
        let found = lines.find(|(name, _)| *name == variable);
        found.expect("the overlay sets it").1.to_owned()
    }

    /// Believes what the overlay has its pods believe, so many seconds from now.
    fn verifier(&self, keys: &Path, later: i64) -> Verifier {
        let settings = Settings {
            issuer: self.setting("TRADEFAIR_ISSUER").parse().unwrap(),
            audience: self.setting("TRADEFAIR_AUDIENCE").parse().unwrap(),
            keys: KeysFrom::File(keys.to_owned()),
        };
        let now = move || SystemClock::new().now().0 / 1_000_000 + later;
        Verifier::start(&settings, now).unwrap()
    }
}

#[tokio::test]
async fn a_token_of_the_script_is_believed_for_an_hour() {
    let desk = Desk::new();
    let keys = desk.keys();
    let token = desk.prints(&["for", "alice", "clerk:exhibitions@*", "auditor@ciftis"]);
    let claims = desk.verifier(&keys, 0).verify(&token).await.unwrap();
    assert_eq!(claims.subject, "alice");
    assert_eq!(claims.roles, ["clerk:exhibitions@*", "auditor@ciftis"]);
    // Clocks may differ by half a minute.
    let expired = desk.verifier(&keys, HOUR + 60).verify(&token).await;
    assert_eq!(expired.unwrap_err(), Refused::Expired);
}

#[tokio::test]
async fn a_token_of_the_script_is_not_believed_by_the_keys_of_another() {
    let (desk, other) = (Desk::new(), Desk::new());
    let _own = desk.keys();
    let token = desk.prints(&["for", "alice", "auditor@*"]);
    let keys = other.keys();
    let refused = other.verifier(&keys, 0).verify(&token).await;
    assert_eq!(refused.unwrap_err(), Refused::UnknownKey);
}
