//! What the gateway asks of other services, and what it does when they fail.

use proto::{
    gateway::v1::{
        SummarizeEditionRequest, Summary, press_desk_service_client::PressDeskServiceClient,
    },
    reporting::v1::BatchGetFiguresResponse,
    statistics::v1::{AsOf, as_of::Moment},
};
use serve::Link;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::{material::cut, peers, sample};
use crate::assemble::asked;

const EDITION: &str = "fairs/ciftis/editions/4";

fn figures() -> BatchGetFiguresResponse {
    BatchGetFiguresResponse {
        figures: sample::figures(),
        cut: Some(cut("fairs/ciftis")),
    }
}

fn whole_exhibitions() -> Link {
    peers::exhibitions(Ok(sample::fair()), Ok(sample::edition())).0
}

async fn ask(
    exhibitions: Link,
    reporting: Link,
    request: SummarizeEditionRequest,
) -> Result<Summary, Status> {
    let folder = tempfile::tempdir().unwrap();
    // No records behind figures are asked for.
    let (forums, contracts) = (exhibitions.clone(), exhibitions.clone());
    let service = crate::service(
        peers::book(folder.path()),
        exhibitions,
        forums,
        contracts,
        reporting,
    );
    let mut client = PressDeskServiceClient::new(Link::within(&service));
    client
        .summarize_edition(request)
        .await
        .map(tonic::Response::into_inner)
}

fn request(name: &str, language_code: &str) -> SummarizeEditionRequest {
    SummarizeEditionRequest {
        name: name.to_owned(),
        language_code: language_code.to_owned(),
        as_of: None,
    }
}

fn reason(status: &Status) -> String {
    status
        .get_details_error_info()
        .map(|info| info.reason)
        .unwrap_or_default()
}

#[tokio::test]
async fn everything_is_read_at_the_cut_of_the_figures() {
    let (reporting, batches) = peers::reporting(Ok(figures()));
    let (exhibitions, fairs, editions) =
        peers::exhibitions(Ok(sample::fair()), Ok(sample::edition()));
    let as_of = Some(AsOf {
        moment: Some(Moment::Cut(cut("fairs/ciftis"))),
    });
    let summary = ask(
        exhibitions,
        reporting,
        SummarizeEditionRequest {
            as_of: as_of.clone(),
            ..request(EDITION, "en")
        },
    )
    .await
    .unwrap();
    assert_eq!(summary.cut, Some(cut("fairs/ciftis")));
    assert!(summary.headline.starts_with("4th CIFTIS"));
    let batches = batches.lock().unwrap();
    assert_eq!(batches.len(), 1);
    assert_eq!(
        (batches[0].parent.as_str(), &batches[0].as_of),
        (EDITION, &as_of)
    );
    assert!(batches[0].figure_ids.iter().map(String::as_str).eq(asked()));
    let (fairs, editions) = (fairs.lock().unwrap(), editions.lock().unwrap());
    assert_eq!(
        (fairs[0].name.as_str(), &fairs[0].as_of),
        ("fairs/ciftis", &as_of)
    );
    assert_eq!(
        (editions[0].name.as_str(), &editions[0].as_of),
        (EDITION, &as_of)
    );
}

#[tokio::test]
async fn the_language_may_be_left_out() {
    for language in ["", "en", "EN"] {
        let (reporting, _) = peers::reporting(Ok(figures()));
        let summary = ask(whole_exhibitions(), reporting, request(EDITION, language))
            .await
            .unwrap();
        assert_eq!(summary.language_code, "en");
    }
}

#[tokio::test]
async fn another_language_is_not_offered() {
    let (reporting, batches) = peers::reporting(Ok(figures()));
    let status = ask(whole_exhibitions(), reporting, request(EDITION, "fr"))
        .await
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::InvalidArgument, "LANGUAGE_NOT_OFFERED")
    );
    assert!(
        batches.lock().unwrap().is_empty(),
        "nobody is asked in vain"
    );
}

