//! Reflection: how a tool that knows nothing of the contracts learns them.

use tonic::service::Routes;
use tonic_reflection::server::{Builder, Error};

use crate::Service;

/// Reflection over the services, in both versions of the protocol: tools of
/// different age ask for one or the other. The types of error details are among
/// what it tells, or tools would print them as bytes.
///
/// # Errors
/// When the descriptors of a service cannot be read.
pub(crate) fn routes(services: &[Service]) -> Result<Routes, Error> {
    let new = builder(services).with_service_name("grpc.reflection.v1.ServerReflection");
    let old = builder(services).with_service_name("grpc.reflection.v1alpha.ServerReflection");
    Ok(Routes::new(new.build_v1()?).add_service(old.build_v1alpha()?))
}

fn builder(services: &[Service]) -> Builder<'static> {
    let mut builder = Builder::configure()
        .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .with_service_name("grpc.health.v1.Health");
    for service in services {
        builder = builder
            .register_encoded_file_descriptor_set(service.descriptors)
            .with_service_name(service.grpc_name);
    }
    builder
}
