//! The encoding of a file is found, and its text decoded piece by piece.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8};

/// How much is read at once.
const PIECE_BYTES: usize = 64 * 1024;

/// The encoding of a text: what its byte order mark says; without one UTF-8 where
/// all of it is that, else GB18030, in which Chinese programs write.
pub(super) fn encoding_of(mut text: impl Read) -> io::Result<&'static Encoding> {
    let mut piece = vec![0; PIECE_BYTES];
    // What the piece before left unfinished: a character has at most four bytes.
    let mut kept = 0;
    let mut is_first = true;
    loop {
        let read = text.read(piece.get_mut(kept..).unwrap_or_default())?;
        let bytes = piece.get(..kept + read).unwrap_or_default();
        if is_first && let Some((encoding, _)) = Encoding::for_bom(bytes) {
            return Ok(encoding);
        }
        is_first = false;
        if read == 0 {
            return Ok(if kept == 0 { UTF_8 } else { GB18030 });
        }
        let good = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(GB18030),
        };
        let end = kept + read;
        piece.copy_within(good..end, 0);
        kept = end - good;
    }
}

/// A text as UTF-8, without its byte order mark.
pub(super) struct Decoded<R> {
    raw: R,
    decoder: Decoder,
    name: &'static str,
    piece: Vec<u8>,
    /// What of the piece is not decoded yet.
    from: usize,
    until: usize,
    is_at_end: bool,
    is_broken: bool,
    /// What is decoded and not taken yet. Whoever reads may ask for less than a
    /// character.
    text: Vec<u8>,
    taken: usize,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(raw: R, encoding: &'static Encoding) -> Self {
        Self {
            raw,
            decoder: encoding.new_decoder_with_bom_removal(),
            name: encoding.name(),
            piece: vec![0; PIECE_BYTES],
            from: 0,
            until: 0,
            is_at_end: false,
            is_broken: false,
            text: Vec::new(),
            taken: 0,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.from = 0;
        self.until = self.raw.read(&mut self.piece)?;
        self.is_at_end = self.until == 0;
        Ok(())
    }
}

impl<R: Read> Decoded<R> {
    /// Decodes some more.
    fn decode(&mut self) -> io::Result<()> {
        if self.is_broken {
            let why = format!("is no {} text here", self.name);
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        if self.from == self.until && !self.is_at_end {
            self.refill()?;
        }
        self.text.resize(3 * PIECE_BYTES, 0);
        let bytes = self.piece.get(self.from..self.until).unwrap_or_default();
        let (result, read, written) =
            self.decoder
                .decode_to_utf8_without_replacement(bytes, &mut self.text, self.is_at_end);
        self.from += read;
        self.is_broken = matches!(result, DecoderResult::Malformed(..));
        self.text.truncate(written);
        self.taken = 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() && (!self.is_at_end || self.is_broken) {
            self.decode()?;
        }
        let ready = self.text.get(self.taken..).unwrap_or_default();
        let count = ready.len().min(out.len());
        if let (Some(out), Some(ready)) = (out.get_mut(..count), ready.get(..count)) {
            out.copy_from_slice(ready);
        }
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn decoded(bytes: &[u8]) -> io::Result<String> {
        let encoding = encoding_of(bytes)?;
        let mut text = String::new();
        Decoded::new(bytes, encoding).read_to_string(&mut text)?;
        Ok(text)
    }

    fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        units.flat_map(unit).collect()
    }

    #[test]
    fn text_comes_out_whatever_it_was_written_in() {
        // Long enough for a character to lie across two pieces, at every offset.
        let long = "x".to_owned() + &"国际服务贸易交易会".repeat(9000);
        for text in ["", "a", "京交会,中国", "é ß", long.as_str()] {
            let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
            let (chinese, _, lossy) = GB18030.encode(text);
            assert!(!lossy);
            for bytes in [
                text.as_bytes().to_vec(),
                marked,
                chinese.into_owned(),
                utf_16(text, u16::to_le_bytes),
                utf_16(text, u16::to_be_bytes),
            ] {
                assert_eq!(decoded(&bytes).unwrap(), text);
            }
        }
    }

    #[test]
    fn what_is_no_text_is_told() {
        for bytes in [&b"a\xff\xff"[..], b"a\x81"] {
            let wrong = decoded(bytes).unwrap_err();
            assert_eq!(wrong.to_string(), "is no gb18030 text here");
        }
    }
}