#[tokio::test]
async fn a_bad_name_is_a_violation_of_its_field() {
    for name in [
        "",
        "fairs/ciftis",
        "fairs/ciftis/organisations/gremio",
        "editions/4",
        "fairs/CIFTIS/editions/4",
    ] {
        let (reporting, batches) = peers::reporting(Ok(figures()));
        let status = ask(whole_exhibitions(), reporting, request(name, "en"))
            .await
            .unwrap_err();
        assert_eq!(
            (status.code(), reason(&status).as_str()),
            (Code::InvalidArgument, "INVALID_FIELDS"),
            "{name}"
        );
        let fields: Vec<_> = status
            .get_details_bad_request()
            .unwrap()
            .field_violations
            .into_iter()
            .map(|violation| violation.field)
            .collect();
        assert_eq!(fields, ["name"]);
        assert!(batches.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_bad_name_does_not_hide_a_language_that_is_not_offered() {
    let (reporting, batches) = peers::reporting(Ok(figures()));
    let status = ask(whole_exhibitions(), reporting, request("editions/4", "fr"))
        .await
        .unwrap_err();
    assert_eq!(reason(&status), "INVALID_FIELDS");
    let details = status.get_details_bad_request().unwrap();
    let violations = details.field_violations.iter();
    let fields: Vec<_> = violations.map(|each| each.field.as_str()).collect();
    assert_eq!(fields, ["name", "language_code"]);
    assert!(batches.lock().unwrap().is_empty());
}

#[tokio::test]
async fn nothing_is_written_without_reporting() {
    let (reporting, _) = peers::reporting(Err(Status::unavailable("gone")));
    let status = ask(whole_exhibitions(), reporting, request(EDITION, "en"))
        .await
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::Unavailable, "SERVICE_UNREACHABLE")
    );
    assert!(
        status.message().contains("reporting"),
        "{}",
        status.message()
    );
    let nowhere = Link::remote("reporting", &"http://127.0.0.1:1".parse().unwrap());
    let status = ask(whole_exhibitions(), nowhere, request(EDITION, "en"))
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::Unavailable);
    assert!(
        status.message().contains("reporting"),
        "{}",
        status.message()
    );
}

#[tokio::test]
async fn nothing_is_written_without_exhibitions() {
    let gone = || Status::unavailable("gone");
    for (fair, edition) in [
        (Err(gone()), Ok(sample::edition())),
        (Ok(sample::fair()), Err(gone())),
    ] {
        let (reporting, _) = peers::reporting(Ok(figures()));
        let (exhibitions, ..) = peers::exhibitions(fair, edition);
        let status = ask(exhibitions, reporting, request(EDITION, "en"))
            .await
            .unwrap_err();
        assert_eq!(status.code(), Code::Unavailable);
        assert!(
            status.message().contains("exhibitions"),
            "{}",
            status.message()
        );
    }
}

#[tokio::test]
async fn the_refusals_of_others_are_passed_on() {
    let refusal = Status::from(fault::Fault::not_found(EDITION));
    let (reporting, _) = peers::reporting(Err(refusal));
    let status = ask(whole_exhibitions(), reporting, request(EDITION, "en"))
        .await
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::NotFound, "RESOURCE_NOT_FOUND")
    );
}

#[tokio::test]
async fn an_answer_that_lacks_something_is_not_used() {
    let without_figure = || {
        let mut answer = figures();
        answer.figures.pop();
        answer
    };
    let without_cut = BatchGetFiguresResponse {
        cut: None,
        ..figures()
    };
    let mut elsewhere = figures();
    elsewhere
        .cut
        .as_mut()
        .unwrap()
        .positions
        .retain(|position| position.service != "exhibitions");
    let mut senseless = figures();
    senseless.figures[0].value.as_mut().unwrap().denominator = "0".to_owned();
    for answer in [without_figure(), without_cut, elsewhere, senseless] {
        let (reporting, _) = peers::reporting(Ok(answer));
        let status = ask(whole_exhibitions(), reporting, request(EDITION, "en"))
            .await
            .unwrap_err();
        assert_eq!(
            (status.code(), reason(&status).as_str()),
            (Code::Internal, "INTERNAL_DEFECT")
        );
    }
}

#[tokio::test]
async fn prose_that_cannot_be_proved_is_refused() {
    let mut answer = figures();
    answer.figures[0].value = super::material::ratio(9, 2);
    let (reporting, _) = peers::reporting(Ok(answer));
    let status = ask(whole_exhibitions(), reporting, request(EDITION, "en"))
        .await
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::FailedPrecondition, "PROSE_REFUSED")
    );
    assert!(
        status.message().contains("edition-ordinal"),
        "{}",
        status.message()
    );
}
