//! Where a setting comes from: the first of command line, environment, file and
//! default that has it.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use identity::KeysFrom;
use tradefair::{
    bookshelf::Bookshelf,
    config::{Config, ConfigError, Layers, SETTINGS, Setting, Source, print},
};

/// A folder with one configuration file in it.
fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tradefair.toml");
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn environment(variable: &'static str, value: &'static str) -> impl Fn(&str) -> Option<String> {
    move |asked| (asked == variable).then(|| value.to_owned())
}

fn source_of(config: &Config, key: &str) -> Source {
    let chosen = config
        .chosen
        .iter()
        .find(|chosen| chosen.setting.key == key);
    chosen.unwrap().source.clone()
}

#[test]
fn flag_beats_environment_beats_file_beats_default() {
    let (_folder, path) = file("listen = \"127.0.0.1:3\"");
    let flag = BTreeMap::from([("listen", "127.0.0.1:1".to_owned())]);
    let variable = environment("TRADEFAIR_LISTEN", "127.0.0.1:2");

    let none = Layers::default();
    let in_file = none.clone().with_file(&path).unwrap();
    let in_environment = in_file.clone().with_environment(&variable);
    let in_flag = in_environment.clone().with_flags(flag);

    let table = [
        (none, 50051, Source::Default),
        (in_file, 3, Source::File(path)),
        (in_environment, 2, Source::Environment("TRADEFAIR_LISTEN")),
        (in_flag, 1, Source::Flag("listen")),
    ];
    for (layers, port, source) in table {
        let config = Config::decide(&layers).unwrap();
        assert_eq!(config.door.listen.port(), port, "{source}");
        assert_eq!(source_of(&config, "listen"), source);
        assert_eq!(source_of(&config, "log"), Source::Default);
    }
}

#[test]
fn every_setting_is_read_from_the_environment_and_the_file() {
    // Given together or not at all: see below.
    let alone = |setting: &&Setting| !setting.key.starts_with("tls_");
    for setting in SETTINGS.iter().filter(alone) {
        let value = match setting.key {
            "listen" | "operations_listen" => "[::1]:7",
            "log_format" => "json",
            "data" | "log" | "service_name" | "store_certificates" => "debug",
            "audience" | "token" => "debug",
            "trusted_network" => "true",
            "store" => "postgres://fair@db/books",
            "resource_attributes" => "k8s.pod.name=contracts-0",
            "drain_delay_ms" | "drain_limit_ms" => "2500",
            "contracts" => "http://10.0.0.7:50051,http://10.0.0.8:50051",
            "issuer" => "https://somewhere",
            "traces_sampler" => "always_off",
            "traces_sampler_arg" => "0.5",
            // Keys are somebody's, and so are those who vouch for them: see below.
            "token_keys" | "issuer_authorities" => continue,
            _ => "http://somewhere:50051",
        };
        let layers = Layers::default().with_environment(environment(setting.variable, value));
        let config = Config::decide(&layers).unwrap();
        assert_eq!(
            source_of(&config, setting.key),
            Source::Environment(setting.variable)
        );
        let (_folder, path) = file(&format!("{} = \"{value}\"", setting.key));
        let config = Config::decide(&Layers::default().with_file(&path).unwrap()).unwrap();
        assert_eq!(source_of(&config, setting.key), Source::File(path));
        let chosen = config
            .chosen
            .iter()
            .find(|chosen| chosen.setting == setting);
        assert_eq!(chosen.unwrap().value.as_deref(), Some(value));
    }
}

#[test]
fn keys_and_those_who_vouch_for_them_are_an_issuers() {
    let config = |given: &[(&str, &str)]| {
        let given: Vec<_> = given
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let layers = Layers::default().with_environment(move |wanted| {
            let mut given = given.iter();
            let found = given.find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.clone())
        });
        Config::decide(&layers)
    };
    let issuer = ("TRADEFAIR_ISSUER", "https://somewhere");
    let keys = ("TRADEFAIR_TOKEN_KEYS", "keys.json");
    let authorities = ("TRADEFAIR_ISSUER_AUTHORITIES", "issuer-ca.pem");
    let keys_of =
        |given: &[(&str, &str)]| config(given).unwrap().identification.issuer.unwrap().keys;
    assert!(matches!(keys_of(&[issuer, keys]), KeysFrom::File(_)));
    match keys_of(&[issuer, authorities]) {
        KeysFrom::Issuer { authorities } => {
            assert_eq!(authorities, Some(PathBuf::from("issuer-ca.pem")));
        }
        KeysFrom::File(file) => panic!("the issuer is asked, and not {}", file.display()),
    }
    for (given, says) in [
        (&[keys][..], "token_keys are given"),
        (&[authorities][..], "issuer_authorities are given"),
        (
            &[issuer, keys, authorities][..],
            "issuer_authorities are given",
        ),
    ] {
        let wrong = config(given).unwrap_err().to_string();
        assert!(wrong.starts_with(says), "{given:?}: {wrong}");
    }
}

