//! Handshakes of listeners and links with others that are as they should be, or are not,
//! in a table.

use std::sync::Arc;

use rustls::{
    SupportedProtocolVersion,
    version::{TLS12, TLS13},
};
use serve::Tcp;
use tonic::Code;

use crate::{
    authority::{Authority, Given, Wanted},
    desk::{Client, Served},
    entry::reason,
    odd::{Odd, ask},
    secured::{Bare, Holder, NAME, link, over},
};

/// What somebody shows, and what our side says of it: nothing where it is accepted, else
/// why not.
struct Case {
    what: &'static str,
    shows: Option<Given>,
    of_server: Option<&'static str>,
    of_client: Option<&'static str>,
}

type Versions = &'static [&'static SupportedProtocolVersion];

const OLDER: Versions = &[&TLS12];
const BOTH: Versions = &[&TLS12, &TLS13];
const NEWEST: Versions = &[&TLS13];

type Change = fn(&mut Wanted);

const EXPIRED: Option<&str> = Some("its certificate is not accepted: it has expired");
const EARLY: Option<&str> = Some("its certificate is not accepted: it is not valid yet");
const OUT_OF_TIME: Option<&str> = Some("it has expired, or is not valid yet");
const OTHER_NAME: Option<&str> = Some("it was given to another name");
const OTHER_USE: Option<&str> = Some("it is not for this use");
const NONE_VOUCHES: Option<&str> = Some("none of the authorities vouches for it");
const KNOWS_NONE: Option<&str> = Some("it knows no authority that vouches for it");
const FORGED: Option<&str> = Some("its signature is wrong");
const UNVERIFIED: Option<&str> = Some("it cannot be verified");

/// What is changed in a good certificate of the right authority.
const CHANGED: [(&str, Change, Option<&str>, Option<&str>); 9] = [
    ("a good one", |_| {}, None, None),
    (
        "one that has expired",
        |wanted| wanted.years = (2001, 2010),
        EXPIRED,
        OUT_OF_TIME,
    ),
    (
        "one of times to come",
        |wanted| wanted.years = (2090, 2095),
        EARLY,
        OUT_OF_TIME,
    ),
    (
        "one of another name",
        |wanted| wanted.names = vec!["reporting.fair.example".to_owned()],
        OTHER_NAME,
        None,
    ),
    (
        "one of an address alone",
        |wanted| wanted.names.clear(),
        OTHER_NAME,
        None,
    ),
    (
        "one of nobody",
        |wanted| {
            wanted.names.clear();
            wanted.addresses.clear();
        },
        OTHER_NAME,
        None,
    ),
    (
        "one for clients",
        |wanted| wanted.uses = (false, true),
        OTHER_USE,
        None,
    ),
    (
        "one for servers",
        |wanted| wanted.uses = (true, false),
        None,
        OTHER_USE,
    ),
    (
        "that of an authority",
        |wanted| wanted.is_authority = true,
        Some("it is that of an authority"),
        UNVERIFIED,
    ),
];

fn cases(authority: &Authority) -> Vec<Case> {
    let wanted = Wanted::of(NAME);
    let changed = CHANGED.map(|(what, change, of_server, of_client)| {
        let mut wanted = wanted.clone();
        change(&mut wanted);
        (what, Some(authority.gives(&wanted)), of_server, of_client)
    });
    let whole = authority.below("an office of the fair").gives(&wanted);
    let torn = Given {
        chain: whole.certificate.clone(),
        ..whole.clone()
    };
    let other = Authority::new("another fair").gives(&wanted);
    // Of the same name, so that it is the signature that tells.
    let namesake = Authority::new("the fair").gives(&wanted);
    let more = [
        ("one from below", Some(whole), None, None),
        (
            "one from below, torn off",
            Some(torn),
            NONE_VOUCHES,
            KNOWS_NONE,
        ),
        (
            "one of another authority",
            Some(other),
            NONE_VOUCHES,
            KNOWS_NONE,
        ),
        ("one of a namesake", Some(namesake), FORGED, UNVERIFIED),
        (
            "its own word",
            Some(wanted.self_signed()),
            NONE_VOUCHES,
            KNOWS_NONE,
        ),
        ("nothing", None, Some("it ended the TLS handshake"), None),
    ];
    let case = |(what, shows, of_server, of_client)| Case {
        what,
        shows,
        of_server,
        of_client,
    };
    changed.into_iter().chain(more).map(case).collect()
}

