//! Messages as protobuf JSON, on one line.

use prost::{Message, Name};
use prost_reflect::{DynamicMessage, MessageDescriptor};

use crate::Failure;

/// A message as JSON, its fields in the order of the contracts and defaults left out.
///
/// # Errors
/// When the descriptors and the messages of this build do not fit.
pub fn line<M: Message + Name>(message: &M) -> Result<String, Failure> {
    let dynamic = DynamicMessage::decode(descriptor::<M>()?, message.encode_to_vec().as_slice())?;
    Ok(serde_json::to_string(&dynamic)?)
}

/// The message that a JSON text holds.
///
/// # Errors
/// When the text is no JSON of this message.
pub fn read<M: Message + Name + Default>(text: &str) -> Result<M, Failure> {
    let mut json = serde_json::Deserializer::from_str(text);
    let dynamic = DynamicMessage::deserialize(descriptor::<M>()?, &mut json)?;
    json.end()?;
    Ok(dynamic.transcode_to()?)
}

fn descriptor<M: Name>() -> Result<MessageDescriptor, Failure> {
    let found = proto::descriptor_pool().get_message_by_name(&M::full_name());
    found.ok_or_else(|| format!("the contracts have no message {}", M::full_name()).into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proto::statistics::v1::ListEvidenceRequest;

    use super::*;

    #[test]
    fn a_message_survives_its_json() {
        let text = r#"{"parent":"fairs/ciftis/editions/4","pageSize":5}"#;
        let request: ListEvidenceRequest = read(text).unwrap();
        assert_eq!(request.page_size, 5);
        assert_eq!(line(&request).unwrap(), text);
        assert!(read::<ListEvidenceRequest>("{}}").is_err());
    }
}
