//! Holds a text against the books: in colours with a list of faults, or as JSON.

mod json;
mod show;

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use proto::{
    gateway::v1::{
        CheckTextRequest, CheckTextResponse, CheckedClaim, Verdict,
        press_desk_service_client::PressDeskServiceClient,
    },
    statistics::v1::AsOf,
};
use resource::{Level, Name};
use tempfile::TempDir;

use crate::{
    Failure,
    bookshelf::Bookshelf,
    cli::CheckArgs,
    config::Config,
    demo::temporary_folder,
    import::Plan,
    importing::load,
    reach::{self, Reach},
    sample,
    terminal::Paper,
    topology::ServiceName,
};

/// Checks the text of a file and tells what was found.
///
/// # Errors
/// When something in the text is contradicted; or one sentence on what was in the way.
pub async fn run(config: &Config, asked: &CheckArgs) -> Result<(), Failure> {
    let edition = Name::parse_in(&asked.edition, Level::InFair, "editions")
        .map_err(|wrong| format!("--edition {wrong}"))?;
    let text = read(&asked.file)?;
    let edited_from = asked.edited_from.as_deref().map(read).transpose()?;
    let request = CheckTextRequest {
        text: text.clone(),
        language_code: asked.language.clone().unwrap_or_default(),
        edition: edition.to_string(),
        as_of: moment(asked, &edition),
        edited_from: edited_from.unwrap_or_default(),
    };
    let answer = answer(config, asked, request).await?;
    let out = &mut io::stdout().lock();
    match asked.reading.json {
        true => json::print(&answer, out)?,
        false => show::print(&text, &answer, Paper::standard_output(), out)?,
    }
    let is_contradicted = |claim: &&CheckedClaim| claim.verdict() == Verdict::Contradicted;
    match answer.claims.iter().filter(is_contradicted).count() {
        0 => Ok(()),
        1 => Err("one claim of the text is contradicted".into()),
        many => Err(format!("{many} claims of the text are contradicted").into()),
    }
}

fn moment(asked: &CheckArgs, edition: &Name) -> Option<AsOf> {
    let moment = asked.reading.as_of.as_ref();
    moment.map(|moment| moment.as_of(edition.fair()))
}

/// The text of a file; of standard input for "-".
fn read(file: &Path) -> Result<String, Failure> {
    if file == Path::new("-") {
        let mut text = String::new();
        let read = io::stdin().lock().read_to_string(&mut text);
        return match read {
            Ok(_) => Ok(text),
            Err(error) => Err(format!("no text can be read from standard input: {error}").into()),
        };
    }
    fs::read_to_string(file)
        .map_err(|error| format!("no text can be read from {}: {error}", file.display()).into())
}

async fn answer(
    config: &Config,
    asked: &CheckArgs,
    request: CheckTextRequest,
) -> Result<CheckTextResponse, Failure> {
    // The folder goes when it is let go.
    let (reach, _folder) = if asked.sample {
        let (reach, folder) = sample_books().await?;
        (reach, Some(folder))
    } else {
        let server = asked.reading.server.as_ref();
        (Reach::find(config, &asked.settings, server)?, None)
    };
    let answer = ask(&reach, request).await;
    reach.close().await;
    answer
}

async fn ask(reach: &Reach, request: CheckTextRequest) -> Result<CheckTextResponse, Failure> {
    let answer = PressDeskServiceClient::new(reach.link(ServiceName::Gateway)?)
        .check_text(reach::request(request))
        .await;
    reach.told(ServiceName::Gateway, answer)
}

/// The books of the sample fair, in a folder of their own.
async fn sample_books() -> Result<(Reach, TempDir), Failure> {
    let folder = temporary_folder("tradefair-check-")?;
    let reach = Reach::inside(&Bookshelf::Folder(folder.path().to_owned()))?;
    let tables = sample::ciftis();
    match load(&Plan::new(&tables, None)?, reach.links()).await {
        Ok(()) => Ok((reach, folder)),
        Err(failure) => {
            reach.close().await;
            Err(failure)
        }
    }
}
