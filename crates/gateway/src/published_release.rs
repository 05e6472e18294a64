//! What outlets read of releases.

use fault::{Fault, Violations};
use ledger::{Fair, Moment};
use prost::Message;
use proto::{
    gateway::v1::{
        GetPublishedReleaseRequest, ListPublishedReleasesRequest, ListPublishedReleasesResponse,
        PublishedRelease, Release, ReleaseState,
    },
    statistics::v1::AsOf,
};
use resource::{
    Level, Name,
    page::{self, Cursor, Question},
};
use serve::keeper::{Keeper, Record};

use crate::{PressDesk, assemble::id_in, release};

/// How many releases are looked at between two looks at the store.
const LOOKED_AT_ONCE: usize = 10;

/// Reads what was published of a release.
///
/// # Errors
/// [`Fault::NotFound`] also when there is such a release and it was never published, and
/// whatever [`Keeper::get`] says.
pub(crate) async fn get(
    keeper: &Keeper<PressDesk>,
    request: GetPublishedReleaseRequest,
) -> Result<PublishedRelease, Fault> {
    published(keeper, &request.name, request.as_of).await
}

/// What was published of the release of that name. One that was withdrawn is withdrawn
/// whatever the moment: outlets must not be led to use it by asking as of an earlier one.
///
/// # Errors
/// As [`get`].
pub(crate) async fn published(
    keeper: &Keeper<PressDesk>,
    name: &str,
    as_of: Option<AsOf>,
) -> Result<PublishedRelease, Fault> {
    let is_asked_as_of_now = as_of.is_none();
    let mut release: Release = keeper.get(name, as_of).await?;
    if !is_asked_as_of_now {
        let now: Release = keeper.get(name, None).await?;
        if now.state() == ReleaseState::Withdrawn {
            release = now;
        }
    }
    let published = dated(release).published;
    published.ok_or_else(|| Fault::not_found(name))
}

/// Lists what was published of an edition, without the texts. No token tells of a release
/// that is not published.
///
/// # Errors
/// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`], [`Fault::PageTokenInvalid`].
pub(crate) async fn list(
    keeper: &Keeper<PressDesk>,
    request: ListPublishedReleasesRequest,
) -> Result<ListPublishedReleasesResponse, Fault> {
    let mut violations = Violations::new();
    let size = page::size(release::page_size(request.page_size), &mut violations);
    let parent = request.parent.as_str();
    let edition = Name::require(parent, Level::InFair, "editions", "parent", &mut violations);
    violations.check()?;
    let fair = edition.as_ref().map_or("", Name::fair);
    let as_of = request.as_of.as_ref().map(Message::encode_to_vec);
    let question = Question::of(&[
        b"ListPublishedReleases",
        request.parent.as_bytes(),
        &as_of.unwrap_or_default(),
    ]);
    let cursor = Cursor::read(&request.page_token, &question)?;
    let position = match &cursor {
        None => keeper.resolve(fair, request.as_of).await?,
        Some(cursor) => {
            let moment = Moment::Sequence(cursor.sequence);
            let again = keeper.book().resolve(&Fair::parse(fair)?, moment).await;
            again.map_err(|_| Fault::PageTokenInvalid)?
        }
    };
    let walk = Walk {
        keeper,
        edition: &request.parent,
        position: &position,
        newest: &keeper.resolve(fair, None).await?,
    };
    let (published, next) = walk
        .page(cursor.map(|cursor| cursor.last_key), size)
        .await?;
    let next = next.map(|last_key| Cursor {
        sequence: position.sequence,
        last_key,
    });
    Ok(ListPublishedReleasesResponse {
        published_releases: published,
        next_page_token: next.map_or_else(String::new, |next| next.token(&question)),
        position: Some(keeper.position(&position)),
    })
}

/// A walk through the releases of an edition at a position.
struct Walk<'a> {
    keeper: &'a Keeper<PressDesk>,
    edition: &'a str,
    position: &'a ledger::Position,
    /// Where it is looked up whether one was withdrawn since.
    newest: &'a ledger::Position,
}

impl Walk<'_> {
    /// What outlets read of a release that was read at the position.
    async fn published(&self, then: Release) -> Result<Option<PublishedRelease>, Fault> {
        let now: Option<Release> = match self.newest.sequence == self.position.sequence {
            true => None,
            false => self.keeper.find(&then.name, self.newest).await?,
        };
        let withdrawn = now.filter(|now| now.state() == ReleaseState::Withdrawn);
        Ok(dated(withdrawn.unwrap_or(then)).published)
    }

    /// The first published ones after an id, and the id of the last of them if there are
    /// more.
    async fn page(
        &self,
        mut after: Option<String>,
        size: usize,
    ) -> Result<(Vec<PublishedRelease>, Option<String>), Fault> {
        let collection = <Release as Record<PressDesk>>::COLLECTION;
        let collection = format!("{}/{collection}", self.edition);
        let mut found: Vec<PublishedRelease> = Vec::new();
        loop {
            let revisions = self
                .keeper
                .book()
                .records(
                    &collection,
                    after.as_deref(),
                    LOOKED_AT_ONCE,
                    false,
                    self.position,
                )
                .await?;
            for revision in &revisions {
                let then = self.keeper.told(revision, self.position)?;
                let Some(one) = self.published(then).await? else {
                    continue;
                };
                if found.len() == size {
                    let last = found.last().map(|last| id_in(&last.name).to_owned());
                    return Ok((found, last));
                }
                found.push(without_text(one));
            }
            let last = revisions
                .last()
                .filter(|_| revisions.len() == LOOKED_AT_ONCE);
            let Some(last) = last else {
                return Ok((found, None));
            };
            after = Some(id_in(&last.name).to_owned());
        }
    }
}

/// A release with the time of its published version: the revision that published it does
/// not know yet when it is recorded, and those that follow do.
pub(crate) fn dated(mut release: Release) -> Release {
    let is_newest = matches!(
        release.state(),
        ReleaseState::Published | ReleaseState::Withdrawn
    );
    let entry = release.entry.as_ref();
    let recorded_at = entry
        .and_then(|entry| entry.position.as_ref())
        .and_then(|position| position.recorded_at);
    let read_at = entry.and_then(|entry| entry.read_at.clone());
    if let Some(published) = &mut release.published {
        published.read_at = read_at;
        if is_newest {
            published.version_created = recorded_at;
        }
    }
    release
}

fn without_text(published: PublishedRelease) -> PublishedRelease {
    PublishedRelease {
        paragraphs: Vec::new(),
        claims: Vec::new(),
        ..published
    }
}
