//! A checked text on the terminal: its claims in colours, and a list of faults.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use console::{Style, StyledObject};
use proto::gateway::v1::{CheckTextResponse, CheckedClaim, ExtractedClaim, Verdict};

use super::json;
use crate::{
    figure_text,
    moment::cut_text,
    terminal::{Align, Column, Paper, Table},
};

const COLUMNS: [Column; 5] = [
    column("VERDICT", Align::Left),
    column("LINE", Align::Right),
    column("QUOTE", Align::Left),
    column("TRUE VALUE", Align::Right),
    column("WHY", Align::Left),
];

const fn column(title: &'static str, align: Align) -> Column {
    Column { title, align }
}

/// Writes the text with its claims in colours, the faults, and how many claims have which
/// verdict.
pub(super) fn print(
    text: &str,
    answer: &CheckTextResponse,
    paper: Paper,
    out: &mut dyn Write,
) -> io::Result<()> {
    let in_text = |claim: &&CheckedClaim| claim.verdict() != Verdict::Dropped;
    let claims: Vec<_> = answer.claims.iter().filter(in_text).collect();
    writeln!(out, "{}\n", coloured(text, &claims, paper).trim_end())?;
    let mut table = Table::of(COLUMNS);
    let mut faults = 0;
    for claim in answer.claims.iter().filter(|claim| is_fault(claim)) {
        table.add(row(text, claim));
        faults += 1;
    }
    if faults > 0 {
        table.write(paper, out)?;
        writeln!(out)?;
    }
    writeln!(out, "{}", counted(&answer.claims))?;
    let cut = answer.cut.as_ref().map(cut_text).unwrap_or_default();
    writeln!(out, "Read at {cut}")
}

/// Whether somebody should look at a claim.
fn is_fault(claim: &CheckedClaim) -> bool {
    let holds = matches!(
        claim.verdict(),
        Verdict::Backed | Verdict::Rounded | Verdict::NotAStatistic
    );
    !holds || claim.added || !claim.release_quote.is_empty()
}

/// The text with every claim in the colour of its verdict.
fn coloured(text: &str, claims: &[&CheckedClaim], paper: Paper) -> String {
    if !paper.colour {
        return text.to_owned();
    }
    let mut characters = text.chars();
    let mut shown = String::with_capacity(text.len() + claims.len() * 10);
    let mut at = 0;
    for checked in claims {
        let Some(claim) = &checked.claim else {
            continue;
        };
        let place = |point: i32| usize::try_from(point).unwrap_or_default();
        let (start, end) = (place(claim.start), place(claim.end));
        if start < at || end < start {
            continue;
        }
        shown.extend(characters.by_ref().take(start - at));
        let quote: String = characters.by_ref().take(end - start).collect();
        shown.push_str(&styled(checked.verdict(), quote).to_string());
        at = end;
    }
    shown.extend(characters);
    shown
}

fn styled(verdict: Verdict, quote: String) -> StyledObject<String> {
    let style = Style::new().force_styling(true);
    let style = match verdict {
        Verdict::Backed | Verdict::Rounded | Verdict::Truncated => style.green(),
        Verdict::Contradicted => style.red().bold(),
        Verdict::NotAStatistic => style.dim(),
        _ => style.yellow(),
    };
    style.apply_to(quote)
}

fn row(text: &str, checked: &CheckedClaim) -> [String; 5] {
    let nothing = ExtractedClaim::default();
    let claim = checked.claim.as_ref().unwrap_or(&nothing);
    let true_value = checked.true_value.as_ref();
    let true_value = true_value.map(|value| figure_text::number(value, &claim.unit));
    let mut why = checked.reason.clone();
    if checked.true_at.is_some() {
        why.push_str("; it was so at ");
        why.push_str(&json::true_at(checked));
    }
    if checked.added {
        why.push_str("; it is not in the release the text was edited from");
    }
    if !checked.release_quote.is_empty() {
        why.push_str("; the release the text was edited from says ");
        why.push_str(&checked.release_quote);
    }
    let line = match checked.verdict() {
        Verdict::Dropped => String::new(),
        _ => line_of(text, claim.start).to_string(),
    };
    [
        json::verdict(checked).replace('_', " "),
        line,
        claim.quote.split_whitespace().collect::<Vec<_>>().join(" "),
        true_value.unwrap_or_default(),
        why,
    ]
}

/// The line on which a code point stands, from 1.
fn line_of(text: &str, point: i32) -> usize {
    let before = usize::try_from(point).unwrap_or_default();
    1 + text.chars().take(before).filter(|it| *it == '\n').count()
}

/// How many claims have which verdict: "25 claims: 20 backed, 5 rounded".
fn counted(claims: &[CheckedClaim]) -> String {
    let mut counts: BTreeMap<i32, (String, usize)> = BTreeMap::new();
    for claim in claims {
        let verdict = || json::verdict(claim).replace('_', " ");
        counts
            .entry(claim.verdict)
            .or_insert_with(|| (verdict(), 0))
            .1 += 1;
    }
    let told: Vec<_> = counts
        .into_values()
        .map(|(verdict, count)| format!("{count} {verdict}"))
        .collect();
    match told.is_empty() {
        true => "No claims".to_owned(),
        false => format!("{} claims: {}", claims.len(), told.join(", ")),
    }
}
