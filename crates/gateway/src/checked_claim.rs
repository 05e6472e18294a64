//! Holds a text against the books of an edition.
//!
//! The crate `checker` knows how; it is told here what the books hold and by which words
//! texts speak of it. Pieces, in the order of a call: [`request`] reads it; [`asked`] asks
//! the other services, all at one cut; [`aspects`] tells from the definition of a figure
//! what it is about, and [`naming`] teaches the words for that, names of records among
//! them, beside the lists `subjects.*.txt`; [`books`] puts the values together; [`history`]
//! looks for an earlier cut at which a contradicted claim was so; [`answer`] tells it.

mod answer;
mod asked;
mod aspects;
mod books;
mod history;
mod naming;
mod request;

use checker::{Books, Lexicon};
use fault::Fault;
use proto::gateway::v1::{CheckTextRequest, CheckTextResponse, SummarizeEditionRequest, Summary};

use crate::{assemble::Desk, language::Language, summary::Writer, wanted::Wanted};
use asked::Asked;
use request::Checking;

/// Checks a text.
///
/// # Errors
/// [`Fault::InvalidFields`] with all that is wrong with the request, and whatever kept a
/// service from answering.
pub(crate) async fn check(
    desk: &Desk,
    writer: &Writer,
    request: CheckTextRequest,
) -> Result<CheckTextResponse, Fault> {
    let checking = Checking::read(request)?;
    let asked = desk
        .ask_for_check(&checking.edition, checking.as_of.clone())
        .await?;
    let (books, lexicon) = known(&asked, checking.language)?;
    let release = release(desk, writer, &checking, &asked).await?;
    let text = checking.text;
    // A long text takes its time, and other calls must not wait for it.
    let work = move || checker::check(&text, &books, &lexicon, release.as_deref());
    let done = tokio::task::spawn_blocking(work).await;
    let mut checked = done.map_err(|error| Fault::defect("checking a text", error))?;
    let dates = history::look_back(desk, &checking.edition, &asked, &mut checked).await?;
    Ok(answer::told(checked, &dates, asked.cut, checking.language))
}

/// What the books hold, and the words for it.
fn known(asked: &Asked, language: Language) -> Result<(Books, Lexicon), Fault> {
    let mut lexicon = naming::lexicon(asked, language);
    let books = books::of(asked, &mut lexicon, language)?;
    Ok((books, lexicon))
}

/// The release that the text was edited from: the one of the request, or the summary of
/// the edition if most sentences of the text stand in it.
async fn release(
    desk: &Desk,
    writer: &Writer,
    checking: &Checking,
    asked: &Asked,
) -> Result<Option<String>, Fault> {
    if !checking.edited_from.is_empty() {
        return Ok(Some(checking.edited_from.clone()));
    }
    if !request::can_be_edited(&checking.text) {
        return Ok(None);
    }
    let wanted = Wanted::read(SummarizeEditionRequest {
        name: checking.edition.as_str().to_owned(),
        language_code: checking.language.code().to_owned(),
        as_of: Some(asked.moment()),
    })?;
    let material = desk.assemble(&wanted).await?;
    let summary = match writer.write(&wanted, &material) {
        Ok(summary) => summary,
        // A summary that cannot be written is none that somebody edited.
        Err(Fault::Refused { .. }) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let summary = text_of(&summary);
    Ok(request::is_edited_from(&checking.text, &summary).then_some(summary))
}

/// A summary as one text.
fn text_of(summary: &Summary) -> String {
    let parts = std::iter::once(&summary.headline).chain(&summary.paragraphs);
    let parts: Vec<_> = parts.map(String::as_str).collect();
    parts.join("\n\n")
}
