//! Headers that ask for more than may be asked for, or for something else.

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use identity::{
    Refused,
    mint::{MintedKey, Signs, encode, key_set},
};
use serde_json::{Value, json};

use super::{Forgery, forgery};
use crate::desk::{KEYS, good_claims, key};

pub(super) fn forgeries() -> Vec<Forgery> {
    let mut all = shapes();
    all.extend(algorithms());
    all.extend(confusions());
    all.extend(key_names());
    all.extend(extensions());
    all
}

/// A token whose header is this text, well signed.
fn headed(header: &str) -> String {
    key(Signs::Es256).sign(header, &good_claims().to_string())
}

/// A token whose header has this instead.
fn with(name: &str, value: Value) -> String {
    let mut header = key(Signs::Es256).header();
    header[name] = value;
    headed(&header.to_string())
}

/// A token whose header lacks this.
fn without(name: &str) -> String {
    let mut header = key(Signs::Es256).header();
    header.as_object_mut().unwrap().remove(name);
    headed(&header.to_string())
}

fn shapes() -> Vec<Forgery> {
    use Refused::Header;
    let key = key(Signs::Es256);
    let claims = good_claims().to_string();
    let no_text = format!("{}.{}", encode([0x7b, 0xff, 0x7d]), encode(&claims));
    let signature = encode(key.signature(no_text.as_bytes()));
    vec![
        forgery("an empty header", headed(""), Header),
        forgery("a header that is no JSON", headed("{"), Header),
        forgery(
            "a header that is a list",
            headed(r#"["at+jwt","ES256","curve"]"#),
            Header,
        ),
        forgery("a header that is a text", headed(r#""ES256""#), Header),
        forgery("a header that is null", headed("null"), Header),
        forgery("two headers", headed("{}{}"), Header),
        forgery("a deep header", headed(&"[".repeat(1000)), Header),
        forgery(
            "a header that is no text",
            format!("{no_text}.{signature}"),
            Header,
        ),
        forgery(
            "two algorithms",
            headed(r#"{"alg":"none","alg":"ES256","kid":"curve"}"#),
            Header,
        ),
        forgery(
            "two names of keys",
            headed(r#"{"alg":"ES256","kid":"other","kid":"curve"}"#),
            Header,
        ),
        forgery(
            "an algorithm that is a number",
            with("alg", json!(256)),
            Header,
        ),
        forgery(
            "an algorithm that is a list",
            with("alg", json!(["ES256"])),
            Header,
        ),
        forgery(
            "an algorithm that is null",
            with("alg", json!(null)),
            Header,
        ),
        forgery("a key that is a number", with("kid", json!(1)), Header),
        forgery("a key that is null", with("kid", json!(null)), Header),
        forgery("a kind that is a list", with("typ", json!(["JWT"])), Header),
        forgery("a kind that is null", with("typ", json!(null)), Header),
    ]
}

fn algorithms() -> Vec<Forgery> {
    use Refused::Algorithm;
    let header = encode(r#"{"alg":"none","kid":"curve"}"#);
    let unsigned = format!("{header}.{}.", encode(good_claims().to_string()));
    let mut all = vec![
        forgery("no signature, and says so", unsigned, Algorithm),
        forgery("no algorithm", without("alg"), Algorithm),
    ];
    for name in [
        "", "none", "None", "nOnE", "es256", "ES256 ", "ES256K", "ES384", "ES512", "RS384",
        "RS512", "PS256", "PS512", "HS256", "HS384", "EDDSA", "Ed25519", "Ed448", "RSA-OAEP",
        "dir", "A128KW",
    ] {
        all.push(forgery(
            format!("signed with {name:?}"),
            with("alg", json!(name)),
            Algorithm,
        ));
    }
    all
}

/// Public keys taken for secrets.
fn confusions() -> Vec<Forgery> {
    let rsa = key(Signs::Rs256);
    let entry = rsa.public();
    let modulus = URL_SAFE_NO_PAD.decode(entry["n"].as_str().unwrap());
    let secrets = [
        ("its modulus", modulus.unwrap()),
        ("its entry", entry.to_string().into_bytes()),
        (
            "the whole set",
            key_set(KEYS.iter()).to_string().into_bytes(),
        ),
        ("nothing", Vec::new()),
    ];
    let mut all = Vec::new();
    for (what, secret) in secrets {
        for (name, algorithm) in [("HS256", hmac::HMAC_SHA256), ("HS512", hmac::HMAC_SHA512)] {
            let header = json!({"typ": "at+jwt", "alg": name, "kid": "rivest"}).to_string();
            let message = format!("{}.{}", encode(header), encode(good_claims().to_string()));
            let tag = hmac::sign(&hmac::Key::new(algorithm, &secret), message.as_bytes());
            let token = format!("{message}.{}", encode(tag.as_ref()));
            let done = format!("{name} with {what} as the secret");
            all.push(forgery(done, token, Refused::Algorithm));
        }
    }
    all
}

fn key_names() -> Vec<Forgery> {
    use Refused::{KeyOfAnotherAlgorithm, NoKeyId, UnknownKey};
    let mut all = vec![
        forgery("no key named", without("kid"), NoKeyId),
        forgery("a key without a name", with("kid", json!("")), NoKeyId),
    ];
    for name in [
        "nobody",
        "Curve",
        "curve ",
        "../../../../dev/null",
        "' OR 1=1 --",
        "https://evil.example/keys",
        "\u{0}",
        // It is there, but not for tokens.
        "secrets",
        "shared",
    ] {
        all.push(forgery(
            format!("signed by {name:?}"),
            with("kid", json!(name)),
            UnknownKey,
        ));
    }
    for signer in KEYS.iter() {
        for named in KEYS.iter().filter(|named| named.signs != signer.signs) {
            let mut header = signer.header();
            header["kid"] = json!(named.id);
            let token = signer.sign(&header.to_string(), &good_claims().to_string());
            let done = format!("{} with the key {}", signer.signs.name(), named.id);
            all.push(forgery(done, token, KeyOfAnotherAlgorithm));
        }
    }
    all
}

fn extensions() -> Vec<Forgery> {
    use Refused::{Critical, Kind, OwnKey};
    let own = MintedKey::new("curve", Signs::Es256);
    let mut header = own.header();
    header["jwk"] = own.public();
    let brings_key = own.sign(&header.to_string(), &good_claims().to_string());
    let mut all = vec![
        forgery("signed with the key it brings", brings_key, OwnKey),
        forgery(
            "leads to keys",
            with("jku", json!("https://evil.example/keys")),
            OwnKey,
        ),
        forgery(
            "leads to a certificate",
            with("x5u", json!("https://evil.example")),
            OwnKey,
        ),
        forgery("brings a certificate", with("x5c", json!(["MIIB"])), OwnKey),
        forgery("brings no key", with("jwk", json!(null)), OwnKey),
        forgery("critical claims", with("crit", json!(["exp"])), Critical),
        forgery("nothing critical", with("crit", json!([])), Critical),
        forgery(
            "a null that is critical",
            with("crit", json!(null)),
            Critical,
        ),
    ];
    let mut unencoded = key(Signs::Es256).header();
    unencoded["b64"] = json!(false);
    unencoded["crit"] = json!(["b64"]);
    all.push(forgery(
        "claims not encoded",
        headed(&unencoded.to_string()),
        Critical,
    ));
    for kind in [
        "",
        "dpop+jwt",
        "logout+jwt",
        "secevent+jwt",
        "JOSE",
        "JWE",
        "text/jwt",
    ] {
        all.push(forgery(
            format!("of the kind {kind:?}"),
            with("typ", json!(kind)),
            Kind,
        ));
    }
    all
}