/// A call goes as expected.
async fn goes(what: &str, mut client: Client, expected: Option<&str>) {
    let answer = client.get_activity(ask("any")).await;
    match (answer, expected) {
        (Ok(_), None) => {}
        (Err(refused), Some(why)) => {
            assert_eq!(
                (refused.code(), reason(&refused).as_str()),
                (Code::Unavailable, "SERVICE_UNREACHABLE"),
                "{what}"
            );
            let said = refused.message();
            assert!(said.contains(why), "{what}: {said:?} does not say {why:?}");
            // Whoever called may be anybody.
            for secret in ["127.0.0.1", "fair.example", "localhost", "BEGIN"] {
                assert!(!said.contains(secret), "{what}: {said:?} tells {secret}");
            }
        }
        (answer, expected) => panic!("{what}: {answer:?}, not {expected:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_takes_servers_as_their_certificates_allow() {
    let authority = Authority::new("the fair");
    let own = Holder::of(&authority.gives(&Wanted::of("gateway")), &[&authority]);
    let odd = Odd::new();
    let behind = Served::start(odd.service.clone()).await;
    for case in cases(&authority) {
        let bare = Bare {
            shows: case.shows.as_ref(),
            trusts: &authority,
            versions: NEWEST,
        };
        let address = bare.server(behind.address).await;
        let link = own.link(&format!("https://{NAME}:50051"), address);
        goes(case.what, over(link), case.of_server).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_takes_clients_as_their_certificates_allow() {
    let authority = Authority::new("the fair");
    let own = Holder::of(&authority.gives(&Wanted::of(NAME)), &[&authority]);
    let (_odd, served) = own.serves().await;
    for case in cases(&authority) {
        let bare = Bare {
            shows: case.shows.as_ref(),
            trusts: &authority,
            versions: NEWEST,
        };
        let dial = bare.client(NAME);
        // What is plain to the link is secured by the wires that it is handed.
        let link = link("http://forums:50051", served.address, dial, None);
        goes(case.what, over(link), case.of_client).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_speaks_something_else_is_not_understood() {
    let authority = Authority::new("the fair");
    let given = authority.gives(&Wanted::of(NAME));
    let own = Holder::of(&given, &[&authority]);
    let (_odd, secured) = own.serves().await;
    let odd = Odd::new();
    let plain = Served::start(odd.service.clone()).await;
    let older = Bare {
        shows: Some(&given),
        trusts: &authority,
        versions: OLDER,
    };
    let both = Bare {
        versions: BOTH,
        ..older
    };
    let (http, https) = (format!("http://{NAME}"), format!("https://{NAME}"));
    let at_older = older.server(plain.address).await;
    let at_both = both.server(plain.address).await;
    let tcp = || Arc::new(Tcp);
    let version = Some("another version of TLS");
    let table = [
        (
            "an older client",
            link(&http, secured.address, older.client(NAME), None),
            version,
        ),
        (
            "a client of both",
            link(&http, secured.address, both.client(NAME), None),
            None,
        ),
        ("an older server", own.link(&https, at_older), version),
        ("a server of both", own.link(&https, at_both), None),
        (
            "a plain client",
            link(&http, secured.address, tcp(), None),
            Some("cannot be reached"),
        ),
        (
            "a plain server",
            own.link(&https, plain.address),
            Some("is not TLS"),
        ),
        (
            "a client without certificates",
            link(&https, secured.address, tcp(), None),
            Some("there are no certificates here"),
        ),
    ];
    for (what, link, expected) in table {
        goes(what, over(link), expected).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_is_held_to_its_own_host() {
    let authority = Authority::new("the fair");
    let own = Holder::of(&authority.gives(&Wanted::of("gateway")), &[&authority]);
    let odd = Odd::new();
    let behind = Served::start(odd.service.clone()).await;
    let mut elsewhere = Wanted::of(NAME);
    elsewhere.addresses = vec!["10.0.0.7".parse().unwrap()];
    for (wanted, by_address) in [(Wanted::of(NAME), None), (elsewhere, OTHER_NAME)] {
        let given = authority.gives(&wanted);
        let bare = Bare {
            shows: Some(&given),
            trusts: &authority,
            versions: NEWEST,
        };
        let address = bare.server(behind.address).await;
        let by_name = own.link(&format!("https://{NAME}:50051"), address);
        goes("by name", over(by_name), None).await;
        let link = own.link(&format!("https://{address}"), address);
        goes("by address", over(link), by_address).await;
        // Of two places at one address the other is no worse for the first.
        let both = format!("https://reporting.fair.example:1,https://{NAME}:50051");
        let link = own.link(&both, address);
        goes("by either", over(link), None).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_names_of_a_caller_reach_the_handler() {
    let authority = Authority::new("the fair");
    let own = Holder::of(&authority.gives(&Wanted::of(NAME)), &[&authority]);
    let (_odd, secured) = own.serves().await;
    let odd = Odd::new();
    let plain = Served::start(odd.service.clone()).await;
    let mut wanted = Wanted::of("Gateway.fair.example");
    let named = authority.gives(&wanted);
    wanted.names.clear();
    let nameless = authority.gives(&wanted);
    let by = |shows| {
        let bare = Bare {
            shows,
            trusts: &authority,
            versions: NEWEST,
        };
        link("http://forums", secured.address, bare.client(NAME), None)
    };
    for (what, link, expected) in [
        (
            "a named one",
            by(Some(&named)),
            "gateway.fair.example localhost",
        ),
        ("one without a name", by(Some(&nameless)), ""),
        ("one without a certificate", by(None), ""),
        ("a plain one", plain.link(), ""),
    ] {
        let answer = over(link).get_activity(ask("names")).await.unwrap();
        let title = answer.into_inner().title.unwrap();
        assert_eq!(title.en, expected, "{what}");
    }
}
