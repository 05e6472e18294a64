//! Several values in one cell.
//!
//! They stand with `;` between them. A backslash before a semicolon, a backslash
//! or a blank at either end takes it as it is.

/// The character between the items of a list.
const BETWEEN: char = ';';

/// The character that takes the next one as it is.
const AS_IS: char = '\\';

/// The items of a cell, without the blanks around them. Empty ones keep their
/// place.
pub(crate) fn split(cell: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    // How much of the item must stay, whatever blanks end it.
    let mut kept = 0;
    let mut characters = cell.chars();
    while let Some(character) = characters.next() {
        match character {
            BETWEEN => {
                end(&mut item, kept);
                items.push(std::mem::take(&mut item));
                kept = 0;
            }
            AS_IS => {
                item.push(characters.next().unwrap_or(AS_IS));
                kept = item.len();
            }
            _ if character.is_whitespace() && item.is_empty() => {}
            _ => item.push(character),
        }
    }
    end(&mut item, kept);
    items.push(item);
    items
}

/// Takes the blanks off the end that were not written as they are.
fn end(item: &mut String, kept: usize) {
    let until = item.trim_end().len().max(kept);
    item.truncate(until);
}

/// A cell of which [`split`] makes these items again.
pub(crate) fn join<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let written: Vec<_> = items.into_iter().map(written).collect();
    written.join(";")
}

fn written(item: &str) -> String {
    let inner = item.trim();
    let last = item.chars().count().saturating_sub(1);
    let is_bare = inner.len() == item.len();
    let mut out = String::with_capacity(item.len());
    for (place, character) in item.chars().enumerate() {
        let is_end = (place == 0 || place == last) && character.is_whitespace();
        if matches!(character, BETWEEN | AS_IS) || (is_end && !is_bare) {
            out.push(AS_IS);
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stand_between_semicolons() {
        let table: [(&str, &[&str]); 6] = [
            ("a", &["a"]),
            ("a; b ;", &["a", "b", ""]),
            (";;c", &["", "", "c"]),
            (r"a\;b;c\\", &["a;b", r"c\"]),
            (r"\ a\ ;b", &[" a ", "b"]),
            ("两 个;词", &["两 个", "词"]),
        ];
        for (cell, items) in table {
            assert_eq!(split(cell), items, "{cell}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_was_joined_is_split(
            items in proptest::collection::vec("[a中;\\\\ \u{a0}]{0,5}", 1..5),
        ) {
            let cell = join(items.iter().map(String::as_str));
            proptest::prop_assert_eq!(split(&cell), items);
        }
    }
}
