//! Code lists: dated lists of codes, out of which a coverage counts.

mod requests;

pub(crate) use requests::{create, list, listed, retire, update};

use std::collections::{BTreeMap, BTreeSet};

use fault::{Fault, Violations};
use jiff::civil;
use ledger::Fact;
use proto::{
    reporting::v1::{CodeList, CodeListEntry},
    statistics::v1::RecordDigest,
};
use resource::{
    Level, Name, date,
    text::{self, Languages},
};
use serve::keeper::{Found, Header, Record, Reference};

use crate::{Reporting, lengths};

/// The most members of a list.
const ENTRIES_AT_MOST: usize = 1_000;

/// The longest code, and the longest name of a scheme.
const CODE_LENGTH: usize = 35;

impl Record<Reporting> for CodeList {
    const COLLECTION: &'static str = "codeLists";
    const LEVEL: Level = Level::InFair;
    const FIELD: &'static str = "code_list";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &[];
    type Known = ();

    async fn learn(&self, name: &Name, reporting: &Reporting) -> Result<(), Fault> {
        let naming = reporting.naming::<Self>(name).await?;
        reporting.require_fair(name.fair(), naming).await
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        let (title, both) = (self.title.as_ref(), Languages::Both);
        text::localized_required(title, both, lengths::TITLE, "title", violations);
        text::required(&self.scheme, CODE_LENGTH, "scheme", violations);
        let count = self.entries.len();
        if (1..=ENTRIES_AT_MOST).contains(&count) {
            check_entries(&self.entries, violations);
        } else {
            let description = format!("must be 1 to {ENTRIES_AT_MOST}, and are {count}");
            violations.add("entries", description);
        }
        text::required(&self.source, lengths::SOURCE, "source", violations);
    }

    /// None: a list names no other record.
    fn references(&self, _: &Name) -> Vec<Reference> {
        Vec::new()
    }

    fn settle(
        &mut self,
        _: Option<&Self>,
        (): &(),
        _: &Found<'_>,
        _: &mut Violations,
    ) -> Result<(), Fault> {
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        Vec::new()
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest {
            title: self.title.clone(),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        false
    }
}

/// The name of a code list of a fair.
pub(crate) fn name(fair: &str, id: &str) -> String {
    format!("{fair}/codeLists/{id}")
}

/// The codes that are members on a day, in their order.
pub(crate) fn in_force(list: &CodeList, day: civil::Date) -> BTreeSet<&str> {
    let members = list.entries.iter().filter(|entry| {
        let (from, until) = term(entry);
        from <= day && until.is_none_or(|until| day < until)
    });
    members.map(|entry| entry.code.as_str()).collect()
}

/// From which day a code is a member, and the first day on which it is none.
fn term(entry: &CodeListEntry) -> (civil::Date, Option<civil::Date>) {
    let from = entry.from.as_ref().and_then(date::civil);
    let until = entry.until.as_ref().and_then(date::civil);
    (from.unwrap_or(civil::Date::MIN), until)
}

fn check_entries(entries: &[CodeListEntry], violations: &mut Violations) {
    let mut terms: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let field = format!("entries[{at}]");
        let (code, from) = (format!("{field}.code"), format!("{field}.from"));
        text::required(&entry.code, CODE_LENGTH, &code, violations);
        date::optional(entry.from.as_ref(), &from, violations);
        let until = format!("{field}.until");
        date::optional(entry.until.as_ref(), &until, violations);
        let (first, end) = term(entry);
        if end.is_some_and(|end| end <= first) {
            violations.add(until, "must lie after the first day");
        }
        let others = terms.entry(&entry.code).or_default();
        if let Some(other) = others
            .iter()
            .find(|other| overlap(entry, &entries[**other]))
        {
            let description = format!("stands in entries[{other}] for a part of the same time");
            violations.add(code, description);
        }
        others.push(at);
    }
}

/// Whether two terms of the same code share a day.
fn overlap(one: &CodeListEntry, other: &CodeListEntry) -> bool {
    let begins_before_end = |one: &CodeListEntry, other: &CodeListEntry| {
        let ((begins, _), (_, ends)) = (term(one), term(other));
        ends.is_none_or(|ends| begins < ends)
    };
    begins_before_end(one, other) && begins_before_end(other, one)
}

#[cfg(test)]
mod tests;
