//! The headers of a call in JSON and those of the gRPC call it stands for.

use fault::Fault;
use http::{HeaderMap, HeaderName, HeaderValue, header};

const PROTOCOL_VERSION: HeaderName = HeaderName::from_static("connect-protocol-version");
const TIMEOUT: HeaderName = HeaderName::from_static("connect-timeout-ms");
const GRPC_TIMEOUT: HeaderName = HeaderName::from_static("grpc-timeout");

/// The longest time gRPC can say in milliseconds, which is more than a day.
const MOST_MILLISECONDS: u64 = 99_999_999;

/// Whether a body is said to be JSON. No other type is taken for it: those that a
/// form can have would let a page of another origin call without being asked for.
pub(super) fn say_json(headers: &HeaderMap) -> bool {
    let said = headers.get(header::CONTENT_TYPE);
    let said = said.and_then(|said| said.to_str().ok()).unwrap_or_default();
    let said = said.to_ascii_lowercase().replace(' ', "");
    ["application/json", "application/json;charset=utf-8"].contains(&said.as_str())
}

/// The headers of the gRPC call. What the call is about (who calls, the trace it
/// belongs to) goes with it; what tells of its form does not.
pub(super) fn of_grpc(headers: HeaderMap) -> Result<HeaderMap, Fault> {
    let version = headers.get(PROTOCOL_VERSION);
    if version.is_some_and(|version| version != "1") {
        return Err(Fault::field(PROTOCOL_VERSION.as_str(), "must be 1"));
    }
    let encoding = headers.get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| encoding != "identity") {
        return Err(Fault::NotOffered {
            why: "a body is taken as it is, not compressed".to_owned(),
        });
    }
    let timeout = headers.get(TIMEOUT).map(timeout).transpose()?;
    let mut kept = HeaderMap::with_capacity(headers.len());
    let mut name = None;
    for (next, value) in headers {
        // Of several values of one name only the first comes with it.
        name = next.or(name);
        if let Some(name) = name.as_ref().filter(|name| is_about_the_call(name)) {
            kept.append(name.clone(), value);
        }
    }
    kept.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/grpc"),
    );
    kept.insert(header::TE, HeaderValue::from_static("trailers"));
    kept.extend(timeout.map(|timeout| (GRPC_TIMEOUT, timeout)));
    Ok(kept)
}

/// Whether a header tells what a call is about and not how it was sent.
fn is_about_the_call(name: &HeaderName) -> bool {
    let of_the_body = [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
        header::TRANSFER_ENCODING,
        header::ACCEPT_ENCODING,
        header::CONNECTION,
        header::EXPECT,
    ];
    let of_a_protocol = ["connect-", "grpc-"];
    !of_the_body.contains(name)
        && !of_a_protocol
            .iter()
            .any(|protocol| name.as_str().starts_with(protocol))
}

/// How long the caller waits, as gRPC says it.
fn timeout(said: &HeaderValue) -> Result<HeaderValue, Fault> {
    let digits = said.to_str().ok().filter(|said| {
        (1..=10).contains(&said.len()) && said.bytes().all(|byte| byte.is_ascii_digit())
    });
    let milliseconds: Option<u64> = digits.and_then(|digits| digits.parse().ok());
    let value = milliseconds.and_then(|milliseconds| {
        HeaderValue::try_from(format!("{}m", milliseconds.min(MOST_MILLISECONDS))).ok()
    });
    value.ok_or_else(|| {
        Fault::field(
            TIMEOUT.as_str(),
            "must be a number of milliseconds of ten digits at most",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        pairs.collect()
    }

    #[test]
    fn json_alone_is_json() {
        for said in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
        ] {
            assert!(say_json(&headers(&[("content-type", said)])), "{said}");
        }
        for said in [
            "",
            "text/plain",
            "text/plain; application/json",
            "application/json; charset=latin1",
            "application/json, text/plain",
            "application/jsonp",
            "application/proto",
            "application/x-www-form-urlencoded",
        ] {
            assert!(!say_json(&headers(&[("content-type", said)])), "{said}");
        }
        assert!(!say_json(&HeaderMap::new()));
    }

    #[test]
    fn a_timeout_is_said_as_grpc_says_it() {
        for (said, expected) in [
            ("0", "0m"),
            ("250", "250m"),
            ("9999999999", "99999999m"),
            ("0000000007", "7m"),
        ] {
            let made = of_grpc(headers(&[("connect-timeout-ms", said)])).unwrap();
            assert_eq!(made[GRPC_TIMEOUT], expected, "{said}");
        }
        for said in ["", "-1", "1.5", "1s", "12345678901", "+1", " 1"] {
            let made = of_grpc(headers(&[("connect-timeout-ms", said)]));
            assert!(made.is_err(), "{said}: {made:?}");
        }
    }

    #[test]
    fn what_a_call_is_about_goes_with_it_and_its_form_does_not() {
        let mut sent = headers(&[
            ("authorization", "Bearer t"),
            ("traceparent", "00-1-2-01"),
            ("connect-protocol-version", "1"),
            ("content-length", "2"),
            ("content-encoding", "identity"),
            ("grpc-timeout", "1n"),
            ("grpc-encoding", "gzip"),
        ]);
        sent.append("x-several", HeaderValue::from_static("one"));
        sent.append("x-several", HeaderValue::from_static("two"));
        let made = of_grpc(sent).unwrap();
        let expected = [
            ("authorization", "Bearer t"),
            ("traceparent", "00-1-2-01"),
            ("content-type", "application/grpc"),
            ("te", "trailers"),
        ];
        let mut expected = headers(&expected);
        expected.append("x-several", HeaderValue::from_static("one"));
        expected.append("x-several", HeaderValue::from_static("two"));
        assert_eq!(made, expected);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let version = of_grpc(headers(&[("connect-protocol-version", "2")]));
        assert!(
            matches!(version, Err(Fault::InvalidFields(_))),
            "{version:?}"
        );
        let packed = of_grpc(headers(&[("content-encoding", "gzip")]));
        assert!(
            matches!(packed, Err(Fault::NotOffered { .. })),
            "{packed:?}"
        );
    }
}
