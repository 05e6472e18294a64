//! Requests for releases, as the keeper takes them.

use proto::gateway::v1::{
    CreateReleaseRequest, ListReleasesRequest, ListReleasesResponse, Release, UpdateReleaseRequest,
};
use serve::keeper::{Asked, Create, List, Page, Update};

/// The most releases on a page: each is read with its text.
const PAGE_AT_MOST: i32 = 50;

pub(crate) fn create(request: CreateReleaseRequest) -> Create<Release> {
    const METHOD: &str = "/tradefair.gateway.v1.PressDeskService/CreateRelease";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.release_id,
        record: request.release,
    }
}

pub(crate) fn list(request: ListReleasesRequest) -> List {
    List {
        parent: request.parent,
        page_size: page_size(request.page_size),
        page_token: request.page_token,
        show_retired: false,
        as_of: request.as_of,
        filter: String::new(),
    }
}

/// How many releases a page has, of as many as were asked for.
pub(crate) fn page_size(asked: i32) -> i32 {
    asked.min(PAGE_AT_MOST)
}

/// The page, without the texts.
pub(crate) fn listed(page: Page<Release>) -> ListReleasesResponse {
    let releases = page.records.into_iter().map(|release| Release {
        paragraphs: Vec::new(),
        claims: Vec::new(),
        published: None,
        ..release
    });
    ListReleasesResponse {
        releases: releases.collect(),
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateReleaseRequest) -> Update<Release> {
    const METHOD: &str = "/tradefair.gateway.v1.PressDeskService/UpdateRelease";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.release,
        update_mask: request.update_mask,
    }
}
