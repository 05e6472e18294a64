//! What outlets read of releases.

use fault::Fault;
use proto::{
    gateway::v1::{
        GetPublishedReleaseRequest, ListPublishedReleasesRequest, ListPublishedReleasesResponse,
        PublishedRelease, Release, ReleaseState,
    },
    statistics::v1::AsOf,
};
use serve::keeper::{Keeper, List};

use crate::{PressDesk, release};

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

/// What was published of the release of that name.
///
/// # Errors
/// As [`get`].
pub(crate) async fn published(
    keeper: &Keeper<PressDesk>,
    name: &str,
    as_of: Option<AsOf>,
) -> Result<PublishedRelease, Fault> {
    let release: Release = keeper.get(name, as_of).await?;
    dated(release).ok_or_else(|| Fault::not_found(name))
}

/// Lists what was published of an edition, without the texts.
///
/// # Errors
/// Whatever [`Keeper::list`] says.
pub(crate) async fn list(
    keeper: &Keeper<PressDesk>,
    request: ListPublishedReleasesRequest,
) -> Result<ListPublishedReleasesResponse, Fault> {
    let page = keeper
        .list(List {
            parent: request.parent,
            page_size: release::page_size(request.page_size),
            page_token: request.page_token,
            show_retired: false,
            as_of: request.as_of,
            filter: String::new(),
        })
        .await?;
    let published = page.records.into_iter().filter_map(dated);
    Ok(ListPublishedReleasesResponse {
        published_releases: published.map(without_text).collect(),
        next_page_token: page.next_page_token,
    })
}

/// What was published of a release, with the time of its version.
fn dated(release: Release) -> Option<PublishedRelease> {
    let is_newest = matches!(
        release.state(),
        ReleaseState::Published | ReleaseState::Withdrawn
    );
    let mut published = release.published?;
    // The revision that published it does not know yet when it is recorded; those that
    // follow do.
    if is_newest {
        let position = release.entry.and_then(|entry| entry.position);
        published.version_created = position.and_then(|position| position.recorded_at);
    }
    Some(published)
}

fn without_text(published: PublishedRelease) -> PublishedRelease {
    PublishedRelease {
        paragraphs: Vec::new(),
        claims: Vec::new(),
        ..published
    }
}
