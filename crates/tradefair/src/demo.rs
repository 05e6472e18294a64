//! The demo: from empty books to a printed release, through the public API.

pub mod next_steps;

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
};

use proto::gateway::v1::{
    SummarizeEditionRequest, Summary, press_desk_service_client::PressDeskServiceClient,
};
use serve::{Link, Stop, Target};
use tempfile::TempDir;

use crate::{
    Failure,
    assembly::{self, Machine, Running},
    bookshelf::Bookshelf,
    config::Config,
    import::{Plan, tables_in},
    importing::load,
    release, sample,
    signals::Ending,
    topology::{Addresses, ServiceName, Topology, everything_behind, near},
};

/// Loads the tables of `folder`, or the sample, and prints the release of the
/// newest edition in a language; then serves the fair until the process is asked to end,
/// unless `once`.
///
/// # Errors
/// One sentence on what was in the way.
pub async fn run(
    config: &Config,
    folder: Option<&Path>,
    language_code: &str,
    once: bool,
) -> Result<(), Failure> {
    let tables = folder.map_or_else(|| Ok(sample::ciftis()), tables_in)?;
    let story = Story::new(Plan::new(&tables, None)?, language_code)?;
    if !config.addresses.is_empty() {
        let addresses = all_of(&config.addresses)?;
        story.tell(&config.links_to(&addresses)?).await?;
        return Ok(story.say_where_to_look(&addresses, &mut io::stderr())?);
    }
    let mut ending = Ending::listen()?;
    let place = Place::choose(config)?;
    let machine = Machine::this_one();
    let door = config.door.clone();
    let door = door.asking(&config.identification, &machine)?;
    let mut running = assembly::start(&Topology::whole(), place.books(), &door, &machine).await?;
    let address = running.address();
    let by_tls = config.door.certificates.is_some();
    let here = everything_behind(&near(address, by_tls)?);
    let links = config.links_to(&here)?;
    let told = tokio::select! {
        told = story.tell(&links) => told,
        why = running.failed() => Err(why.into()),
        _ = ending.asked() => Err("stopped before the release was printed".into()),
    };
    let (outcome, stop) = match told {
        Ok(()) if once => {
            let said = place.say_how_to_serve_again(&story, &here);
            (said.map_err(Into::into), Stop::AtOnce)
        }
        Ok(()) => {
            let served = serve_on(&story, &here, &mut running, &mut ending).await;
            (served, Stop::Announced)
        }
        failed => (failed, Stop::AtOnce),
    };
    running.stop(stop).await;
    outcome
}

/// Says where to look, and serves until somebody asks for an end.
async fn serve_on(
    story: &Story,
    here: &Addresses,
    running: &mut Running,
    ending: &mut Ending,
) -> Result<(), Failure> {
    let told = &mut io::stderr();
    story.say_where_to_look(here, told)?;
    let address = running.address();
    writeln!(told, "\nThe fair is served on {address} until Ctrl-C.")?;
    tokio::select! {
        why = running.failed() => Err(why.into()),
        _ = ending.asked() => Ok(()),
    }
}

/// A folder that goes when it is let go.
///
/// # Errors
/// When none can be made.
pub(crate) fn temporary_folder(prefix: &str) -> Result<TempDir, Failure> {
    tempfile::Builder::new()
        .prefix(prefix)
        .tempdir()
        .map_err(|error| format!("no temporary folder can be made: {error}").into())
}

/// Where the books of the demo are kept.
enum Place {
    /// Where somebody chose.
    Kept(Bookshelf),
    /// In a folder that goes when the demo goes.
    Temporary { books: Bookshelf, _folder: TempDir },
}

impl Place {
    fn choose(config: &Config) -> Result<Self, Failure> {
        if !config.is_default("data") || !config.is_default("store") {
            return Ok(Self::Kept(config.books.clone()));
        }
        let folder = temporary_folder("tradefair-demo-")?;
        Ok(Self::Temporary {
            books: Bookshelf::Folder(folder.path().to_owned()),
            _folder: folder,
        })
    }

    /// Says how to come back to the books, where they stay: nothing is served any
    /// more, so there is nowhere to look before that.
    fn say_how_to_serve_again(&self, story: &Story, addresses: &Addresses) -> io::Result<()> {
        let books = match self {
            Self::Kept(Bookshelf::Folder(folder)) => format!("--data '{}'", folder.display()),
            Self::Kept(database) => format!("--store '{database}'"),
            Self::Temporary { .. } => return Ok(()),
        };
        let told = &mut io::stderr();
        let authority = authority_of(addresses, ServiceName::Gateway);
        writeln!(told, "\nServe these books again with:")?;
        writeln!(told, "\n  tradefair serve {books} --listen {authority}")?;
        story.say_where_to_look(addresses, told)
    }

    fn books(&self) -> &Bookshelf {
        match self {
            Self::Kept(books) | Self::Temporary { books, .. } => books,
        }
    }
}

/// What the demo shows, wherever the services run.
struct Story {
    plan: Plan,
    edition: String,
    /// The language of the release.
    language_code: String,
}

impl Story {
    fn new(plan: Plan, language_code: &str) -> Result<Self, Failure> {
        let edition = plan
            .newest_edition()
            .ok_or("editions.csv has no edition, so there is nothing to release")?;
        Ok(Self {
            plan,
            edition,
            language_code: language_code.to_owned(),
        })
    }

    /// Loads the tables and prints the release.
    async fn tell(&self, links: &BTreeMap<ServiceName, Link>) -> Result<(), Failure> {
        load(&self.plan, links).await?;
        let gateway = links
            .get(&ServiceName::Gateway)
            .ok_or("there is no way to the gateway service")?;
        let summary = self.summary(gateway.clone()).await?;
        release::print(&summary, &mut io::stdout().lock())?;
        release::print_omissions(&summary, &mut io::stderr().lock())?;
        Ok(())
    }

    async fn summary(&self, gateway: Link) -> Result<Summary, Failure> {
        let request = SummarizeEditionRequest {
            name: self.edition.clone(),
            language_code: self.language_code.clone(),
            as_of: None,
        };
        let answer = PressDeskServiceClient::new(gateway)
            .summarize_edition(request)
            .await
            .map_err(|status| format!("{} has no release: {}", self.edition, status.message()))?;
        Ok(answer.into_inner())
    }

    fn say_where_to_look(&self, addresses: &Addresses, out: &mut dyn Write) -> io::Result<()> {
        let authority_of = |service| authority_of(addresses, service);
        writeln!(out, "\nWhere to look next:")?;
        for (what, line) in next_steps::grpcurl_lines(&self.edition, authority_of) {
            writeln!(out, "\n  # {what}\n  {line}")?;
        }
        Ok(())
    }
}

/// The addresses of a running deployment, none missing.
fn all_of(addresses: &Addresses) -> Result<Addresses, Failure> {
    for service in ServiceName::ALL {
        if !addresses.contains_key(&service) {
            return Err(format!(
                "to load into a running deployment the demo needs the addresses of all five services; \
                 {service} is missing: give --{service} URL"
            )
            .into());
        }
    }
    Ok(addresses.clone())
}

/// Host and port of a service, those that were named first if there are several.
fn authority_of(addresses: &Addresses, service: ServiceName) -> String {
    let authority = addresses.get(&service).and_then(Target::authority);
    authority.map(ToString::to_string).unwrap_or_default()
}
