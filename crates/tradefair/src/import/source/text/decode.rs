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
    /// What was decoded and not yet taken: a reader may ask for less than one
    /// character.
    text: Vec<u8>,
    taken: usize,
    written: usize,
    is_at_end: bool,
    is_broken: bool,
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
            text: vec![0; PIECE_BYTES],
            taken: 0,
            written: 0,
            is_at_end: false,
            is_broken: false,
        }
    }

    /// Decodes on until there is something to take, or nothing more.
    fn decode(&mut self) -> io::Result<()> {
        loop {
            if self.is_broken {
                let why = format!("is no {} text here", self.name);
                return Err(io::Error::new(io::ErrorKind::InvalidData, why));
            }
            let bytes = self.piece.get(self.from..self.until).unwrap_or_default();
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                bytes,
                &mut self.text,
                self.is_at_end,
            );
            self.from += read;
            (self.taken, self.written) = (0, written);
            // What stands before the fault is taken first, so that its line is known.
            self.is_broken = matches!(result, DecoderResult::Malformed(..));
            if written > 0 || (self.is_at_end && !self.is_broken) {
                return Ok(());
            }
            if result != DecoderResult::InputEmpty {
                continue;
            }
            self.from = 0;
            self.until = self.raw.read(&mut self.piece)?;
            self.is_at_end = self.until == 0;
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.written {
            self.decode()?;
        }
        let ready = self.text.get(self.taken..self.written).unwrap_or_default();
        let taken = ready.len().min(out.len());
        out[..taken].copy_from_slice(&ready[..taken]);
        self.taken += taken;
        Ok(taken)
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
    fn text_is_taken_in_whatever_pieces() {
        let text = "a京交会é";
        for at_once in 1..6 {
            let mut reader = Decoded::new(text.as_bytes(), UTF_8);
            let (mut taken, mut some) = (Vec::new(), vec![0; at_once]);
            loop {
                let count = reader.read(&mut some).unwrap();
                taken.extend_from_slice(&some[..count]);
                if count == 0 {
                    break;
                }
            }
            assert_eq!(taken, text.as_bytes(), "{at_once} at once");
        }
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
