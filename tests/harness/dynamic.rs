//! Calls any method by its name with JSON, as grpcurl does.

use std::{collections::BTreeMap, fmt::Debug};

use prost::Message;
use prost_reflect::{
    DescriptorPool, DynamicMessage, MessageDescriptor, MethodDescriptor, SerializeOptions,
};
use serde_json::Value;
use tonic::{
    Request, Status, Streaming,
    body::Body,
    client::{Grpc, GrpcService},
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    codegen::{Body as HttpBody, Bytes, StdError, http::uri::PathAndQuery},
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

    /// Calls a path at which no contract has a method, with an empty message.
    ///
    /// # Errors
    /// The refusal of the service.
    ///
    /// # Panics
    /// When there is no such service, or the fair cannot be reached.
    pub async fn call_unknown(&self, service: &str, path: &'static str) -> Result<(), Refusal> {
        let message = self.pool.all_messages().next().expect("some message");
        let mut grpc = Grpc::new(self.channels[service].clone());
        grpc.ready().await.expect("the fair can be reached");
        let request = Request::new(DynamicMessage::new(message.clone()));
        let codec = DynamicCodec(message);
        let answer = grpc.unary(request, PathAndQuery::from_static(path), codec);
        answer
            .await
            .map(drop)
            .map_err(|status| Refusal::from(&status))
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
        let mut answers = self.exchange(method, vec![message]).await?;
        if method.is_client_streaming() {
            assert_eq!(answers.len(), 1, "a stream of one request has one answer");
        }
        Ok(answers.pop().expect("a stream of answers has one"))
    }

    /// Calls a method with these messages, one where it takes no stream, and gives all
    /// its answers.
    ///
    /// # Errors
    /// The refusal of the service.
    ///
    /// # Panics
    /// When the fair cannot be reached, or the method takes one message and not these.
    pub async fn exchange(
        &self,
        method: &MethodDescriptor,
        messages: Vec<DynamicMessage>,
    ) -> Result<Vec<DynamicMessage>, Refusal> {
        let way = self.channel_to(method);
        exchange_over(way, method, messages, self.authorization.as_ref()).await
    }

    /// The way to the service of a method.
    fn channel_to(&self, method: &MethodDescriptor) -> Channel {
        let package = method.parent_service().package_name().to_owned();
        let found = self
            .channels
            .iter()
            .find(|(name, _)| package.split('.').any(|part| part == **name));
        let (_, channel) = found.unwrap_or_else(|| panic!("{package} is no service"));
        channel.clone()
    }
}

/// Calls a method as [`Speaker::exchange`] does, over any way to its service.
///
/// # Errors
/// The refusal of the service.
///
/// # Panics
/// When the service cannot be reached, or the method takes one message and not these.
pub async fn exchange_over<W>(
    way: W,
    method: &MethodDescriptor,
    mut messages: Vec<DynamicMessage>,
    authorization: Option<&AsciiMetadataValue>,
) -> Result<Vec<DynamicMessage>, Refusal>
where
    W: GrpcService<Body>,
    W::Error: Debug,
    W::ResponseBody: HttpBody<Data = Bytes> + Send + 'static,
    <W::ResponseBody as HttpBody>::Error: Into<StdError> + Send,
{
    let path = format!("/{}/{}", method.parent_service().full_name(), method.name());
    let path = PathAndQuery::try_from(path).expect("a method makes a path");
    let mut grpc = Grpc::new(way);
    grpc.ready().await.expect("the fair can be reached");
    let codec = DynamicCodec(method.output());
    let answers = if method.is_client_streaming() {
        assert!(
            method.is_server_streaming(),
            "{} takes a stream and gives one answer",
            method.full_name()
        );
        let stream = from(authorization, tokio_stream::iter(messages));
        all(grpc.streaming(stream, path, codec).await).await
    } else {
        let only = messages.pop().filter(|_| messages.is_empty());
        let request = from(authorization, only.expect("this method takes one message"));
        match method.is_server_streaming() {
            true => all(grpc.server_streaming(request, path, codec).await).await,
            false => {
                let answer = grpc.unary(request, path, codec).await;
                answer.map(|answer| vec![answer.into_inner()])
            }
        }
    };
    answers.map_err(|status| Refusal::from(&status))
}

/// A request with the token, if there is one.
fn from<T>(authorization: Option<&AsciiMetadataValue>, message: T) -> Request<T> {
    let mut request = Request::new(message);
    if let Some(authorization) = authorization {
        let metadata = request.metadata_mut();
        metadata.insert("authorization", authorization.clone());
    }
    request
}

/// All messages of a stream of answers.
async fn all(
    answers: Result<tonic::Response<Streaming<DynamicMessage>>, Status>,
) -> Result<Vec<DynamicMessage>, Status> {
    let mut answers = answers?.into_inner();
    let mut all = Vec::new();
    while let Some(message) = answers.message().await? {
        all.push(message);
    }
    Ok(all)
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
