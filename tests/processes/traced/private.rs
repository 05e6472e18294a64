//! Nothing that callers or the books say of anybody is in what a fair tells of its work.

use harness::{
    builders::{With, agreement, create, money, organisation, text},
    check::refused,
    fairground::person,
    standing::{self, EDITION, FAIR, organisation_named},
};
use proto::{
    contracts::v1::GetAgreementRequest,
    gateway::v1::{CheckTextRequest, SummarizeEditionRequest},
};
use tonic::{Code, Request, Response, Status};

use super::served::Served;

/// What nobody may read: a firm, a person, their ids, a title, a token, an amount in units
/// and in cents, a method nobody has, a text to be checked.
const PRIVATE: [&str; 9] = [
    "Quillfeather",
    "Thistlewick",
    "quill-id",
    "thistle-id",
    "Moonraker",
    "sesame-token",
    "73519864207",
    "Zanzibarize",
    "Hullabaloo",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_private_is_told() {
    for apart in [false, true] {
        let served = Served::start(apart);
        call_well_and_badly(&served).await;
        let (collector, said) = served.end();
        let told = format!("{} {}", collector.everything(), said.join("\n"));
        // It tells of those calls, only not of what was in them.
        for known in ["CreateAgreement", "NOT_FOUND", "INVALID_ARGUMENT", "_OTHER"] {
            assert!(told.contains(known), "{known} is told");
        }
        for private in PRIVATE {
            let around = told.find(private).map(|at| {
                let around = at.saturating_sub(300)..told.len().min(at + 100);
                String::from_utf8_lossy(&told.as_bytes()[around]).into_owned()
            });
            assert_eq!(around, None, "{private} is told");
        }
    }
}

fn with_token<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    let token = "Bearer sesame-token".parse().unwrap();
    request.metadata_mut().insert("authorization", token);
    request
}

fn code<T>(answer: &Result<Response<T>, Status>) -> Code {
    answer.as_ref().map_or_else(Status::code, |_| Code::Ok)
}

async fn call_well_and_badly(served: &Served) {
    let clients = served.connect().await;
    standing::open_books(&clients).await;
    standing::open_reporting(&clients).await;
    let (mut exhibitions, mut contracts) = (clients.exhibitions.clone(), clients.contracts.clone());
    let firm = create::organisation(FAIR, "quill-id", organisation("Quillfeather", "GB"));
    let firm = exhibitions.create_organisation(with_token(firm)).await;
    assert_eq!(code(&firm), Code::Ok);
    let whom = person("Thistlewick", "GB", Vec::new());
    clients.record_person("thistle-id", whom).await;
    let parties = ["quill-id", "gremio"].map(organisation_named);
    let parties = parties.each_ref().map(String::as_str);
    let signed = agreement(&parties).with(|agreement| {
        agreement.title = text("Moonraker");
        agreement.amount = money("USD", 73_519_864_207, 0);
    });
    let first = create::agreement(EDITION, "thistle-id", signed.clone());
    let answer = contracts.create_agreement(with_token(first.clone())).await;
    assert_eq!(code(&answer), Code::Ok);
    let summary = SummarizeEditionRequest {
        name: EDITION.to_owned(),
        language_code: "en".to_owned(),
        ..SummarizeEditionRequest::default()
    };
    let mut desk = clients.press_desk.clone();
    let answer = desk.summarize_edition(with_token(summary)).await;
    assert_eq!(code(&answer), Code::Ok);
    let press = CheckTextRequest {
        edition: EDITION.to_owned(),
        text: "Hullabaloo: 73519864207 contracts of Quillfeather.".to_owned(),
        language_code: "en".to_owned(),
        ..CheckTextRequest::default()
    };
    let answer = desk.check_text(with_token(press)).await;
    assert_eq!(code(&answer), Code::Ok);

    // There already; another firm under the same request; nobody's; wrong in its fields.
    let mut again = create::agreement(EDITION, "thistle-id", signed.clone());
    let answer = contracts.create_agreement(with_token(again.clone())).await;
    assert_eq!(code(&answer), Code::AlreadyExists);
    again.request_id = first.request_id;
    again.agreement = Some(agreement(&parties));
    let answer = contracts.create_agreement(with_token(again)).await;
    assert_eq!(code(&answer), Code::InvalidArgument);
    let name = format!("{EDITION}/agreements/quill-id");
    let sought = GetAgreementRequest {
        name,
        ..GetAgreementRequest::default()
    };
    let answer = contracts.get_agreement(with_token(sought)).await;
    assert_eq!(code(&answer), Code::NotFound);
    let wrong = signed.with(|agreement| agreement.sector_code = "Moonraker".to_owned());
    let wrong = create::agreement(EDITION, "Thistlewick!", wrong);
    let answer = contracts.create_agreement(with_token(wrong)).await;
    assert_eq!(code(&answer), Code::InvalidArgument);
    let path = "/tradefair.contracts.v1.ContractsService/Zanzibarize";
    let answer = clients.speaker.call_unknown("contracts", path).await;
    assert_eq!(refused(answer).code, Code::Unimplemented);
}
