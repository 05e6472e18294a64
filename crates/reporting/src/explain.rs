//! The pedigree of a figure as a tree: what it was computed from, down to the
//! questions that were put to the record keepers.

use fault::Fault;
use proto::reporting::v1::Explanation;

use crate::{answer::Answer, cut::ReadCut};

/// The most figures in one explanation. An input stands wherever it was used, so
/// definitions that share many inputs could make a tree without bound.
const FIGURES_AT_MOST: usize = 2_000;

/// Explains an answer that was read at the cut.
///
/// # Errors
/// [`Fault::Refused`] when the tree would be too large to send.
pub(crate) fn explanation(answer: &Answer, cut: &ReadCut) -> Result<Explanation, Fault> {
    let mut left = FIGURES_AT_MOST;
    branch(answer, cut, &mut left)
}

fn branch(answer: &Answer, cut: &ReadCut, left: &mut usize) -> Result<Explanation, Fault> {
    *left = left.checked_sub(1).ok_or_else(|| Fault::Refused {
        reason: "FIGURE_REFUSED",
        subject: answer.name(),
        why: format!(
            "the explanation would show more than {FIGURES_AT_MOST} figures; ask for its inputs \
             one by one"
        ),
    })?;
    let worked = &answer.worked;
    let cells = worked.readings.iter().map(|reading| reading.cell_read(cut));
    let inputs = worked.inputs.iter().map(|input| branch(input, cut, left));
    Ok(Explanation {
        figure: Some(answer.figure()),
        computation: worked.computation.clone(),
        cells: cells.collect::<Result<_, _>>()?,
        inputs: inputs.collect::<Result<_, _>>()?,
        grounds: worked.grounds.clone(),
    })
}
