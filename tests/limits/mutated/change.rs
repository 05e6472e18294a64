//! One change to the bytes of a message.

use harness::dice::Dice;

/// A field as it stands in a message: where it begins and where its content does.
struct Field {
    begins: usize,
    content: usize,
    ends: usize,
}

/// Changes a message in one place.
pub(super) fn once(message: &mut Vec<u8>, dice: &mut Dice) {
    if message.is_empty() {
        message.push(byte(dice));
        return;
    }
    let at = dice.roll(message.len());
    match dice.roll(8) {
        0 => message[at] ^= 1 << dice.roll(8),
        1 => message.truncate(at),
        2 => message.insert(at, byte(dice)),
        3 => {
            message.remove(at);
        }
        4 => message[at] = byte(dice),
        number => {
            let fields = fields(message);
            match fields.is_empty() {
                true => message[at] = byte(dice),
                false => field(message, dice.pick(&fields), number, dice),
            }
        }
    }
}

/// Changes one field.
fn field(message: &mut Vec<u8>, field: &Field, number: usize, dice: &mut Dice) {
    match number {
        5 => {
            // Another kind, of the same number.
            let kind = u8::try_from(dice.roll(8)).expect("three bits");
            message[field.begins] = message[field.begins] & !7 | kind;
        }
        6 => {
            // A length that is not the one of its content.
            let last = field.content.saturating_sub(1).max(field.begins);
            message[last] = byte(dice);
        }
        _ => {
            let twice = message[field.begins..field.ends].to_vec();
            for _ in 0..1 + dice.roll(40) {
                message.extend_from_slice(&twice);
            }
        }
    }
}

fn byte(dice: &mut Dice) -> u8 {
    match dice.roll(3) {
        0 => 0xff,
        _ => u8::try_from(dice.roll(256)).expect("a byte"),
    }
}

/// The fields of a message and of those in it, as far as they can be read.
fn fields(message: &[u8]) -> Vec<Field> {
    let mut found = Vec::new();
    within(message, 0, 6, &mut found);
    found
}

fn within(message: &[u8], offset: usize, depth: usize, found: &mut Vec<Field>) {
    let mut at = 0;
    while let Some((tag, after)) = varint(message, at) {
        let content = match tag & 7 {
            0 => varint(message, after).map(|(_, ends)| (after, ends)),
            1 => Some((after, after + 8)),
            5 => Some((after, after + 4)),
            2 => varint(message, after).and_then(|(length, begins)| {
                Some((begins, begins.checked_add(usize::try_from(length).ok()?)?))
            }),
            _ => None,
        };
        let Some((content, ends)) = content.filter(|(_, ends)| *ends <= message.len()) else {
            return;
        };
        found.push(Field {
            begins: offset + at,
            content: offset + content,
            ends: offset + ends,
        });
        if tag & 7 == 2 && depth > 0 {
            within(&message[content..ends], offset + content, depth - 1, found);
        }
        at = ends;
    }
}

fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0;
    for (nth, byte) in bytes.iter().skip(at).take(9).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * nth);
        if byte & 0x80 == 0 {
            return Some((value, at + nth + 1));
        }
    }
    None
}
