//! Request ids, by which a repeated request is known.

use fault::Violations;
use uuid::Uuid;

/// Reads the request id a caller sent in the field `request_id`, and notes what is
/// wrong with it. Any version of UUID is taken, in any usual spelling; the id of
/// nothing but zeros is not, because it is what a forgotten one looks like.
pub fn require(text: &str, violations: &mut Violations) -> Option<[u8; 16]> {
    const FIELD: &str = "request_id";
    if text.is_empty() {
        violations.add(
            FIELD,
            "is required: make a UUID before the first try and send the same one again when \
             trying again",
        );
        return None;
    }
    match Uuid::try_parse(text) {
        Ok(id) if !id.is_nil() => Some(id.into_bytes()),
        Ok(_) => {
            violations.add(FIELD, "must be a UUID of its own, not the one of zeros");
            None
        }
        Err(wrong) => {
            violations.add(FIELD, format!("must be a UUID: {wrong}"));
            None
        }
    }
}

/// The digest of a request, by which another request under the same id is told
/// apart. The message is encoded anew, so that the order in which a caller wrote
/// its fields does not matter.
pub fn digest(request: &impl prost::Message) -> [u8; 32] {
    *blake3::hash(&request.encode_to_vec()).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_version_and_spelling_of_uuid_is_one_id() {
        let spellings = [
            "01996f6e-0000-7000-8000-000000000001",
            "01996F6E-0000-7000-8000-000000000001",
            "01996f6e000070008000000000000001",
        ];
        for text in spellings {
            let mut violations = Violations::new();
            let id = require(text, &mut violations).unwrap();
            assert!(violations.is_empty());
            assert_eq!(id[..4], [0x01, 0x99, 0x6f, 0x6e]);
            assert_eq!(id[15], 1);
        }
        let version_4 = require(
            "9b2c6a3e-1d55-4c1a-9a35-0f3f8a7c2e11",
            &mut Violations::new(),
        );
        assert!(version_4.is_some());
    }

    #[test]
    fn what_is_no_id_is_named() {
        for text in [
            "",
            "1",
            "00000000-0000-0000-0000-000000000000",
            "01996f6e-0000-7000-8000-00000000000g",
            "01996f6e-0000-7000-8000-0000000000011",
        ] {
            let mut violations = Violations::new();
            assert_eq!(require(text, &mut violations), None, "{text}");
            assert_eq!(violations.found()[0].field, "request_id");
        }
    }

    #[test]
    fn the_digest_follows_the_content() {
        let one = proto::google::r#type::Date {
            year: 2016,
            month: 5,
            day: 28,
        };
        let other = proto::google::r#type::Date { day: 29, ..one };
        assert_eq!(digest(&one), digest(&one.clone()));
        assert_ne!(digest(&one), digest(&other));
    }
}
