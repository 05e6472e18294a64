//! Reads a message as it came over the wire, without making anything of it: whether it
//! can be decoded, how much would come of it, and what one of its texts says.
//!
//! A megabyte on the wire can become a hundred in memory, as an empty message of two
//! bytes becomes a structure of some hundreds. What is in a message is therefore
//! counted before it is decoded. What passes here the decoder takes: an error of it
//! would not say who is at fault.

mod shape;

use fault::Fault;

use shape::{Field, Form};
pub(crate) use shape::{Shape, Shapes};

/// The most texts, bytes and messages in one message, lists and maps included.
pub(crate) const ELEMENTS: usize = 50_000;

/// How deep messages may lie in each other.
pub(crate) const DEPTH: usize = 32;

/// What is asked of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'q> {
    /// Its shape.
    pub(crate) shape: &'q Shape,
    /// The numbers of the fields that lead to the text that is wanted; may be empty.
    pub(crate) wanted: &'q [u32],
    /// Whether fields are refused that the contract does not have: of a request that
    /// changes something, so that nothing is lost in silence.
    pub(crate) only_known_fields: bool,
}

/// Why a message is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unsound {
    /// It cannot be decoded: at this byte, for this reason.
    Unreadable { at: usize, why: &'static str },
    /// It has a field that its contract does not have.
    UnknownField { message: String, number: u32 },
    /// It has more elements than one may have.
    TooMany,
}

impl From<Unsound> for Fault {
    fn from(unsound: Unsound) -> Self {
        match unsound {
            Unsound::Unreadable { at, why } => {
                Self::field("request", format!("cannot be read: {why}, at byte {at}"))
            }
            Unsound::UnknownField { message, number } => Self::field(
                "request",
                format!("has field {number} of {message}, which is not known here"),
            ),
            Unsound::TooMany => Self::RequestTooLarge {
                why: format!("it has more than {ELEMENTS} texts and messages in it"),
            },
        }
    }
}

/// Reads a message and tells the text that is wanted, if it is there. Of a text that
/// comes several times the last counts, as for the decoder.
pub(crate) fn read<'m>(
    message: &'m [u8],
    shapes: &Shapes,
    question: Question<'_>,
) -> Result<Option<&'m str>, Unsound> {
    let mut reading = Reading {
        message,
        at: 0,
        shapes,
        only_known_fields: question.only_known_fields,
        elements: 0,
        told: None,
    };
    reading.fields(question.shape, message.len(), DEPTH, Some(question.wanted))?;
    Ok(reading.told)
}

/// What lies behind the number of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WireType {
    Varint,
    Eight,
    Delimited,
    Four,
}

struct Reading<'m, 's> {
    message: &'m [u8],
    at: usize,
    shapes: &'s Shapes,
    only_known_fields: bool,
    elements: usize,
    told: Option<&'m str>,
}