#[test]
fn an_empty_variable_is_not_set_and_a_chosen_folder_is_known() {
    let empty = Layers::default().with_environment(|_| Some(String::new()));
    let config = Config::decide(&empty).unwrap();
    assert!(config.is_default("data"));
    assert!(config.addresses.is_empty());
    let given = Layers::default().with_environment(environment("TRADEFAIR_DATA", "books"));
    let config = Config::decide(&given).unwrap();
    assert!(!config.is_default("data"));
    assert_eq!(config.books, Bookshelf::Folder(PathBuf::from("books")));
}

#[test]
fn a_value_of_the_wrong_form_is_told_with_its_source() {
    let table = [
        (
            "TRADEFAIR_LISTEN",
            "50051",
            "listen is \"50051\" (environment TRADEFAIR_LISTEN), which is not an address and port, such as 127.0.0.1:50051",
        ),
        (
            "TRADEFAIR_CONTRACTS",
            "contracts:50051",
            "contracts is \"contracts:50051\" (environment TRADEFAIR_CONTRACTS), which is not an address, such as http://host:50051 or https://host:50051, nor several of one kind with commas between",
        ),
        (
            "TRADEFAIR_GATEWAY",
            "http://gateway:50051/press",
            "gateway is \"http://gateway:50051/press\" (environment TRADEFAIR_GATEWAY), which is not an address, such as http://host:50051 or https://host:50051, nor several of one kind with commas between",
        ),
        (
            "TRADEFAIR_FORUMS",
            "http://a:50051,https://b:50051",
            "forums is \"http://a:50051,https://b:50051\" (environment TRADEFAIR_FORUMS), which is not an address, such as http://host:50051 or https://host:50051, nor several of one kind with commas between",
        ),
        (
            "TRADEFAIR_OPERATIONS_LISTEN",
            "50052",
            "operations_listen is \"50052\" (environment TRADEFAIR_OPERATIONS_LISTEN), which is not an address and port, such as 127.0.0.1:50052",
        ),
        (
            "TRADEFAIR_OPERATIONS_LISTEN",
            "127.0.0.1:50051",
            "operations_listen is 127.0.0.1:50051 (environment TRADEFAIR_OPERATIONS_LISTEN), where calls are taken: give it another port",
        ),
        (
            "TRADEFAIR_REPORTING",
            "https://reporting:50051",
            "reporting is at https://reporting:50051 (environment TRADEFAIR_REPORTING), which is reached by TLS: give tls_certificate, tls_key and tls_authorities too",
        ),
        (
            "OTEL_TRACES_SAMPLER",
            "sometimes",
            "traces_sampler is \"sometimes\" (environment OTEL_TRACES_SAMPLER), which is not the name of a sampler of OpenTelemetry",
        ),
        (
            "OTEL_TRACES_SAMPLER_ARG",
            "7",
            "traces_sampler_arg is \"7\" (environment OTEL_TRACES_SAMPLER_ARG), which is not a part between 0 and 1",
        ),
        (
            "TRADEFAIR_DRAIN_DELAY_MS",
            "3600001",
            "drain_delay_ms is \"3600001\" (environment TRADEFAIR_DRAIN_DELAY_MS), which is not a number of milliseconds from 0 to 3600000",
        ),
        (
            "TRADEFAIR_DRAIN_LIMIT_MS",
            "5s",
            "drain_limit_ms is \"5s\" (environment TRADEFAIR_DRAIN_LIMIT_MS), which is not a number of milliseconds from 0 to 3600000",
        ),
        (
            "TRADEFAIR_LOG_FORMAT",
            "xml",
            "log_format is \"xml\" (environment TRADEFAIR_LOG_FORMAT), which is not text or json",
        ),
    ];
    for (variable, value, sentence) in table {
        let layers = Layers::default().with_environment(environment(variable, value));
        let wrong = Config::decide(&layers).unwrap_err();
        assert_eq!(wrong.to_string(), sentence);
    }
}

#[test]
fn a_file_that_cannot_be_meant_is_refused() {
    let table = [
        (
            "lisen = \"127.0.0.1:1\"",
            "has the key \"lisen\", which is no setting",
        ),
        ("listen = 1", "must have a text in quotes for listen"),
    ];
    for (text, expected) in table {
        let (_folder, path) = file(text);
        match Layers::default().with_file(&path) {
            Err(ConfigError::File { why, .. }) => assert_eq!(why, expected),
            other => panic!("{text} was taken: {other:?}"),
        }
    }
    let (_folder, path) = file("listen");
    let wrong = Layers::default().with_file(&path).unwrap_err().to_string();
    assert!(wrong.contains("is no TOML"), "{wrong}");
    let missing = path.with_file_name("missing.toml");
    let wrong = Layers::default()
        .with_file(&missing)
        .unwrap_err()
        .to_string();
    assert!(wrong.contains("missing.toml cannot be read"), "{wrong}");
}

