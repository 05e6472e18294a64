//! Calls any method by its name with JSON, as grpcurl does.

use std::{collections::BTreeMap, fmt::Debug};

use prost::Message;
use prost_reflect::{
    DescriptorPool, DynamicMessage, MessageDescriptor, MethodDescriptor, SerializeOptions,
};
use serde_json::Value;
use tonic::{
    Request, Status, Streaming,
    client::Grpc,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    codegen::http::uri::PathAndQuery,
    metadata::AsciiMetadataValue,
    transport::Channel,
};

use crate::check::Refusal;

/// The contracts as data, with their comments.
///
/// # Panics
/// When the descriptors cannot be read, which is a defect of the build.
#[must_use]
pub fn contracts_as_data() -> DescriptorPool {
    DescriptorPool::decode(proto::DESCRIPTORS).expect("the descriptors of the build are readable")
}

/// Every method of every service, in the order of the protos.
#[must_use]
pub fn methods(pool: &DescriptorPool) -> Vec<MethodDescriptor> {
    pool.services()
        .flat_map(|service| service.methods().collect::<Vec<_>>())
        .collect()
}

/// The comment that stands before a method.
fn comment_of(method: &MethodDescriptor) -> String {
    let file = method.parent_file();
    let comment = file
        .file_descriptor_proto()
        .source_code_info
        .iter()
        .flat_map(|info| &info.location)
        .find(|location| location.path == method.path())
        .map(|location| location.leading_comments().to_owned());
    comment.unwrap_or_default()
}

/// The sample request in the comment of a method, where it has one.
///
/// # Panics
/// When the sample is not JSON.
#[must_use]
pub fn sample_of(method: &MethodDescriptor) -> Option<Value> {
    let comment = comment_of(method);
    let (_, sample) = comment.split_once("Sample:")?;
    Some(
        serde_json::from_str(sample.trim()).unwrap_or_else(|wrong| {
            panic!("the sample of {} is no JSON: {wrong}", method.full_name())
        }),
    )
}

/// Speaks to a fair in JSON.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// The way to each service, by its short name, which its package bears.
    channels: BTreeMap<&'static str, Channel>,
    pool: DescriptorPool,
    /// What goes with every call to say who makes it.
    authorization: Option<AsciiMetadataValue>,
}

impl Speaker {
    /// Speaks to each service over a channel of its own.
    #[must_use]
    pub fn over(channels: BTreeMap<&'static str, Channel>) -> Self {
        Self {
            channels,
            pool: contracts_as_data(),
            authorization: None,
        }
    }

    /// The same, with a token in every call.
    ///
    /// # Panics
    /// When the token cannot stand in metadata.
    #[must_use]
    pub fn bearing(&self, token: &str) -> Self {
        let authorization = format!("Bearer {token}").parse();
        Self {
            authorization: Some(authorization.expect("a token is of plain characters")),
            ..self.clone()
        }
    }

