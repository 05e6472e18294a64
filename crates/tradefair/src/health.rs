//! Asks a server for its health, as whoever watches over it would: for places without a
//! program that can, such as a container with nothing but this binary.

use std::{io::Write, time::Duration};

use serve::{Link, Target};
use tonic::Request;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use crate::{
    Failure,
    cli::HealthArgs,
    config::Config,
    topology::{ServiceName, everything_at},
};

/// How long an answer may take: a process that is well has it at once.
const TIMEOUT: Duration = Duration::from_secs(2);

/// Prints the status that was asked for, when it is a good one.
///
/// # Errors
/// One sentence when the server cannot be reached, or is not well.
pub async fn run(config: &Config, asked: &HealthArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let here = everything_at(config.door.listen)?;
    let target = asked.server.as_ref();
    let target = target.or_else(|| here.get(&ServiceName::Gateway));
    let target: &Target = target.ok_or("there is no server to ask")?;
    let mut request = Request::new(HealthCheckRequest {
        service: asked.of.clone(),
    });
    request.set_timeout(TIMEOUT);
    let mut client = HealthClient::new(Link::remote("server", target));
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
