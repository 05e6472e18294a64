//! Texts that are no token in their form.

use identity::{
    ROLES_CLAIM, Refused,
    mint::{Signs, encode},
};
use serde_json::json;

use super::{Forgery, forgery};
use crate::desk::{good_claims, good_token, key};

/// The base64url alphabet, for characters that stand for other bits.
const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The same token with one of the bits set that no byte uses.
fn with_idle_bits(token: &str) -> String {
    let (rest, last) = token.split_at(token.len() - 1);
    let place = ALPHABET.find(last).unwrap();
    format!("{rest}{}", &ALPHABET[place + 1..place + 2])
}

pub(super) fn forgeries() -> Vec<Forgery> {
    let key = key(Signs::Es256);
    let good = good_token(key);
    let [header, claims, signature] = {
        let mut parts = good.split('.');
        [(); 3].map(|()| parts.next().unwrap())
    };
    let header_text = key.header().to_string();
    let claims_text = good_claims().to_string();
    let padded = |text: &str| {
        let spaces = (4 - text.len() % 3) % 3;
        // So that it has padding: one byte over.
        format!("{}==", encode(format!("{text}{}", " ".repeat(spaces))))
    };
    let padded_claims = format!("{header}.{}", padded(&claims_text));
    let signed_padded = encode(key.signature(padded_claims.as_bytes()));
    let mut large = good_claims();
    large["note"] = json!("x".repeat(8192));
    let mut crowded = good_claims();
    crowded[ROLES_CLAIM] = json!(vec!["a role of the desk"; 400]);
    use Refused::{Encoding, Encrypted, NotThreeParts, TooLong};
    vec![
        forgery("nothing", "", NotThreeParts),
        forgery("one part", header, NotThreeParts),
        forgery("no signature", format!("{header}.{claims}"), NotThreeParts),
        forgery(
            "a fourth part",
            format!("{good}.{signature}"),
            NotThreeParts,
        ),
        forgery("an empty fourth part", format!("{good}."), NotThreeParts),
        forgery("six parts", format!("{good}.{good}"), NotThreeParts),
        forgery("a thousand points", ".".repeat(1000), NotThreeParts),
        forgery(
            "five parts",
            format!("{header}..{claims}.{signature}.AA"),
            Encrypted,
        ),
        forgery("a large claim", key.token(&large), TooLong),
        forgery("very many roles", key.token(&crowded), TooLong),
        forgery("a megabyte", "A".repeat(1 << 20), TooLong),
        forgery("the scheme before it", format!("Bearer {good}"), Encoding),
        forgery("a space before it", format!(" {good}"), Encoding),
        forgery("a line end after it", format!("{good}\n"), Encoding),
        forgery("a NUL after it", format!("{good}\0"), Encoding),
        forgery(
            "a padded header",
            format!("{}.{claims}.{signature}", padded(&header_text)),
            Encoding,
        ),
        forgery(
            "padded claims",
            format!("{padded_claims}.{signed_padded}"),
            Encoding,
        ),
        forgery("a padded signature", format!("{good}=="), Encoding),
        forgery("bits that no byte uses", with_idle_bits(&good), Encoding),
        forgery(
            "the other alphabet",
            format!("{header}.{claims}.{}", "//++".repeat(21)),
            Encoding,
        ),
        forgery(
            "letters that are none of base64",
            format!("{header}.{claims}.{}", "签".repeat(20)),
            Encoding,
        ),
        forgery(
            "a header that is not encoded",
            format!("{header_text}.{claims}.{signature}"),
            Encoding,
        ),
    ]
}
