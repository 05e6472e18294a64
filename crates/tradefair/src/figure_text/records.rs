//! The records behind a figure, one line each.

use proto::statistics::v1::{Evidence, LocalizedText, Participant};

use super::grouped;
use crate::terminal::Paper;

/// How many records a note names.
const NAMED: usize = 2;

/// How many participants of a record are named.
const PARTICIPANTS: usize = 4;

/// The mark of a record that was made up to fill a sample.
const MADE_UP: &str = "[made up]";

/// How many there are: `4 records`.
pub(super) fn counted(count: usize) -> String {
    match count {
        0 => "no records".to_owned(),
        1 => "1 record".to_owned(),
        more => format!("{more} records"),
    }
}

/// The first of them in short, and how many more there are.
pub(super) fn first(records: &[Evidence]) -> String {
    let mut named: Vec<_> = records.iter().take(NAMED).map(in_short).collect();
    let more = records.len().saturating_sub(NAMED);
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    named.join("; ")
}

/// A record with what it adds, its words, a mark if it was made up, and its name:
/// `+1  Football training: Gremio (BR), Beijing Football (CN)  fairs/…/a17@1`.
#[must_use]
pub fn record(evidence: &Evidence, paper: Paper) -> String {
    let sign = if evidence.contribution < 0 { "" } else { "+" };
    let mut parts = vec![
        format!("{sign}{}", grouped(evidence.contribution)),
        words(evidence),
    ];
    if evidence.synthetic {
        parts.push(paper.warning(MADE_UP));
    }
    parts.push(format!("{}@{}", evidence.record, evidence.revision));
    parts.retain(|part| !part.is_empty());
    parts.join("  ")
}

/// What the record says: its title or subject, and who takes part.
fn words(evidence: &Evidence) -> String {
    let parts: Vec<_> = [title(evidence), participants(evidence)]
        .into_iter()
        .flatten()
        .collect();
    parts.join(": ")
}

/// What the record says in short: its title or subject, or else who takes part.
fn in_short(evidence: &Evidence) -> String {
    let said = title(evidence).or_else(|| participants(evidence));
    said.unwrap_or_else(|| evidence.record.clone())
}

fn title(evidence: &Evidence) -> Option<String> {
    let digest = evidence.digest.as_ref()?;
    let texts = [&digest.title, &digest.subject];
    let mut texts = texts.into_iter().flatten().map(text);
    texts.find(|text| !text.is_empty())
}

fn participants(evidence: &Evidence) -> Option<String> {
    let all = &evidence.digest.as_ref()?.participants;
    let mut named: Vec<_> = all.iter().take(PARTICIPANTS).map(participant).collect();
    let more = all.len().saturating_sub(PARTICIPANTS);
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    (!named.is_empty()).then(|| named.join(", "))
}

fn participant(one: &Participant) -> String {
    let shown = one.display_name.as_ref().map(text);
    let shown = shown
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| one.name.clone());
    match (shown.is_empty(), one.country_code.is_empty()) {
        (_, true) => shown,
        // Who is counted and not named comes from somewhere all the same.
        (true, false) => one.country_code.clone(),
        (false, false) => format!("{shown} ({})", one.country_code),
    }
}

/// A text in English, or in Chinese where there is no English.
fn text(text: &LocalizedText) -> String {
    if text.en.is_empty() {
        &text.zh
    } else {
        &text.en
    }
    .clone()
}

#[cfg(test)]
mod tests {
    use proto::statistics::v1::RecordDigest;

    use super::*;

    fn evidence(id: &str, synthetic: bool) -> Evidence {
        let said = |en: &str| {
            Some(LocalizedText {
                en: en.to_owned(),
                zh: String::new(),
            })
        };
        let participant = |name: &str, country: &str| Participant {
            name: format!("fairs/ciftis/organisations/{name}"),
            display_name: said(name),
            country_code: country.to_owned(),
            subdivision_code: String::new(),
            office: None,
        };
        Evidence {
            record: format!("fairs/ciftis/editions/4/agreements/{id}"),
            revision: 2,
            sequence: 9,
            contribution: 1_200,
            synthetic,
            digest: Some(RecordDigest {
                title: said("Football training"),
                subject: said("training"),
                participants: vec![participant("Gremio", "BR"), participant("Club", "")],
                kind: "contract".to_owned(),
            }),
        }
    }

    #[test]
    fn a_record_that_was_made_up_is_marked() {
        let plain = Paper {
            width: None,
            colour: false,
        };
        assert_eq!(
            record(&evidence("a1", true), plain),
            "+1,200  Football training: Gremio (BR), Club  [made up]  fairs/ciftis/editions/4/agreements/a1@2"
        );
        assert!(!record(&evidence("a1", false), plain).contains("made up"));
    }

    #[test]
    fn a_note_names_a_few_and_counts_the_rest() {
        let title = "Football training";
        let three = ["a1", "a2", "a3"].map(|id| evidence(id, false));
        assert_eq!(first(&three), format!("{title}; {title}; and 1 more"));
        assert_eq!(first(&three[..1]), title);
        assert_eq!(counted(3), "3 records");
    }

    #[test]
    fn a_record_without_words_is_told_by_its_name() {
        let bare = Evidence {
            digest: None,
            ..evidence("a1", false)
        };
        let plain = Paper {
            width: None,
            colour: false,
        };
        assert_eq!(
            record(&bare, plain),
            "+1,200  fairs/ciftis/editions/4/agreements/a1@2"
        );
    }
}
