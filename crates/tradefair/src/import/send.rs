//! Requests are sent, many at once and in the order of the tables.

use std::{collections::BTreeMap, time::Duration};

use futures_util::{StreamExt, stream};
use prost_reflect::{DynamicMessage, ReflectMessage};
use serve::Link;
use tonic::{Code, Request, Status, client::Grpc, codegen::http::uri::PathAndQuery};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt;

use super::{
    columns::header_for,
    fault::{ImportFaults, RowFault},
    plan::{Plan, Step},
    row::RowRequest,
    tables::TableKind,
};
use crate::topology::ServiceName;

/// How many requests are under way at once. A row is sent only after the row
/// this many before it was answered.
const IN_FLIGHT: usize = 64;

/// How long one request may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Is told how the loading goes.
pub trait Progress {
    /// A table begins.
    fn begins(&mut self, file: &str);
    /// One more row was recorded.
    fn recorded(&mut self);
}

/// Why loading stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Rows were refused.
    #[error(transparent)]
    Refused(#[from] ImportFaults),
    /// A service is needed and has no address.
    #[error("there is no way to the {0} service")]
    NoWay(ServiceName),
    /// A service cannot be used; the rows may be right.
    #[error("the {service} service failed while loading {file}: {why}; loading again is safe")]
    Failed {
        /// The service.
        service: ServiceName,
        /// The table.
        file: &'static str,
        /// What it answered.
        why: String,
    },
}

impl Plan {
    /// Sends the requests over `links`.
    ///
    /// # Errors
    /// [`ImportError`]; what was recorded before stays recorded.
    pub async fn send(
        &self,
        links: &BTreeMap<ServiceName, Link>,
        progress: &mut dyn Progress,
    ) -> Result<(), ImportError> {
        for step in &self.steps {
            let service = step.table.service;
            let link = links.get(&service).ok_or(ImportError::NoWay(service))?;
            progress.begins(step.table.file);
            send_step(step, link, progress).await?;
        }
        Ok(())
    }
}

async fn send_step(
    step: &Step,
    link: &Link,
    progress: &mut dyn Progress,
) -> Result<(), ImportError> {
    let path = PathAndQuery::try_from(format!("/{}", step.table.method))
        .map_err(|error| failed(step.table, error.to_string()))?;
    let mut answers = stream::iter(&step.requests)
        .map(|row| {
            let answer = call(link.clone(), path.clone(), row.message.clone());
            async move { (row, answer.await) }
        })
        .buffered(IN_FLIGHT);
    let mut faults = Vec::new();
    while let Some((row, answer)) = answers.next().await {
        match answer {
            Ok(()) => progress.recorded(),
            Err(status) if is_of_the_row(status.code()) => {
                faults.extend(faults_of(step.table, row, &status));
            }
            Err(status) => return Err(failed(step.table, status.message().to_owned())),
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ImportFaults(faults).into())
    }
}

async fn call(link: Link, path: PathAndQuery, message: DynamicMessage) -> Result<(), Status> {
    let mut grpc = Grpc::new(link);
    // A link is always ready; it waits where it is used.
    grpc.ready()
        .await
        .map_err(|error| Status::unavailable(error.to_string()))?;
    let mut request = Request::new(message);
    request.set_timeout(TIMEOUT);
    // The answer repeats the record; nothing of it is needed here.
    let codec = ProstCodec::<DynamicMessage, ()>::default();
    grpc.unary(request, path, codec).await.map(drop)
}

/// Whether another row, or this row mended, could pass.
fn is_of_the_row(code: Code) -> bool {
    matches!(
        code,
        Code::InvalidArgument
            | Code::AlreadyExists
            | Code::FailedPrecondition
            | Code::OutOfRange
            | Code::NotFound
    )
}

fn failed(table: &TableKind, why: String) -> ImportError {
    ImportError::Failed {
        service: table.service,
        file: table.file,
        why,
    }
}

/// The faults a service found in a row, each at its column where it named a field.
fn faults_of(table: &TableKind, row: &RowRequest, status: &Status) -> Vec<RowFault> {
    let request = row.message.descriptor();
    let fault = |why: &str| RowFault::of_row(table.file, row.line, why);
    let details = status.get_error_details();
    if let Some(bad_request) = details.bad_request() {
        return bad_request
            .field_violations
            .iter()
            .map(|wrong| {
                fault(&wrong.description).in_column(header_for(table, &request, &wrong.field))
            })
            .collect();
    }
    let named = details
        .error_info()
        .and_then(|info| info.metadata.get("field"));
    let fault = fault(status.message());
    vec![match named {
        Some(field) => fault.in_column(header_for(table, &request, field)),
        None => fault,
    }]
}
