//! The same methods as JSON over HTTP, for browsers and curl: one request and one
//! answer in the unary form of the Connect protocol.
//!
//! `POST /package.Service/Method` takes the JSON form of the request message and gives that
//! of the answer, over HTTP/1.1 and HTTP/2. What a method is, the descriptors tell; there
//! is no code for any of them. A call becomes the gRPC call it stands for before
//! it is admitted, and its JSON is read where the bytes of that call are asked for: so
//! admission, deadline, bounds and measurements are those of every call.
//!
//! A page of another origin cannot call: a browser asks first whether it may send
//! `application/json`, and nothing here says yes.

mod answer;
mod headers;
mod request;

use std::{collections::HashMap, convert::Infallible, sync::Arc};

use fault::Fault;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use prost_reflect::MethodDescriptor;
use tonic::body::Body;
use tower::{ServiceExt, service_fn, util::BoxCloneSyncService};

use crate::{Service, access::methods_of, layers::Stack};

/// The media type of what is taken and given.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Puts JSON beside gRPC: what comes as gRPC goes through as it is.
pub(crate) fn beside(service: &Service, stack: Stack) -> Stack {
    let methods = Arc::new(methods(service));
    BoxCloneSyncService::new(service_fn(move |request: Request<Body>| {
        let (stack, methods) = (stack.clone(), Arc::clone(&methods));
        async move {
            match is_grpc(request.headers()) {
                true => stack.oneshot(request).await,
                false => converse(&methods, stack, request).await,
            }
        }
    }))
}

/// Whether a call is gRPC, of any kind.
pub(crate) fn is_grpc(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE);
    content_type.is_some_and(|said| said.as_bytes().starts_with(b"application/grpc"))
}

/// The methods of a service, by path.
fn methods(service: &Service) -> HashMap<String, MethodDescriptor> {
    let path = |method: &MethodDescriptor| format!("/{}/{}", service.grpc_name, method.name());
    methods_of(service)
        .map(|method| (path(&method), method))
        .collect()
}

/// Takes a request in JSON to the service, and its answer back.
async fn converse(
    methods: &HashMap<String, MethodDescriptor>,
    stack: Stack,
    request: Request<Body>,
) -> Result<Response<Body>, Infallible> {
    let Some(method) = methods.get(request.uri().path()) else {
        return Ok(answer::fault(Fault::NotOffered {
            why: "there is no such method; reflection lists those there are".to_owned(),
        }));
    };
    if request.method() != Method::POST {
        let refusal = answer::words(StatusCode::METHOD_NOT_ALLOWED, "a method is called by POST");
        let allowed = HeaderValue::from_static("POST");
        return Ok(answer::with(refusal, header::ALLOW, allowed));
    }
    if !headers::say_json(request.headers()) {
        let refusal = answer::words(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "the content-type must be application/json; a method is called with JSON or as gRPC",
        );
        return Ok(answer::with(
            refusal,
            header::HeaderName::from_static("accept-post"),
            JSON,
        ));
    }
    if method.is_client_streaming() || method.is_server_streaming() {
        return Ok(answer::fault(Fault::NotOffered {
            why: "this method has a stream of messages, which only gRPC carries here".to_owned(),
        }));
    }
    Ok(match request::as_grpc(request, method.input()) {
        Ok(request) => answer::of(stack.oneshot(request).await?, method.output()).await,
        Err(fault) => answer::fault(fault),
    })
}
