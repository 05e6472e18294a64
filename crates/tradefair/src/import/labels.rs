//! What columns are called in English and in Chinese.
//!
//! The labels stand in `labels.csv` beside this file: by resource, `*` for a column
//! that means the same in all of them.

use std::sync::LazyLock;

/// The labels of one column.
#[derive(Debug)]
pub(crate) struct Label {
    resource: &'static str,
    /// The name of the column.
    pub(crate) column: &'static str,
    english: &'static str,
    chinese: &'static str,
}

/// Labels of the key column of every resource.
pub(super) const KEY: [&str; 2] = ["id", "编号"];

static LABELS: LazyLock<Vec<Label>> = LazyLock::new(|| {
    let lines = include_str!("labels.csv").lines();
    lines.skip(1).filter_map(label).collect()
});

fn label(line: &'static str) -> Option<Label> {
    let mut cells = line.split(',');
    Some(Label {
        resource: cells.next()?,
        column: cells.next()?,
        english: cells.next()?,
        chinese: cells.next()?,
    })
}

/// The labels of a resource: its own before those of all.
pub(crate) fn of(resource: &str) -> impl Iterator<Item = &'static Label> {
    let own = LABELS
        .iter()
        .filter(move |label| label.resource == resource);
    own.chain(LABELS.iter().filter(|label| label.resource == "*"))
}

/// Whether a header is one of the labels of a column, whatever the case.
pub(super) fn says(label: &Label, header: &str) -> bool {
    is(label.english, header) || is(label.chinese, header)
}

/// Whether a header is this label, whatever the case.
pub(super) fn is(label: &str, header: &str) -> bool {
    label.to_lowercase() == header.to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::import::{TABLES, columns, methods::Shape, written_columns};

    #[test]
    fn every_line_says_four_things() {
        for line in include_str!("labels.csv").lines() {
            let cells: Vec<_> = line.split(',').collect();
            assert_eq!(cells.len(), 4, "{line}");
            assert!(cells.iter().all(|cell| !cell.is_empty()), "{line}");
        }
    }

    #[test]
    fn every_column_of_every_table_has_labels_and_each_means_one_column() {
        for table in TABLES {
            let shape = Shape::of(table).unwrap_or_else(|why| panic!("{why}"));
            let mut meaning = BTreeMap::new();
            for name in written_columns(table, &shape.record) {
                let label = of(table.resource)
                    .find(|label| label.column == name)
                    .unwrap_or_else(|| panic!("{} {name} has no label", table.resource));
                for text in [label.english, label.chinese, &name] {
                    let long = columns::meant_by(table, text);
                    assert_eq!(columns::written(table, &long), name, "{text}");
                    let before = meaning.insert(text.to_lowercase(), name.clone());
                    assert!(
                        before.is_none_or(|before| before == name),
                        "{}: {text} means two columns",
                        table.resource
                    );
                }
            }
        }
    }

    #[test]
    fn every_label_of_a_table_fills_a_column() {
        for table in TABLES {
            let shape = Shape::of(table).unwrap_or_else(|why| panic!("{why}"));
            for label in of(table.resource).filter(|label| label.resource != "*") {
                let name = columns::meant_by(table, label.column);
                let column = columns::column(table, &shape.record, &name);
                assert!(column.is_ok(), "{} {}", table.resource, label.column);
            }
        }
    }
}
