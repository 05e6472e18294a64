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
    Column::new("VERDICT", Align::Left),
    Column::new("LINE", Align::Right),
    Column::new("QUOTE", Align::Left),
    Column::new("TRUE VALUE", Align::Right),
    Column::new("WHY", Align::Left),
];

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
    let breaks = line_breaks(text);
    let mut table = Table::of(COLUMNS);
    let mut faults = 0;
    for claim in answer.claims.iter().filter(|claim| is_fault(claim)) {
        table.add(row(&breaks, claim));
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
        let (start, end) = (json::place(claim.start), json::place(claim.end));
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

fn row(breaks: &[usize], checked: &CheckedClaim) -> [String; 5] {
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
        _ => line_of(breaks, json::place(claim.start)).to_string(),
    };
    [
        json::verdict(checked).replace('_', " "),
        line,
        claim.quote.split_whitespace().collect::<Vec<_>>().join(" "),
        true_value.unwrap_or_default(),
        why,
    ]
}

/// Where the lines of a text end, in code points.
fn line_breaks(text: &str) -> Vec<usize> {
    let characters = text.chars().enumerate();
    let breaks = characters.filter(|(_, character)| *character == '\n');
    breaks.map(|(at, _)| at).collect()
}

/// The line on which a code point stands, from 1.
fn line_of(breaks: &[usize], point: usize) -> usize {
    1 + breaks.partition_point(|at| *at < point)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn claim(quote: &str, start: i32, verdict: Verdict) -> CheckedClaim {
        let length = i32::try_from(quote.chars().count()).unwrap();
        CheckedClaim {
            claim: Some(ExtractedClaim {
                quote: quote.to_owned(),
                start,
                end: start + length,
                ..ExtractedClaim::default()
            }),
            verdict: verdict.into(),
            reason: "because".to_owned(),
            ..CheckedClaim::default()
        }
    }

    #[test]
    fn the_text_is_shown_in_colours_and_the_faults_by_their_lines() {
        let text = "签约331项，\n论坛91场。";
        let answer = CheckTextResponse {
            claims: vec![
                claim("331项", 2, Verdict::Backed),
                claim("91场", 10, Verdict::Contradicted),
                claim("12%", 0, Verdict::Dropped),
            ],
            ..CheckTextResponse::default()
        };
        let shown = |colour: bool| {
            let paper = Paper {
                width: None,
                colour,
            };
            let mut out = Vec::new();
            print(text, &answer, paper, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let plain = shown(false);
        assert!(
            plain.starts_with(text) && !plain.contains('\u{1b}'),
            "{plain}"
        );
        let columns = |verdict: &str| -> Vec<String> {
            let line = plain.lines().find(|line| line.starts_with(verdict));
            let words = line.unwrap().split_whitespace();
            words.map(ToOwned::to_owned).collect()
        };
        assert_eq!(
            columns("contradicted"),
            ["contradicted", "2", "91场", "because"]
        );
        assert_eq!(columns("dropped"), ["dropped", "12%", "because"]);
        assert!(plain.contains("3 claims: 1 backed, 1 contradicted, 1 dropped"));
        let coloured = shown(true);
        assert!(
            coloured.contains("签约\u{1b}[32m331项\u{1b}[0m，"),
            "{coloured}"
        );
        assert!(
            coloured.contains("\u{1b}[31m\u{1b}[1m91场\u{1b}[0m"),
            "{coloured}"
        );
    }
}