#[test]
fn the_printed_configuration_is_a_configuration_file() {
    let layers = Layers::default()
        .with_environment(environment("TRADEFAIR_FORUMS", "http://forums:50051"))
        .with_flags(BTreeMap::from([("data", "C:\\the \"books\"".to_owned())]));
    let config = Config::decide(&layers).unwrap();
    let mut printed = Vec::new();
    print(&config, &mut printed).unwrap();
    let printed = String::from_utf8(printed).unwrap();
    assert!(
        printed.contains("forums = \"http://forums:50051\"  # environment TRADEFAIR_FORUMS\n"),
        "{printed}"
    );
    assert!(printed.contains("# gateway is not set\n"), "{printed}");
    let (_folder, path) = file(&printed);
    let again = Config::decide(&Layers::default().with_file(&path).unwrap()).unwrap();
    assert_eq!(again.books, config.books);
    assert_eq!(again.addresses, config.addresses);
}

#[test]
fn the_place_of_the_books_given_nearer_to_the_command_line_wins() {
    let database = "postgres://fair:s3cret@db/books";
    let in_environment =
        || Layers::default().with_environment(environment("TRADEFAIR_STORE", database));
    let config = Config::decide(&in_environment()).unwrap();
    assert_eq!(config.books, Bookshelf::read(database, None).unwrap());
    let mut printed = Vec::new();
    print(&config, &mut printed).unwrap();
    let printed = String::from_utf8(printed).unwrap();
    assert!(
        printed.contains("store = \"postgres://fair:…@db/books\""),
        "{printed}"
    );

    let folder = BTreeMap::from([("data", "here".to_owned())]);
    let config = Config::decide(&in_environment().with_flags(folder.clone())).unwrap();
    assert_eq!(config.books, Bookshelf::Folder(PathBuf::from("here")));

    let both = [
        folder,
        BTreeMap::from([("store", "sqlite:there".to_owned())]),
    ];
    let both = both.into_iter().flatten().collect();
    let wrong = Config::decide(&Layers::default().with_flags(both)).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "the books are to stand in two places (flag --store and flag --data): give one of them"
    );
}

#[test]
fn a_store_that_is_none_is_refused_without_its_password() {
    let layers = Layers::default().with_environment(environment(
        "TRADEFAIR_STORE",
        "mysql://fair:s3cret@db/books",
    ));
    let wrong = Config::decide(&layers).unwrap_err().to_string();
    assert_eq!(
        wrong,
        "store is \"mysql://fair:…@db/books\" (environment TRADEFAIR_STORE), which is not sqlite: with a folder after it, or the postgres:// address of a database"
    );
}

#[test]
fn the_files_of_tls_are_given_together() {
    let keys = ["tls_certificate", "tls_key", "tls_authorities"];
    let given = |some: &[&'static str]| {
        let flags = some
            .iter()
            .map(|key| (*key, format!("/certificates/{key}")));
        let forums = ("forums", "https://forums:50051".to_owned());
        let forums = (some.len() == 3).then_some(forums);
        let flags = flags.chain(forums).collect();
        Config::decide(&Layers::default().with_flags(flags))
    };
    assert_eq!(given(&[]).unwrap().door.certificates, None);
    let files = given(&keys).unwrap().door.certificates.unwrap();
    assert_eq!(
        files.certificate,
        PathBuf::from("/certificates/tls_certificate")
    );
    assert_eq!(files.key, PathBuf::from("/certificates/tls_key"));
    assert_eq!(
        files.authorities,
        PathBuf::from("/certificates/tls_authorities")
    );
    for (some, sentence) in [
        (
            &keys[..1],
            "tls_certificate is given (flag --tls-certificate) without tls_key",
        ),
        (
            &keys[..2],
            "tls_certificate is given (flag --tls-certificate) without tls_authorities",
        ),
        (
            &keys[1..],
            "tls_key is given (flag --tls-key) without tls_certificate",
        ),
        (
            &keys[2..],
            "tls_authorities is given (flag --tls-authorities) without tls_certificate",
        ),
    ] {
        let wrong = given(some).unwrap_err().to_string();
        let rest = ": TLS needs tls_certificate, tls_key and tls_authorities, or none of them";
        assert_eq!(wrong, format!("{sentence}{rest}"));
    }
}
