//! The methods in JSON over HTTP: the same answers as over gRPC, and its own refusals.

use std::net::SocketAddr;

use harness::{
    callers::token,
    fair::RunningFair,
    over_http::{Http, Reply, post, posting, send},
    samples::{Sample, record_what_samples_lean_on, samples},
    standing::{self, EDITION},
};
use prost_reflect::{DynamicMessage, MethodDescriptor};
use serde_json::{Value, json};
use tradefair::topology::ServiceName;

const GET_EDITION: &str = "tradefair.exhibitions.v1.ExhibitionsService/GetEdition";
const CREATE_EDITION: &str = "tradefair.exhibitions.v1.ExhibitionsService/CreateEdition";
const EXTRACT: &str = "tradefair.gateway.v1.PressDeskService/ExtractClaims";

/// Where the service of a method listens.
fn home(running: &RunningFair, method: &MethodDescriptor) -> SocketAddr {
    let package = method.parent_service().package_name().to_owned();
    let services = ServiceName::ALL.into_iter().zip(running.addresses());
    let found = services
        .into_iter()
        .find(|(name, _)| package.split('.').any(|part| part == name.as_str()));
    found.expect("a package is of a service").1
}

/// The press desk, as browsers reach it.
fn press_desk(running: &RunningFair) -> SocketAddr {
    running.addresses()[4]
}

/// Exhibitions, which keep records.
fn exhibitions(running: &RunningFair) -> SocketAddr {
    running.addresses()[0]
}

/// Passes when something is refused with this code in words.
fn refused(reply: &Reply, status: u16, code: &str) -> Value {
    let told = reply.json();
    assert_eq!(
        (reply.status.as_u16(), &told["code"]),
        (status, &json!(code)),
        "{told}"
    );
    told
}

#[tokio::test]
async fn every_method_answers_in_json_as_it_does_over_grpc() {
    let running = RunningFair::start().await;
    let (mut compared, mut streams) = (0, 0);
    for sample in samples() {
        let messages = sample.as_messages().unwrap();
        let exchanged = running.clients.speaker.exchange(&sample.method, messages);
        let over_grpc = exchanged.await.unwrap();
        if sample.method.is_client_streaming() || sample.method.is_server_streaming() {
            let home = home(&running, &sample.method);
            let reply = post(home, Http::One, &sample.method_name(), &sample.messages[0]).await;
            let told = refused(&reply, 501, "unimplemented");
            assert!(
                told["message"].as_str().unwrap().contains("stream"),
                "{told}"
            );
            streams += 1;
        } else {
            // A request with an id is a repeated one by now, so it has the same answer.
            for http in [Http::One, Http::Two] {
                same_in_json(&running, &sample, http, &over_grpc[0]).await;
            }
            compared += 1;
        }
        record_what_samples_lean_on(&sample, &running.clients).await;
    }
    assert!(compared > 100 && streams == 6, "{compared} and {streams}");
    running.audit().await;
}

async fn same_in_json(
    running: &RunningFair,
    sample: &Sample,
    http: Http,
    over_grpc: &DynamicMessage,
) {
    let name = sample.method_name();
    let home = home(running, &sample.method);
    let reply = post(home, http, &name, &sample.messages[0]).await;
    assert_eq!(reply.status, 200, "{name}: {reply:?}");
    let answer = DynamicMessage::deserialize(sample.method.output(), reply.json());
    assert_eq!(&answer.unwrap(), over_grpc, "{name} over {http:?}");
}

#[tokio::test]
async fn an_answer_has_the_canonical_form() {
    let running = RunningFair::with_open_books().await;
    let asked = json!({"name": EDITION});
    let edition = post(exhibitions(&running), Http::One, GET_EDITION, &asked).await;
    let edition = edition.json();
    assert_eq!(edition["hostSubdivisionCode"], "CN-BJ", "{edition}");
    assert_eq!(
        edition["evidenceKind"], "EVIDENCE_KIND_REGISTRATION",
        "{edition}"
    );
    let sequence = &edition["entry"]["position"]["sequence"];
    assert!(
        sequence.is_string(),
        "numbers of 64 bits are texts: {edition}"
    );
    let update = json!({
        "edition": {"name": EDITION, "source": "Press office"},
        "updateMask": "source",
        "requestId": "01996f6e-0000-7000-8000-00000000a001",
    });
    let method = "tradefair.exhibitions.v1.ExhibitionsService/UpdateEdition";
    let updated = post(exhibitions(&running), Http::One, method, &update).await;
    let updated = updated.json();
    assert_eq!(updated["source"], "Press office", "{updated}");
    assert_eq!(updated["timeZone"], edition["timeZone"], "the rest stays");
    // Either name of a field is understood.
    for id in ["edition_id", "editionId"] {
        let asked = json!({"parent": "fairs/ciftis", id: "4", "edition": {}});
        let reply = post(exhibitions(&running), Http::One, CREATE_EDITION, &asked).await;
        refused(&reply, 400, "invalid_argument");
    }
}

