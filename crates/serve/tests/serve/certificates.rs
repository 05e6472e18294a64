//! What certificates are taken when a process starts, and when their files change.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, sync::Arc, time::Duration};

use ledger::{ManualClock, RecordedAt};
use serve::Certificates;

use crate::{
    authority::{Authority, Files, Wanted},
    desk::OPENING,
    odd::ask,
    secured::{Holder, NAME, named, over, read},
};

/// What is done to good files.
type Spoil = fn(&Files, &Authority);

fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::write(path, text).unwrap();
}

/// Makes of good files those of another certificate.
fn with(files: &Files, authority: &Authority, change: fn(&mut Wanted)) {
    let mut wanted = Wanted::of(NAME);
    change(&mut wanted);
    files.write(&authority.gives(&wanted), &[authority]);
}

const SPOILT: [(&str, Spoil, &str); 16] = [
    (
        "no certificate",
        |files, _| fs::remove_file(&files.certificate).unwrap(),
        "tls.crt cannot be read: ",
    ),
    (
        "no key",
        |files, _| fs::remove_file(&files.key).unwrap(),
        "tls.key cannot be read: ",
    ),
    (
        "no authorities",
        |files, _| fs::remove_file(&files.authorities).unwrap(),
        "ca.crt cannot be read: ",
    ),
    (
        "an empty certificate",
        |files, _| write(&files.certificate, ""),
        "tls.crt holds no certificate that can be read: there is none in it",
    ),
    (
        "garbage",
        |files, _| write(&files.certificate, [0, 159, 146, 150]),
        "tls.crt holds no certificate that can be read: there is none in it",
    ),
    (
        "garbage in the form of a certificate",
        |files, _| {
            write(
                &files.certificate,
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            );
        },
        "tls.crt holds no certificate that can be read",
    ),
    (
        "a garbled key",
        |files, _| write(&files.key, "-----BEGIN PRIVATE KEY-----\n???\n"),
        "tls.key holds no key that can be read",
    ),
    (
        "garbled authorities",
        |files, _| write(&files.authorities, "?"),
        "ca.crt holds no certificate that can be read: there is none in it",
    ),
    (
        "the key of another",
        |files, authority| write(&files.key, authority.gives(&Wanted::of(NAME)).key),
        "is not that of the certificate",
    ),
    (
        "an open key",
        |files, _| fs::set_permissions(&files.key, fs::Permissions::from_mode(0o644)).unwrap(),
        "is open to everybody on this machine: close it with chmod o= ",
    ),
    (
        "expired",
        |files, authority| with(files, authority, |wanted| wanted.years = (2001, 2010)),
        "is of no use: it has expired",
    ),
    (
        "to come",
        |files, authority| with(files, authority, |wanted| wanted.years = (2090, 2095)),
        "is of no use: it is not valid yet",
    ),
    (
        "for clients",
        |files, authority| with(files, authority, |wanted| wanted.uses = (false, true)),
        "is of no use: it is not for this use",
    ),
    (
        "for servers",
        |files, authority| with(files, authority, |wanted| wanted.uses = (true, false)),
        "is of no use: it is not for this use",
    ),
    (
        "of nobody",
        |files, authority| {
            with(files, authority, |wanted| {
                (wanted.names, wanted.addresses) = (Vec::new(), Vec::new());
            });
        },
        "it was given to no name and no address",
    ),
    (
        "of another authority",
        |files, _| write(&files.authorities, Authority::new("another").pem()),
        "is of no use: none of the authorities vouches for it",
    ),
];

#[test]
fn what_is_of_no_use_is_refused_in_a_sentence() {
    let authority = Authority::new("the fair");
    for (what, spoil, sentence) in SPOILT {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::of(folder.path());
        files.write(&authority.gives(&Wanted::of(NAME)), &[&authority]);
        read(&files).unwrap();
        spoil(&files, &authority);
        let refused = read(&files).unwrap_err().to_string();
        assert!(refused.contains(sentence), "{what}: {refused}");
        assert!(!refused.contains("PRIVATE"), "{what}: {refused}");
    }
}

#[test]
fn a_key_may_be_open_to_a_group() {
    let authority = Authority::new("the fair");
    let own = Holder::of(&authority.gives(&Wanted::of(NAME)), &[&authority]);
    for mode in [0o400, 0o440, 0o600, 0o640] {
        fs::set_permissions(&own.files.key, fs::Permissions::from_mode(mode)).unwrap();
        read(&own.files).unwrap();
    }
}

#[test]
fn what_a_certificate_says_is_told() {
    let authority = Authority::new("the fair");
    let own = Holder::of(&authority.gives(&Wanted::of(NAME)), &[&authority]);
    assert_eq!(own.certificates.names(), [NAME, "localhost"]);
    let first_of_2100 = 4_102_444_800;
    assert_eq!(own.certificates.expiry_seconds(), first_of_2100);
    let told = format!("{:?}", own.certificates);
    assert!(!told.contains("PRIVATE"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_held_stays_while_the_files_are_of_no_use() {
    let authority = Authority::new("the fair");
    for (what, spoil, sentence) in SPOILT {
        let own = Holder::of(&authority.gives(&Wanted::of(NAME)), &[&authority]);
        let (_odd, served) = own.serves().await;
        spoil(&own.files, &authority);
        let kept = own.certificates.read_again().unwrap_err().to_string();
        assert!(kept.contains(sentence), "{what}: {kept}");
        let link = own.link(&format!("https://{NAME}"), served.address);
        over(link).get_activity(ask("any")).await.unwrap();
        // And once they are good again, they are taken.
        own.files
            .write(&authority.gives(&Wanted::of(NAME)), &[&authority]);
        assert!(own.certificates.read_again().unwrap(), "{what}");
        assert!(!own.certificates.read_again().unwrap(), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_files_are_read_again_by_themselves() {
    let authority = Authority::new("the fair");
    let own = Holder::of(&authority.gives(&Wanted::of(NAME)), &[&authority]);
    let following = own.certificates.follow(Duration::from_millis(1));
    for year in 2_031..2_041 {
        let mut wanted = Wanted::of(NAME);
        wanted.years.1 = year;
        let before = own.certificates.expiry_seconds();
        // Something of no use on the way is passed over.
        write(&own.files.authorities, "?");
        own.files.write(&authority.gives(&wanted), &[&authority]);
        while own.certificates.expiry_seconds() == before {
            tokio::task::yield_now().await;
        }
    }
    drop(following);
}

#[test]
fn it_is_the_clock_of_the_process_that_tells_what_has_expired() {
    let authority = Authority::new("the fair");
    let mut wanted = Wanted::of(NAME);
    wanted.years.1 = 2_017;
    let folder = tempfile::tempdir().unwrap();
    let files = Files::of(folder.path());
    files.write(&authority.gives(&wanted), &[&authority]);
    let clock = ManualClock::at(RecordedAt(OPENING));
    let certificates = Certificates::read(named(&files), Arc::new(clock.clone())).unwrap();
    let day = 86_400 * 1_000_000;
    clock.advance(300 * day);
    assert!(
        !certificates.read_again().unwrap(),
        "it is held, though it has expired"
    );
    let wrong = Certificates::read(named(&files), Arc::new(clock)).unwrap_err();
    assert!(wrong.to_string().contains("it has expired"), "{wrong}");
}
