//! Health that is watched, and reflection: streams beside the services, which have places
//! of their own.

use std::time::Duration;

use tokio::time::timeout;
use tonic::{Code, Status, Streaming, transport::Channel};
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse, health_client::HealthClient};
use tonic_reflection::pb::v1::{
    ServerReflectionRequest, ServerReflectionResponse,
    server_reflection_client::ServerReflectionClient, server_reflection_request::MessageRequest,
};
use tonic_types::StatusExt;

use crate::{
    desk::Served,
    entry::reason,
    odd::{Odd, ask},
};

/// How many streams beside the services one caller may have.
const OF_ONE_CALLER: usize = 16;

async fn channel(served: &Served) -> Channel {
    let at = format!("http://{}", served.address);
    Channel::from_shared(at).unwrap().connect().await.unwrap()
}

async fn watch(channel: &Channel) -> Result<Streaming<HealthCheckResponse>, Status> {
    let watched = HealthClient::new(channel.clone()).watch(HealthCheckRequest::default());
    watched.await.map(tonic::Response::into_inner)
}

async fn services(channel: &Channel) -> Result<Streaming<ServerReflectionResponse>, Status> {
    let request = ServerReflectionRequest {
        message_request: Some(MessageRequest::ListServices(String::new())),
        ..ServerReflectionRequest::default()
    };
    let asked = tokio_stream::iter([request]);
    let mut client = ServerReflectionClient::new(channel.clone());
    let told = client.server_reflection_info(asked).await;
    told.map(tonic::Response::into_inner)
}

#[tokio::test]
async fn so_many_watch_and_one_more_is_told_to_try_again() {
    let served = Served::start(Odd::new().service).await;
    let channel = channel(&served).await;
    let mut watching = Vec::new();
    for _ in 0..OF_ONE_CALLER {
        let mut watched = watch(&channel).await.unwrap();
        assert!(watched.message().await.unwrap().is_some());
        watching.push(watched);
    }
    for refused in [
        watch(&channel).await.map(drop).unwrap_err(),
        services(&channel).await.map(drop).unwrap_err(),
    ] {
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::ResourceExhausted, "OVERLOADED")
        );
        assert!(refused.get_details_retry_info().is_some());
    }
    // Whoever probes, or calls, is not concerned.
    let mut health = HealthClient::new(channel.clone());
    health.check(HealthCheckRequest::default()).await.unwrap();
    served.client().get_activity(ask("tells")).await.unwrap();

    drop(watching);
    // Places are free as soon as the listener has heard of it.
    let free = async {
        loop {
            match services(&channel).await {
                Ok(told) => break told,
                Err(refused) => assert_eq!(refused.code(), Code::ResourceExhausted),
            }
        }
    };
    let mut told = timeout(Duration::from_secs(20), free).await.unwrap();
    assert!(told.message().await.unwrap().is_some());
}
