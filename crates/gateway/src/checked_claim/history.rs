//! Whether what the books contradict now was so at an earlier cut.

use std::collections::BTreeMap;

use checker::{Checked, Verdict};
use fault::Fault;
use prost_types::Timestamp;
use proto::{
    reporting::v1::BatchGetFiguresResponse,
    statistics::v1::{AsOf, Cut, as_of::Moment},
};
use resource::Name;
use tonic::Code;

use super::asked::Asked;
use crate::{
    assemble::{Desk, id_in, id_of},
    sheet::exact,
};

/// How many commits are gone back one by one.
const STEPS_AT_MOST: usize = 64;

/// Looks back, commit by commit, for the newest cut at which the contradicted claims were
/// so, and marks those that were as out of date. Gives for each claim that cut.
///
/// # Errors
/// Whatever kept reporting from answering.
pub(super) async fn look_back(
    desk: &Desk,
    edition: &Name,
    asked: &Asked,
    checked: &mut [Checked],
) -> Result<Vec<Option<Cut>>, Fault> {
    let mut dates = vec![None; checked.len()];
    let mut open = contradicted(checked);
    let mut cut = asked.cut.clone();
    for _ in 0..STEPS_AT_MOST {
        if open.is_empty() {
            break;
        }
        let Some(before) = just_before(&cut) else {
            break;
        };
        let ids = open.keys().cloned().collect();
        let answer = match desk.figures(edition.as_str(), ids, Some(before)).await {
            Ok(answer) => answer,
            Err(fault) if was_not_there_yet(&fault) => break,
            Err(fault) => return Err(fault),
        };
        let Some(then) = answer.cut.clone() else {
            break;
        };
        settle(&answer, &then, &mut open, checked, &mut dates)?;
        cut = then;
    }
    Ok(dates)
}

/// Whether a question about an earlier cut failed because the edition, or the definition
/// of a figure, was not recorded by then.
fn was_not_there_yet(fault: &Fault) -> bool {
    let Fault::Peer { status, .. } = fault else {
        return false;
    };
    status.code() == Code::NotFound
}

/// The contradicted claims by the ids of their figures: those of which it can be told what
/// another value would say.
fn contradicted(checked: &[Checked]) -> BTreeMap<String, Vec<usize>> {
    let mut open: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, of) in checked.iter().enumerate() {
        let can_be = of.verdict == Verdict::Contradicted && of.per_unit.is_some();
        if let Some(name) = of.figure.as_deref().filter(|_| can_be) {
            open.entry(id_in(name).to_owned()).or_default().push(place);
        }
    }
    open
}

/// The moment just before the newest commit of a cut.
fn just_before(cut: &Cut) -> Option<AsOf> {
    let recorded = cut
        .positions
        .iter()
        .filter_map(|position| position.recorded_at);
    let newest = recorded.max_by_key(|time| (time.seconds, time.nanos))?;
    let time = match newest.nanos.checked_sub(1_000).filter(|nanos| *nanos >= 0) {
        Some(nanos) => Timestamp {
            seconds: newest.seconds,
            nanos,
        },
        None => Timestamp {
            seconds: newest.seconds - 1,
            nanos: newest.nanos + 999_999_000,
        },
    };
    Some(AsOf {
        moment: Some(Moment::Time(time)),
    })
}

/// Marks the claims that the figures of an earlier cut bear out.
fn settle(
    answer: &BatchGetFiguresResponse,
    then: &Cut,
    open: &mut BTreeMap<String, Vec<usize>>,
    checked: &mut [Checked],
    dates: &mut [Option<Cut>],
) -> Result<(), Fault> {
    for figure in &answer.figures {
        let Some(places) = open.get_mut(id_of(figure)) else {
            continue;
        };
        let Some(value) = figure.value.as_ref().map(exact).transpose()? else {
            continue;
        };
        places.retain(|place| {
            let (Some(of), Some(date)) = (checked.get_mut(*place), dates.get_mut(*place)) else {
                return false;
            };
            if !checker::would_hold(of, value) {
                return true;
            }
            of.verdict = Verdict::OutOfDate;
            of.reason = format!("it was so until the books changed: {}", of.reason);
            *date = Some(then.clone());
            false
        });
    }
    open.retain(|_, places| !places.is_empty());
    Ok(())
}
