//! Lists of words, which stand in text files beside the code.

/// The entries of a list: one on a line, without comments. In English they are in
/// lower case, their words and marks parted by spaces.
pub(crate) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}
