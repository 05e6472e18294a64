//! What a caller is told when a call fails.

use std::time::Duration;

use fault::{DOMAIN, Fault, Violations};
use tonic::{Code, Status};
use tonic_types::StatusExt;

#[test]
fn every_violation_travels_with_its_field() {
    let mut party = Violations::new();
    party.add("organisation", "name an organisation");
    let mut violations = Violations::new();
    violations.add("request_id", "send a UUID");
    violations.within("record.parties[1]", party);

    let status = Status::from(violations.check().unwrap_err());

    assert_eq!(status.code(), Code::InvalidArgument);
    let details = status.get_error_details();
    let fields: Vec<_> = details
        .bad_request()
        .unwrap()
        .field_violations
        .iter()
        .map(|violation| violation.field.as_str())
        .collect();
    assert_eq!(fields, ["request_id", "record.parties[1].organisation"]);
    let info = details.error_info().unwrap();
    assert_eq!(
        (info.domain.as_str(), info.reason.as_str()),
        (DOMAIN, "INVALID_FIELDS")
    );
    assert_eq!(info.metadata["violations"], "2");
}

#[test]
fn details_stay_small_however_wrong_the_request_is() {
    let mut violations = Violations::new();
    for index in 0..10_000 {
        violations.add(
            format!("record.parties[{index}]"),
            "long words ".repeat(1_000),
        );
    }
    let status = Status::from(Fault::InvalidFields(violations));

    assert_eq!(
        status
            .get_error_details()
            .bad_request()
            .unwrap()
            .field_violations
            .len(),
        32
    );
    assert!(
        status.details().len() < 8 * 1024,
        "{} bytes of details",
        status.details().len()
    );
    assert!(
        status.message().len() < 2 * 1024,
        "{} bytes of message",
        status.message().len()
    );
    assert!(
        status.message().contains("10000 wrong field(s)"),
        "{}",
        status.message()
    );
}

/// What the headers of an answer count for at a peer that bounds them.
fn header_bytes(status: &Status) -> usize {
    let response = status.clone().into_http::<()>();
    let headers = response.headers().iter();
    headers
        .map(|(name, value)| name.as_str().len() + value.len() + 32)
        .sum()
}

#[test]
fn headers_stay_below_what_peers_take_in_any_script() {
    for text in ["展", "é", "𠮷", "\"", "a"] {
        let mut violations = Violations::new();
        for index in 0..50 {
            let field = format!("agreement.parties[{index}].{}", text.repeat(200));
            violations.add(field, text.repeat(500));
        }
        let fields = Status::from(Fault::InvalidFields(violations));
        let sent = fields.get_details_bad_request().unwrap().field_violations;
        assert!(sent.len() >= 6, "{} violations of {text:?}", sent.len());
        assert!(fields.message().contains("50 wrong field(s)"));
        let resource = text.repeat(100_000);
        for status in [
            fields,
            Status::from(Fault::not_found(resource.clone())),
            Status::from(Fault::EtagMismatch {
                resource: resource.clone(),
                current_etag: resource.clone(),
            }),
            Status::from(Fault::LanguageNotOffered {
                language_code: resource.clone(),
                offered: "en, zh".to_owned(),
            }),
        ] {
            let bytes = header_bytes(&status);
            assert!(bytes < 14 * 1024, "{bytes} bytes of {text:?}: {status:?}");
        }
    }
}

#[test]
fn fifty_wrong_names_in_chinese_are_told_as_far_as_they_fit() {
    let mut violations = Violations::new();
    for index in 0..50 {
        violations.add(
            format!("agreement.parties[{index}].display_name.zh"),
            format!("{:?} is too long: say it shorter", "展览会".repeat(40)),
        );
    }
    let status = Status::from(Fault::InvalidFields(violations));

    assert!(header_bytes(&status) < 14 * 1024);
    let sent = status.get_details_bad_request().unwrap().field_violations;
    assert!(sent.len() > 12, "{} violations", sent.len());
    assert_eq!(sent[0].field, "agreement.parties[0].display_name.zh");
    let info = status.get_details_error_info().unwrap();
    assert_eq!(info.metadata["violations"], "50");
}

#[test]
fn a_short_message_is_sent_whole() {
    let status = Status::from(Fault::not_found("fairs/展览会"));
    assert_eq!(
        status.message(),
        "fairs/展览会 does not exist at the moment asked for"
    );
}

#[test]
fn the_first_hundred_violations_are_kept_and_the_rest_counted() {
    let mut part = Violations::new();
    for index in 0..500_000 {
        part.add(format!("[{index}]"), "is wrong");
    }
    let mut violations = Violations::one("request_id", "send a UUID");
    violations.within("record.parties", part);
    violations.add("etag", "is wrong");

    assert_eq!(violations.found().len(), 100);
    assert_eq!(violations.found()[99].field, "record.parties[98]");
    assert_eq!(violations.total(), 500_002);
    let status = Status::from(Fault::InvalidFields(violations));
    assert!(
        status.message().contains("500002 wrong field(s)")
            && status.message().ends_with("; and 499999 more"),
        "{}",
        status.message()
    );
    let info = status.get_details_error_info().unwrap();
    assert_eq!(info.metadata["violations"], "500002");
}

#[test]
fn what_lies_behind_a_defect_is_not_sent() {
    let status = Status::from(Fault::defect("opening /secret/path", "password=1234"));

    assert_eq!(status.code(), Code::Internal);
    let sent = format!("{} {:?}", status.message(), status.details());
    assert!(!sent.contains("secret") && !sent.contains("1234"), "{sent}");
}

#[test]
fn a_busy_service_says_when_to_try_again() {
    let status = Status::from(Fault::Overloaded {
        retry_after: Duration::from_millis(250),
    });

    assert_eq!(status.code(), Code::ResourceExhausted);
    let details = status.get_error_details();
    assert_eq!(
        details.retry_info().unwrap().retry_delay,
        Some(Duration::from_millis(250))
    );
}

#[test]
fn the_answer_of_another_service_is_passed_on_as_it_is() {
    let first = Status::from(Fault::not_found("fairs/nowhere"));
    let passed = Status::from(Fault::Peer {
        service: "exhibitions".to_owned(),
        status: Box::new(first.clone()),
    });

    assert_eq!(passed.code(), Code::NotFound);
    assert_eq!(passed.message(), first.message());
    assert_eq!(passed.details(), first.details());
}