#[tokio::test]
async fn an_error_shows_its_details() {
    let running = RunningFair::with_open_books().await;
    let asked = json!({"parent": "fairs/ciftis", "edition": {}});
    let reply = post(exhibitions(&running), Http::One, CREATE_EDITION, &asked).await;
    let told = refused(&reply, 400, "invalid_argument");
    let detail = |kind: &str| {
        let details = told["details"].as_array().unwrap().iter();
        let found = details.into_iter().find(|detail| detail["type"] == kind);
        found.unwrap_or_else(|| panic!("a {kind}: {told}"))["debug"].clone()
    };
    let info = detail("google.rpc.ErrorInfo");
    assert_eq!(
        (&info["reason"], &info["domain"]),
        (&json!("INVALID_FIELDS"), &json!("tradefair"))
    );
    let violations = detail("google.rpc.BadRequest")["fieldViolations"].to_string();
    assert!(violations.contains("request_id"), "{violations}");

    let nobody = json!({"name": "fairs/ciftis/editions/99"});
    let reply = post(exhibitions(&running), Http::Two, GET_EDITION, &nobody).await;
    refused(&reply, 404, "not_found");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_the_reason() {
    let running = RunningFair::start().await;
    let desk = press_desk(&running);
    for (body, reason) in [
        (r#"{"text": "x", "langauge_code": "en"}"#, "langauge_code"),
        (r#"{"text": 7}"#, "cannot be read"),
        (r#"{"text": "x""#, "cannot be read"),
        (r#"{"text": "x"} {}"#, "cannot be read"),
        ("", "cannot be read"),
        ("[]", "cannot be read"),
        ("\"\u{fffd}", "cannot be read"),
    ] {
        let reply = send(desk, Http::One, posting(EXTRACT), body).await;
        let told = refused(&reply, 400, "invalid_argument");
        let message = told["message"].as_str().unwrap();
        assert!(message.contains(reason), "{body}: {told}");
        assert!(told["details"].is_array(), "{told}");
    }
    let torn = send(
        desk,
        Http::Two,
        posting(EXTRACT),
        &b"{\"text\": \"\xff\"}"[..],
    )
    .await;
    refused(&torn, 400, "invalid_argument");
}

#[tokio::test]
async fn what_is_too_much_is_refused_before_it_is_read() {
    const MEBIBYTE: usize = 1 << 20;
    let running = RunningFair::start().await;
    let desk = press_desk(&running);
    let text = |bytes: usize| format!("{{\"text\": \"{}\"}}", "x".repeat(bytes));
    let import = "tradefair.exhibitions.v1.ExhibitionsService/ImportVisits";
    let deep = format!(
        "{}{}",
        "[".repeat(MEBIBYTE / 2),
        "]".repeat(MEBIBYTE / 2 - 1)
    );
    let nested = format!("{{\"visits\": {deep}");
    let many = format!("{{\"visits\": [{}{{}}]}}", "{},".repeat(MEBIBYTE / 4));
    for (method, address, body, reason) in [
        (EXTRACT, desk, text(MEBIBYTE), "bytes of JSON"),
        (EXTRACT, desk, deep, "values"),
        (import, exhibitions(&running), nested, "bytes of JSON"),
        (import, exhibitions(&running), many, "values"),
    ] {
        for http in [Http::One, Http::Two] {
            let reply = send(address, http, posting(method), body.clone()).await;
            let told = refused(&reply, 429, "resource_exhausted");
            let message = told["message"].as_str().unwrap();
            assert!(message.contains(reason), "{reason}: {message}");
        }
    }
    let reply = send(desk, Http::One, posting(EXTRACT), "[".repeat(20_000)).await;
    refused(&reply, 400, "invalid_argument");
    // The press desk bounds its texts itself; what stands between is the method's to say.
    let reply = send(desk, Http::One, posting(EXTRACT), text(MEBIBYTE - 100)).await;
    let told = refused(&reply, 400, "invalid_argument");
    assert!(told["message"].to_string().contains("text"), "{told}");
}

#[tokio::test]
async fn a_call_is_a_post_of_json() {
    let running = RunningFair::start().await;
    let desk = press_desk(&running);
    let body = r#"{"text": "331 contracts", "language_code": "en"}"#;
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data"),
        Some("text/plain; application/json"),
        Some("application/proto"),
    ] {
        let mut request = posting(EXTRACT);
        let headers = request.headers_mut().unwrap();
        headers.remove("content-type");
        if let Some(said) = content_type {
            headers.insert("content-type", said.parse().unwrap());
        }
        let reply = send(desk, Http::One, request, body).await;
        assert_eq!(reply.status, 415, "{content_type:?}: {reply:?}");
        assert_eq!(reply.header("accept-post"), "application/json");
        assert!(!reply.body.is_empty(), "it says what to do");
    }
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "HEAD"] {
        let reply = send(desk, Http::One, posting(EXTRACT).method(method), "").await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("allow")),
            (405, "POST")
        );
        let granted = reply.headers.keys();
        let mut granted = granted.filter(|name| name.as_str().starts_with("access-control"));
        assert_eq!(granted.next(), None, "no other origin is let in");
    }
    let nothing = posting("tradefair.gateway.v1.PressDeskService/Nothing");
    let reply = send(desk, Http::One, nothing, "{}").await;
    refused(&reply, 501, "unimplemented");
    let elsewhere = send(desk, Http::One, posting("nobody/Nothing"), "{}").await;
    assert_eq!(elsewhere.status, 404);
}

#[tokio::test]
async fn headers_say_how_a_call_is_made() {
    let running = RunningFair::with_open_books().await;
    let address = exhibitions(&running);
    let asked = json!({"name": EDITION}).to_string();
    for (name, value, status, code) in [
        ("connect-protocol-version", "1", 200, ""),
        ("connect-protocol-version", "2", 400, "invalid_argument"),
        ("connect-timeout-ms", "5000", 200, ""),
        ("connect-timeout-ms", "0", 504, "deadline_exceeded"),
        ("connect-timeout-ms", "soon", 400, "invalid_argument"),
        ("content-encoding", "gzip", 501, "unimplemented"),
        // What is gRPC's own is not taken from a request that is not gRPC.
        ("grpc-encoding", "gzip", 200, ""),
    ] {
        for http in [Http::One, Http::Two] {
            let request = posting(GET_EDITION).header(name, value);
            let reply = send(address, http, request, asked.clone()).await;
            match status {
                200 => assert_eq!(reply.json()["name"], EDITION, "{name}: {value}"),
                _ => drop(refused(&reply, status, code)),
            }
        }
    }
}

#[tokio::test]
async fn a_service_is_in_json_where_it_is_served() {
    let running = RunningFair::start().await;
    standing::open_books(&running.clients).await;
    let apart = running.addresses()[0] != running.addresses()[4];
    let asked = json!({"name": EDITION});
    let reply = post(press_desk(&running), Http::One, GET_EDITION, &asked).await;
    let expected = if apart { 404 } else { 200 };
    assert_eq!(reply.status, expected, "{reply:?}");
}

/// A page may have come under a name that leads here by now; a browser says the name.
#[tokio::test]
async fn a_page_of_elsewhere_is_not_let_in_where_nobody_is_asked() {
    let running = RunningFair::start().await;
    let asked = json!({"text": "331 contracts", "language_code": "en"}).to_string();
    for (origin, status) in [
        ("http://127.0.0.1:50051", 200),
        ("http://localhost:50051", 200),
        ("http://fair.example:50051", 401),
        ("null", 401),
    ] {
        let page = posting(EXTRACT).header("origin", origin);
        let reply = send(press_desk(&running), Http::One, page, asked.clone()).await;
        assert_eq!(reply.status, status, "{origin}: {}", reply.json());
    }
}

#[tokio::test]
async fn a_token_goes_with_a_call_in_json_too() {
    let running = RunningFair::asking_for_tokens(false).await;
    let asked = json!({"text": "331 contracts", "language_code": "en"}).to_string();
    let nobody = send(
        press_desk(&running),
        Http::One,
        posting(EXTRACT),
        asked.clone(),
    )
    .await;
    refused(&nobody, 401, "unauthenticated");
    let bearer = format!("Bearer {}", token("ann", &["editor@ciftis"]));
    let ann = posting(EXTRACT).header("authorization", bearer);
    let reply = send(press_desk(&running), Http::One, ann, asked).await;
    assert_eq!(reply.status, 200, "{}", reply.json());
    let bearer = format!("Bearer {}", token("bob", &["editor@ciftis"]));
    let bob = posting(CREATE_EDITION).header("authorization", bearer);
    let asked = r#"{"parent": "fairs/ciftis"}"#;
    let reply = send(exhibitions(&running), Http::One, bob, asked).await;
    refused(&reply, 403, "permission_denied");
}
