//! Text of any of the usual encodings and delimiters becomes rows.

mod decode;
mod rows;

use std::{
    io::{self, Read},
    ops::ControlFlow,
};

use super::{Row, Unreadable};
use decode::{Decoded, encoding_of};
use rows::RowsOfText;

/// What can stand between the cells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// How much of the text is looked at for its delimiter.
const HEADER_BYTES: usize = 64 * 1024;

/// Reads text twice: once for its encoding, once for its rows.
pub(super) fn read<R: Read>(
    open: &mut dyn FnMut() -> io::Result<R>,
    each: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<(), Unreadable> {
    let encoding = encoding_of(open().map_err(Unreadable::file)?).map_err(Unreadable::file)?;
    let mut head = Vec::new();
    let begin = Decoded::new(open().map_err(Unreadable::file)?, encoding);
    // What cannot be decoded is told with its line below.
    let _ = begin.take(HEADER_BYTES as u64).read_to_end(&mut head);
    let text = Decoded::new(open().map_err(Unreadable::file)?, encoding);
    let mut rows = RowsOfText::new(text, delimiter_of(&head));
    while let Some(row) = rows.next()? {
        if each(row).is_break() {
            break;
        }
    }
    Ok(())
}

/// The delimiter that stands most often in the first line, outside of quotes; a
/// comma when none does.
fn delimiter_of(head: &[u8]) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut is_quoted = false;
    let begun = head.iter().skip_while(|byte| matches!(byte, b'\r' | b'\n'));
    for &byte in begun {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                if let Some(place) = DELIMITERS.iter().position(|&known| known == byte)
                    && let Some(count) = counts.get_mut(place)
                {
                    *count += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let place = counts.iter().position(|&count| count == most);
    place
        .and_then(|place| DELIMITERS.get(place).copied())
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_found_in_the_header() {
        let table: [(&[u8], u8); 7] = [
            (b"a,b,c\n1;2;3;4;5\n", b','),
            (b"a;b;c\n1,5;2,5\n", b';'),
            (b"a\tb\n", b'\t'),
            (b"\r\na;b\n", b';'),
            (b"\"a,b,c\";d\n", b';'),
            (b"only\n", b','),
            (b"", b','),
        ];
        for (head, delimiter) in table {
            assert_eq!(delimiter_of(head), delimiter, "{}", head.escape_ascii());
        }
    }
}
