//! Asks a server for its health, as whoever watches over it would: for places without a
//! program that can, such as a container with nothing but this binary.

use std::{io::Write, time::Duration};

use serve::{Link, Means, NoTarget, Target};
use tonic::Request;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use crate::{Failure, assembly::Door, cli::HealthArgs, config::Config, topology::near};

/// How long an answer may take: a process that is well has it at once.
const TIMEOUT: Duration = Duration::from_secs(2);

/// Prints the status that was asked for, when it is a good one.
///
/// # Errors
/// One sentence when the server cannot be reached, or is not well.
pub async fn run(config: &Config, asked: &HealthArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let target = match &asked.server {
        Some(server) => server.clone(),
        None => here(&config.door)?,
    };
    let certificates = config.certificates_for([&target])?;
    let mut request = Request::new(HealthCheckRequest {
        service: asked.of.clone(),
    });
    request.set_timeout(TIMEOUT);
    let mut client = HealthClient::new(Link::remote_by(
        "server",
        &target,
        Means::of_system().with(certificates.as_ref()),
    ));
    let answer = client.check(request).await.map_err(|status| {
        let message = status.message();
        format!("{message}, asked at {target}")
    })?;
    let (of, status) = (&asked.of, answer.into_inner().status());
    match status {
        ServingStatus::Serving => Ok(writeln!(out, "{of}: {}", status.as_str_name())?),
        _ => Err(format!("{of} at {target}: {}", status.as_str_name()).into()),
    }
}

/// The server of these settings: at its operations door, if it has one.
fn here(door: &Door) -> Result<Target, NoTarget> {
    match door.operations {
        Some(operations) => near(operations, false),
        None => near(door.listen, door.certificates.is_some()),
    }
}
