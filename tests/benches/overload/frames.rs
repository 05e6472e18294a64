//! As much of HTTP/2 as it takes to send calls and to see how they end. A library does
//! more for each call than the process that refuses it, and would be what is measured.

use crate::{called::Called, told::End};

/// How a connection begins: the preface; settings (no table of headers, so that each
/// header is seen as it stands; windows that never close); and the window of all streams.
pub(crate) fn beginning() -> Vec<u8> {
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    let settings = [0, 1, 0, 0, 0, 0, 0, 4, 0x7f, 0xff, 0xff, 0xff];
    frame(&mut bytes, SETTINGS, 0, 0, &settings);
    let more = (0x7fff_ffff_u32 - 65_535).to_be_bytes();
    frame(&mut bytes, WINDOW_UPDATE, 0, 0, &more);
    bytes
}

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RESET: u8 = 3;
pub(crate) const SETTINGS: u8 = 4;
pub(crate) const PING: u8 = 6;
pub(crate) const GO_AWAY: u8 = 7;
pub(crate) const WINDOW_UPDATE: u8 = 8;

/// The flags of frames that are used: the same bit says that a frame of data or headers
/// is the last of its stream, and that settings or a ping are an answer.
pub(crate) const LAST: u8 = 1;
pub(crate) const ANSWER: u8 = 1;
const ALL_HEADERS: u8 = 4;

/// Writes a frame.
pub(crate) fn frame(out: &mut Vec<u8>, kind: u8, flags: u8, stream: u32, content: &[u8]) {
    let length = u32::try_from(content.len()).expect("a short frame");
    out.extend_from_slice(&length.to_be_bytes()[1..]);
    out.extend_from_slice(&[kind, flags]);
    out.extend_from_slice(&stream.to_be_bytes());
    out.extend_from_slice(content);
}

/// The headers of a call, as they go with each.
pub(crate) fn headers(called: Called, authority: &str, token: &str, timeout: &str) -> Vec<u8> {
    // POST and http, by their places in the table that is known beforehand.
    let mut block = vec![0x83, 0x86];
    let mut known = |place: &[u8], value: &str| {
        block.extend_from_slice(place);
        text(&mut block, value);
    };
    known(&[4], called.path());
    known(&[1], authority);
    known(&[0x0f, 31 - 15], "application/grpc");
    known(&[0x0f, 23 - 15], token);
    for (name, value) in [("te", "trailers"), ("grpc-timeout", timeout)] {
        block.push(0);
        text(&mut block, name);
        text(&mut block, value);
    }
    block
}

fn text(out: &mut Vec<u8>, text: &str) {
    out.push(u8::try_from(text.len()).expect("a short text"));
    out.extend_from_slice(text.as_bytes());
}

/// Writes a call.
pub(crate) fn call(out: &mut Vec<u8>, stream: u32, headers: &[u8], request: &[u8]) {
    frame(out, HEADERS, ALL_HEADERS, stream, headers);
    frame(out, DATA, LAST, stream, request);
}

/// Writes that nobody waits for the answer of a call any more.
pub(crate) fn give_up(out: &mut Vec<u8>, stream: u32) {
    const CANCEL: [u8; 4] = [0, 0, 0, 8];
    frame(out, RESET, 0, stream, &CANCEL);
}

/// How a call ended, by the headers that end it: after `grpc-status` in the code of the
/// format stands the status, in the same.
pub(crate) fn end_in(headers: &[u8]) -> End {
    const STATUS: &[u8] = &[0x9a, 0xca, 0xc8, 0xb2, 0x12, 0x34, 0xda, 0x8f];
    let found = headers.windows(STATUS.len()).position(|at| at == STATUS);
    let status = found.and_then(|at| headers.get(at + STATUS.len()..at + STATUS.len() + 2));
    match status {
        Some([0x81, 0x07]) => End::by_status(b"0"),
        Some([0x81, 0x7b]) => End::by_status(b"8"),
        Some([0x81, 0x6b]) => End::by_status(b"4"),
        Some([1, plain]) => End::by_status(&[*plain]),
        _ => End::Failed,
    }
}

/// How many streams there may be at the same time, if a frame has it among its settings.
pub(crate) fn streams_in(frame: &Frame<'_>) -> Option<usize> {
    let settings = match frame.kind {
        SETTINGS => frame.content.chunks_exact(6),
        _ => return None,
    };
    settings.fold(None, |before, setting| match setting {
        [0, 3, streams @ ..] => {
            let streams = streams.try_into().map(u32::from_be_bytes);
            streams.ok().and_then(|number| usize::try_from(number).ok())
        }
        _ => before,
    })
}

/// A frame that has come.
pub(crate) struct Frame<'b> {
    pub(crate) kind: u8,
    pub(crate) flags: u8,
    pub(crate) stream: u32,
    pub(crate) content: &'b [u8],
}

/// The first frame of what has come, if it is there as a whole, and how long it is.
pub(crate) fn first(come: &[u8]) -> Option<(Frame<'_>, usize)> {
    let (head, rest) = come.split_first_chunk::<9>()?;
    let [a, b, c, kind, flags, stream @ ..] = *head;
    let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).expect("a short frame");
    let frame = Frame {
        kind,
        flags,
        stream: u32::from_be_bytes(stream) & 0x7fff_ffff,
        content: rest.get(..length)?,
    };
    Some((frame, 9 + length))
}