    /// A request with the token, if there is one.
    fn request<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        if let Some(authorization) = &self.authorization {
            let metadata = request.metadata_mut();
            metadata.insert("authorization", authorization.clone());
        }
        request
    }

    /// The contracts as data.
    #[must_use]
    pub fn pool(&self) -> &DescriptorPool {
        &self.pool
    }

    /// Calls `tradefair.contracts.v1.ContractsService/GetAgreement` and its like.
    ///
    /// # Errors
    /// The refusal of the service.
    ///
    /// # Panics
    /// When there is no such method, or the request does not fit its type.
    pub async fn call(&self, method: &str, request: Value) -> Result<Value, Refusal> {
        let (service, name) = method.split_once('/').expect("package.Service/Method");
        let found = self
            .pool
            .get_service_by_name(service)
            .and_then(|service| service.methods().find(|method| method.name() == name))
            .unwrap_or_else(|| panic!("there is no method {method}"));
        let message = DynamicMessage::deserialize(found.input(), request.clone())
            .unwrap_or_else(|wrong| panic!("{method} takes no {request}: {wrong}"));
        self.send(&found, message)
            .await
            .map(|answer| as_json(&answer))
    }

    /// Calls a method with a message that stands. To a method that takes a stream it
    /// is the only one of the stream, and has the only answer; of a method that
    /// answers with a stream the last message is given.
    ///
    /// # Errors
    /// The refusal of the service.
    ///
    /// # Panics
    /// When the fair cannot be reached.
    pub async fn send(
        &self,
        method: &MethodDescriptor,
        message: DynamicMessage,
    ) -> Result<DynamicMessage, Refusal> {
        let path = format!("/{}/{}", method.parent_service().full_name(), method.name());
        let path = PathAndQuery::try_from(path).expect("a method makes a path");
        let package = method.parent_service().package_name().to_owned();
        let found = self
            .channels
            .iter()
            .find(|(name, _)| package.split('.').any(|part| part == **name));
        let (_, channel) = found.unwrap_or_else(|| panic!("{package} is no service"));
        let mut grpc = Grpc::new(channel.clone());
        grpc.ready().await.expect("the fair can be reached");
        let codec = DynamicCodec(method.output());
        let answer = match (method.is_client_streaming(), method.is_server_streaming()) {
            (false, false) => {
                let answer = grpc.unary(self.request(message), path, codec).await;
                answer.map(tonic::Response::into_inner)
            }
            (true, true) => {
                let one = self.request(tokio_stream::once(message));
                only(grpc.streaming(one, path, codec).await).await
            }
            (false, true) => {
                let request = self.request(message);
                last(grpc.server_streaming(request, path, codec).await).await
            }
            (true, false) => panic!("{} takes a stream and gives one answer", method.full_name()),
        };
        answer.map_err(|status| Refusal::from(&status))
    }
}

/// The only message of a stream of answers.
async fn only(
    answers: Result<tonic::Response<Streaming<DynamicMessage>>, Status>,
) -> Result<DynamicMessage, Status> {
    let mut answers = answers?.into_inner();
    let first = answers.message().await?;
    let first = first.expect("a stream of one request has an answer");
    let second = answers.message().await?;
    assert_eq!(second, None, "a stream of one request has one answer");
    Ok(first)
}

/// The last message of a stream of answers.
async fn last(
    answers: Result<tonic::Response<Streaming<DynamicMessage>>, Status>,
) -> Result<DynamicMessage, Status> {
    let mut answers = answers?.into_inner();
    let mut last = None;
    while let Some(message) = answers.message().await? {
        last = Some(message);
    }
    Ok(last.expect("a stream of answers has one"))
}

/// A message as JSON with the field names of the protos, defaults left out.
///
/// # Panics
/// Never: every message of the contracts has a JSON form.
#[must_use]
pub fn as_json(message: &DynamicMessage) -> Value {
    let options = SerializeOptions::new().use_proto_field_name(true);
    message
        .serialize_with_options(serde_json::value::Serializer, &options)
        .expect("every message has a JSON form")
}

/// Encodes any message, decodes the one type it was made for.
struct DynamicCodec(MessageDescriptor);

impl Codec for DynamicCodec {
    type Encode = DynamicMessage;
    type Decode = DynamicMessage;
    type Encoder = DynamicEncoder;
    type Decoder = DynamicDecoder;

    fn encoder(&mut self) -> Self::Encoder {
        DynamicEncoder
    }

    fn decoder(&mut self) -> Self::Decoder {
        DynamicDecoder(self.0.clone())
    }
}

/// Writes a message as it stands.
struct DynamicEncoder;

impl Encoder for DynamicEncoder {
    type Item = DynamicMessage;
    type Error = Status;

    fn encode(&mut self, item: DynamicMessage, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        item.encode(buffer)
            .map_err(|wrong| Status::internal(format!("the test's request: {wrong}")))
    }
}

/// Reads a message of one type.
struct DynamicDecoder(MessageDescriptor);

impl Decoder for DynamicDecoder {
    type Item = DynamicMessage;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<DynamicMessage>, Status> {
        DynamicMessage::decode(self.0.clone(), buffer)
            .map(Some)
            .map_err(|wrong| Status::internal(format!("the answer under test: {wrong}")))
    }
}