impl<'m> Reading<'m, '_> {
    /// The fields of a message that ends at a byte. `wanted` leads from here on.
    fn fields(
        &mut self,
        shape: &Shape,
        end: usize,
        depth: usize,
        wanted: Option<&[u32]>,
    ) -> Result<(), Unsound> {
        while self.at < end {
            let begun = self.at;
            let (number, wire_type) = self.key(end)?;
            match shape.field(number) {
                Some(field) => {
                    let wanted = wanted
                        .and_then(|wanted| wanted.split_first())
                        .and_then(|(&first, rest)| (first == number).then_some(rest));
                    self.known(field, wire_type, end, depth, wanted, begun)?;
                }
                None if self.only_known_fields => {
                    return Err(Unsound::UnknownField {
                        message: shape.name().to_owned(),
                        number,
                    });
                }
                None => self.skip(wire_type, end)?,
            }
        }
        Ok(())
    }

    /// A field that the contract has.
    fn known(
        &mut self,
        field: &Field,
        wire_type: WireType,
        end: usize,
        depth: usize,
        wanted: Option<&[u32]>,
        begun: usize,
    ) -> Result<(), Unsound> {
        let own = field.form.wire_type();
        let packed = field.repeated && own != WireType::Delimited;
        match wire_type {
            WireType::Delimited if packed => {
                let inner = self.delimited(end)?;
                while self.at < inner {
                    self.skip(own, inner)?;
                }
                Ok(())
            }
            _ if wire_type != own => Err(Unsound::Unreadable {
                at: begun,
                why: "a field has another type than its contract says",
            }),
            WireType::Delimited => self.element(field, end, depth, wanted),
            _ => self.skip(own, end),
        }
    }

    /// A text, bytes or a message.
    fn element(
        &mut self,
        field: &Field,
        end: usize,
        depth: usize,
        wanted: Option<&[u32]>,
    ) -> Result<(), Unsound> {
        self.elements += 1;
        if self.elements > ELEMENTS {
            return Err(Unsound::TooMany);
        }
        let inner = self.delimited(end)?;
        match field.form {
            Form::Message(place) => {
                let Some(depth) = depth.checked_sub(1) else {
                    return self.unreadable("messages lie too deep in each other");
                };
                let shapes = self.shapes;
                let Some(shape) = shapes.at(place) else {
                    return self.unreadable("its contract is not known");
                };
                self.fields(shape, inner, depth, wanted)
            }
            Form::Text => {
                let text = self.message.get(self.at..inner).unwrap_or_default();
                let Ok(text) = std::str::from_utf8(text) else {
                    return self.unreadable("a text is not UTF-8");
                };
                if wanted == Some(&[]) {
                    self.told = Some(text);
                }
                self.at = inner;
                Ok(())
            }
            _ => {
                self.at = inner;
                Ok(())
            }
        }
    }

    /// Passes over one value.
    fn skip(&mut self, wire_type: WireType, end: usize) -> Result<(), Unsound> {
        let inner = match wire_type {
            WireType::Varint => return self.varint(end).map(|_| ()),
            WireType::Eight => self.at + 8,
            WireType::Four => self.at + 4,
            WireType::Delimited => self.delimited(end)?,
        };
        if inner > end {
            return self.unreadable("it ends within a value");
        }
        self.at = inner;
        Ok(())
    }

    /// The number of a field and what lies behind it.
    fn key(&mut self, end: usize) -> Result<(u32, WireType), Unsound> {
        let begun = self.at;
        let key = u32::try_from(self.varint(end)?);
        let wire_type = key.ok().and_then(|key| match key & 7 {
            0 => Some(WireType::Varint),
            1 => Some(WireType::Eight),
            2 => Some(WireType::Delimited),
            5 => Some(WireType::Four),
            _ => None,
        });
        match (key.map(|key| key >> 3), wire_type) {
            (Ok(number), Some(wire_type)) if number > 0 => Ok((number, wire_type)),
            _ => Err(Unsound::Unreadable {
                at: begun,
                why: "there is no such field",
            }),
        }
    }

    /// Where the value ends that begins with its length.
    fn delimited(&mut self, end: usize) -> Result<usize, Unsound> {
        let length = usize::try_from(self.varint(end)?).ok();
        match length.and_then(|length| self.at.checked_add(length)) {
            Some(inner) if inner <= end => Ok(inner),
            _ => self.unreadable("a value is longer than the message"),
        }
    }

    /// A number of seven bits a byte, of 64 bits at the most.
    fn varint(&mut self, end: usize) -> Result<u64, Unsound> {
        let mut number = 0_u64;
        let bytes = self.message.get(self.at..end).unwrap_or_default();
        for (place, &byte) in bytes.iter().take(10).enumerate() {
            if place == 9 && byte > 1 {
                break;
            }
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                self.at += place + 1;
                return Ok(number);
            }
        }
        self.unreadable("a number does not end")
    }

    fn unreadable<T>(&self, why: &'static str) -> Result<T, Unsound> {
        Err(Unsound::Unreadable { at: self.at, why })
    }
}

#[cfg(test)]
mod tests;
