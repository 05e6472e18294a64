//! Where the books are that are copied: in a folder, or behind servers.

use std::{fs::File, io::Write, path::Path, thread};

use proto::{
    contracts::v1::contracts_service_client::ContractsServiceClient,
    exhibitions::v1::exhibitions_service_client::ExhibitionsServiceClient,
    forums::v1::forums_service_client::ForumsServiceClient,
    gateway::v1::press_desk_service_client::PressDeskServiceClient,
    reporting::v1::reporting_service_client::ReportingServiceClient,
    statistics::v1::{BackUpBooksChunk, BackUpBooksRequest},
};
use tonic::{Response, Status, Streaming};

use crate::{
    Failure,
    assembly::{BOOKS, BooksKind},
    bookshelf::Bookshelf,
    cli::BackupArgs,
    config::Config,
    reach::{self, Reach},
    topology::ServiceName,
};

/// Where the books are.
pub(super) enum Source {
    /// Within reach of this machine, whether or not a server has them open.
    Shelf(Bookshelf),
    /// Behind servers.
    Servers(Reach),
}

impl Source {
    /// The books that the command line names, or the servers.
    ///
    /// # Errors
    /// When the books of a service are missing.
    pub(super) fn find(config: &Config, asked: &BackupArgs) -> Result<Self, Failure> {
        if !asked.settings.name_books() {
            let reach = Reach::find(config, &asked.settings, asked.server.as_ref())?;
            return Ok(Self::Servers(reach));
        }
        let books = &config.books;
        match BOOKS.iter().find(|kind| !books.seems_to_hold(kind.service)) {
            None => Ok(Self::Shelf(books.clone())),
            Some(missing) => Err(format!(
                "there are no books of {} in {books}; a backup has those of every service, which tradefair serve makes where they are missing",
                missing.service
            )
            .into()),
        }
    }

    /// Copies the books of one service, as they stand at one moment, to a new file,
    /// and makes it durable.
    ///
    /// # Errors
    /// One sentence on why they cannot be copied.
    pub(super) async fn copy(&self, kind: &BooksKind, file: &Path) -> Result<(), Failure> {
        let service = kind.service;
        let copied = match self {
            Self::Shelf(books) => from_shelf(kind, books, file),
            Self::Servers(reach) => from_server(reach, service, file).await,
        };
        copied.map_err(|why| {
            let behind = why
                .source()
                .map_or_else(String::new, |why| format!(": {why}"));
            format!("the books of {service} cannot be copied: {why}{behind}").into()
        })
    }
}

fn from_shelf(kind: &BooksKind, books: &Bookshelf, file: &Path) -> Result<(), Failure> {
    // A store may wait for its server, which no thread of a runtime may do.
    let copied = thread::scope(|scope| {
        let copying = scope.spawn(|| -> Result<(), Failure> {
            let store = books.open_read_only(kind.service)?;
            Ok(store.back_up(file)?)
        });
        copying.join()
    });
    copied.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

async fn from_server(reach: &Reach, service: ServiceName, file: &Path) -> Result<(), Failure> {
    let mut pieces = reach.told(service, asked(reach, service).await?)?;
    let mut file = File::create_new(file)?;
    let mut hasher = blake3::Hasher::new();
    loop {
        let piece = pieces.message().await;
        let piece = piece.map_err(|status| status.message().to_owned())?;
        let Some(piece) = piece else {
            return Err("the copy was cut off before its end".into());
        };
        hasher.update(&piece.data);
        file.write_all(&piece.data)?;
        if piece.digest.is_empty() {
            continue;
        }
        if piece.digest != hasher.finalize().as_bytes() {
            return Err("the copy did not arrive as it was sent".into());
        }
        return Ok(file.sync_all()?);
    }
}

/// The answer of a service that is asked for a copy of its books.
async fn asked(
    reach: &Reach,
    service: ServiceName,
) -> Result<Result<Response<Streaming<BackUpBooksChunk>>, Status>, Failure> {
    let link = reach.link(service)?;
    let request = reach::request(BackUpBooksRequest {});
    Ok(match service {
        ServiceName::Exhibitions => {
            let mut client = ExhibitionsServiceClient::new(link);
            client.back_up_books(request).await
        }
        ServiceName::Forums => ForumsServiceClient::new(link).back_up_books(request).await,
        ServiceName::Contracts => {
            let mut client = ContractsServiceClient::new(link);
            client.back_up_books(request).await
        }
        ServiceName::Reporting => {
            let mut client = ReportingServiceClient::new(link);
            client.back_up_books(request).await
        }
        ServiceName::Gateway => {
            PressDeskServiceClient::new(link)
                .back_up_books(request)
                .await
        }
    })
}
