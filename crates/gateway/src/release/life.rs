//! The life of a release: draft, in review, approved, published, withdrawn.

use fault::{Fault, Violations};
use proto::gateway::v1::{
    ApproveReleaseRequest, CheckedClaim, PublicationStatus, PublishReleaseRequest,
    PublishedRelease, Release, ReleaseState, ReturnReleaseRequest, SubmitReleaseRequest, Verdict,
    WithdrawReleaseRequest,
};
use resource::text;
use serve::keeper::{Asked, Found, Keeper, Step};

use crate::PressDesk;

/// The most characters of the reason of a withdrawal.
const REASON: usize = 500;

type Desk = Keeper<PressDesk>;

/// Says how far a release has come whose text was written, and which version it is.
///
/// # Errors
/// [`Fault::StateForbids`] when its text stands.
pub(super) fn take_up(
    release: &mut Release,
    before: Option<&Release>,
    found: &Found<'_>,
    violations: &mut Violations,
) -> Result<(), Fault> {
    let Some(before) = before else {
        release.version = 1;
        release.set_state(ReleaseState::Draft);
        return Ok(());
    };
    violations.require(
        release.language_code == before.language_code,
        "language_code",
        "stays as it is; create another release for another language",
    );
    match before.state() {
        ReleaseState::Draft => {}
        ReleaseState::Published => {
            release.version = before.version.saturating_add(1);
            if let Some(published) = &mut release.published {
                published.version_created = found.recorded_before();
            }
        }
        _ => return Err(forbidden(before, "to be changed")),
    }
    check_correction(release, before, violations);
    release.set_state(ReleaseState::Draft);
    Ok(())
}

/// Every version but the first says what it corrects, anew.
fn check_correction(release: &Release, before: &Release, violations: &mut Violations) {
    // What the version before corrected stands in the release when the next one begins.
    let is_of_the_one_before =
        before.state() == ReleaseState::Published && before.correction == release.correction;
    violations.require(
        release.version == 1 || !(release.correction.is_empty() || is_of_the_one_before),
        "correction",
        "must say what this version corrects",
    );
}

/// Hands a draft in.
pub(crate) async fn submit(keeper: &Desk, request: SubmitReleaseRequest) -> Result<Release, Fault> {
    const METHOD: &str = "/tradefair.gateway.v1.PressDeskService/SubmitRelease";
    let asked = Asked::new(METHOD, &request.request_id, &request);
    let step = read(&asked, &request.name, &request.etag)?;
    keeper
        .take(step, |release: Release| match release.state() {
            ReleaseState::Draft => Ok(come_to(release, ReleaseState::InReview)),
            _ => Err(forbidden(&release, "to be handed in")),
        })
        .await
}

/// Makes a draft of it again.
pub(crate) async fn return_to_draft(
    keeper: &Desk,
    request: ReturnReleaseRequest,
) -> Result<Release, Fault> {
    const METHOD: &str = "/tradefair.gateway.v1.PressDeskService/ReturnRelease";
    let asked = Asked::new(METHOD, &request.request_id, &request);
    let step = read(&asked, &request.name, &request.etag)?;
    keeper
        .take(step, |release: Release| match release.state() {
            ReleaseState::InReview | ReleaseState::Approved => {
                Ok(come_to(release, ReleaseState::Draft))
            }
            _ => Err(forbidden(&release, "to be returned")),
        })
        .await
}

/// Approves a release if the books say, as they stand now, what its claims say.
pub(crate) async fn approve(
    keeper: &Desk,
    request: ApproveReleaseRequest,
) -> Result<Release, Fault> {
    const METHOD: &str = "/tradefair.gateway.v1.PressDeskService/ApproveRelease";
    let asked = Asked::new(METHOD, &request.request_id, &request);
    let step = read(&asked, &request.name, &request.etag)?;
    let seen: Release = keeper.get(step.name().as_str(), None).await?;
    let edition = step.name().parent().to_owned();
    // What is wrong with it is said inside the transaction: a request that was answered
    // before is answered again, whatever the books say by now.
    let read_back = match seen.state() {
        ReleaseState::InReview => Some(keeper.service().read_back(&edition, &seen).await),
        _ => None,
    };
    let rule = move |mut release: Release| {
        if release.etag != seen.etag {
            return Err(Fault::EtagMismatch {
                resource: release.name,
                current_etag: release.etag,
            });
        }
        let Some(read_back) = read_back else {
            return Err(forbidden(&release, "to be approved"));
        };
        let read_back = read_back?;
        read_back.require_backed(&release.name)?;
        release.claims = read_back.claims;
        release.cut = Some(read_back.cut);
        Ok(come_to(release, ReleaseState::Approved))
    };
    keeper.take(step, rule).await
}

