//! Evidence: the records behind a selection, page by page.

use fault::{Fault, Violations};
use ledger::{EvidenceQuery, LogPlace};
use prost::Message;
use proto::statistics::v1::{Evidence, ListEvidenceRequest, ListEvidenceResponse};
use resource::{
    Name,
    page::{self, Cursor, Question},
};

use super::{edition, selection};
use crate::keeper::{Keeper, answer, moment};

impl<Service: Sync> Keeper<Service> {
    /// The records behind a selection.
    ///
    /// # Errors
    /// As [`Keeper::query_cells`], and [`Fault::PageTokenInvalid`].
    pub async fn list_evidence(
        &self,
        request: ListEvidenceRequest,
    ) -> Result<ListEvidenceResponse, Fault> {
        let mut violations = Violations::new();
        let edition = edition(&request.parent, &mut violations);
        let selection = selection::read(
            edition.as_ref(),
            request.selection.as_ref(),
            &mut violations,
        );
        let size = page::size(request.page_size, &mut violations);
        let fair = edition.as_ref().map_or("", Name::fair);
        let moment = moment::read(request.as_of.as_ref(), self.name, fair, &mut violations);
        violations.check()?;
        let question = question(self.name, &request);
        let cursor = Cursor::read(&request.page_token, &question)?;
        let (position, after) = match &cursor {
            None => (self.at(fair, moment?).await?, None),
            Some(cursor) => (
                self.again(fair, cursor.sequence).await?,
                Some(place(cursor)?),
            ),
        };
        let query = EvidenceQuery {
            selection,
            quantity: Some(request.quantity).filter(|quantity| !quantity.is_empty()),
        };
        let mut evidence = self
            .book
            .evidence(&query, after, size + 1, &position)
            .await?;
        let next_page_token = cut(&mut evidence, size, position.sequence, &question);
        let evidence = evidence.into_iter().map(|evidence| self.message(evidence));
        Ok(ListEvidenceResponse {
            evidence: evidence.collect::<Result<_, _>>()?,
            next_page_token,
            position: Some(answer::position(self.name, &position)),
        })
    }

    fn message(&self, evidence: ledger::Evidence) -> Result<Evidence, Fault> {
        let told = self.kinds.told(&evidence.revision)?;
        Ok(Evidence {
            record: evidence.revision.name,
            revision: evidence.revision.revision,
            sequence: evidence.revision.sequence,
            contribution: evidence.contribution,
            synthetic: told.synthetic,
            digest: Some(told.digest),
        })
    }
}

/// Cuts what is beyond the page, and makes the token of the next one.
fn cut(
    evidence: &mut Vec<ledger::Evidence>,
    size: usize,
    sequence: i64,
    question: &Question,
) -> String {
    if evidence.len() <= size {
        return String::new();
    }
    evidence.truncate(size);
    let last = evidence.last().map(|last| &last.revision);
    let last_key = last.map_or_else(String::new, |last| {
        format!("{}/{}", last.sequence, last.ordinal)
    });
    Cursor { sequence, last_key }.token(question)
}

/// The place in the log a cursor tells.
fn place(cursor: &Cursor) -> Result<LogPlace, Fault> {
    let parts = cursor.last_key.split_once('/');
    let place = parts.and_then(|(sequence, ordinal)| {
        Some(LogPlace {
            sequence: sequence.parse().ok()?,
            ordinal: ordinal.parse().ok()?,
        })
    });
    place.ok_or(Fault::PageTokenInvalid)
}

/// What a page token is bound to.
fn question(service: &str, request: &ListEvidenceRequest) -> Question {
    let selection = request.selection.as_ref().map(Message::encode_to_vec);
    let as_of = request.as_of.as_ref().map(Message::encode_to_vec);
    Question::of(&[
        service.as_bytes(),
        b"evidence",
        request.parent.as_bytes(),
        selection.as_deref().unwrap_or_default(),
        request.quantity.as_bytes(),
        as_of.as_deref().unwrap_or_default(),
    ])
}