/// Publishes an approved release.
pub(crate) async fn publish(
    keeper: &Desk,
    request: PublishReleaseRequest,
) -> Result<Release, Fault> {
    const METHOD: &str = "/tradefair.gateway.v1.PressDeskService/PublishRelease";
    let asked = Asked::new(METHOD, &request.request_id, &request);
    let step = read(&asked, &request.name, &request.etag)?;
    keeper
        .take(step, |mut release: Release| match release.state() {
            ReleaseState::Approved => {
                release.published = Some(frozen(&release));
                Ok(come_to(release, ReleaseState::Published))
            }
            _ => Err(forbidden(&release, "to be published")),
        })
        .await
}

/// Withdraws a release that outlets read, also while its next version is written.
pub(crate) async fn withdraw(
    keeper: &Desk,
    request: WithdrawReleaseRequest,
) -> Result<Release, Fault> {
    const METHOD: &str = "/tradefair.gateway.v1.PressDeskService/WithdrawRelease";
    let asked = Asked::new(METHOD, &request.request_id, &request);
    let mut violations = Violations::new();
    text::required(&request.reason, REASON, "reason", &mut violations);
    let step = Step::read::<PressDesk, Release>(&asked, &request.name, &request.etag, violations)?;
    let reason = request.reason;
    let rule = move |mut release: Release| {
        if release.state() == ReleaseState::Withdrawn {
            return Err(forbidden(&release, "to be withdrawn again"));
        }
        let Some(published) = release.published.take() else {
            return Err(Fault::StateForbids {
                resource: release.name,
                why: "it was never published, so there is nothing to withdraw".to_owned(),
            });
        };
        let release = Release {
            published: Some(cancelled(&published, reason)),
            ..as_it_was(release, published)
        };
        Ok(come_to(release, ReleaseState::Withdrawn))
    };
    keeper.take(step, rule).await
}

fn read(asked: &Asked, name: &str, etag: &str) -> Result<Step, Fault> {
    Step::read::<PressDesk, Release>(asked, name, etag, Violations::new())
}

fn come_to(mut release: Release, state: ReleaseState) -> Release {
    release.set_state(state);
    release
}

/// What outlets read of a release.
fn frozen(release: &Release) -> PublishedRelease {
    // What was dropped is not in the text.
    let claims = release.claims.iter();
    let stands = claims.filter(|it| it.verdict() != Verdict::Dropped);
    PublishedRelease {
        name: release.name.clone(),
        version: release.version,
        // It is the time of the revision that is being made, which is told when it is read.
        version_created: None,
        status: PublicationStatus::Usable.into(),
        language_code: release.language_code.clone(),
        headline: release.headline.clone(),
        paragraphs: release.paragraphs.clone(),
        note: release.correction.clone(),
        cut: release.cut.clone(),
        claims: stands.map(as_printed).collect(),
        read_at: None,
    }
}

/// A claim without the exact value and the words of its verdict: an amount that is not
/// printed may follow from them, as from an exact share of a printed total.
fn as_printed(claim: &CheckedClaim) -> CheckedClaim {
    CheckedClaim {
        claim: claim.claim.clone(),
        verdict: claim.verdict,
        figure: claim.figure.clone(),
        ..CheckedClaim::default()
    }
}

/// A release with the text that was published, in place of what was written since.
fn as_it_was(release: Release, published: PublishedRelease) -> Release {
    Release {
        version: published.version,
        headline: published.headline,
        paragraphs: published.paragraphs,
        correction: published.note,
        cut: published.cut,
        claims: published.claims,
        ..release
    }
}

/// What outlets read of a release that was withdrawn: that it was, and why.
fn cancelled(published: &PublishedRelease, reason: String) -> PublishedRelease {
    PublishedRelease {
        name: published.name.clone(),
        version: published.version,
        status: PublicationStatus::Canceled.into(),
        language_code: published.language_code.clone(),
        note: reason,
        cut: published.cut.clone(),
        ..PublishedRelease::default()
    }
}

/// The fault of a step that the state does not allow.
fn forbidden(release: &Release, what: &str) -> Fault {
    let (is, instead) = match release.state() {
        ReleaseState::Draft => ("a draft", "hand it in first"),
        ReleaseState::InReview => ("in review", "return it to change it, or approve it"),
        ReleaseState::Approved => ("approved", "return it to change it, or publish it"),
        ReleaseState::Published => ("published", "a change of its text begins the next version"),
        ReleaseState::Withdrawn | ReleaseState::Unspecified => {
            ("withdrawn", "create another release")
        }
    };
    Fault::StateForbids {
        resource: release.name.clone(),
        why: format!("it is {is}, and not {what}: {instead}"),
    }
}
