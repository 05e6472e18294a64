//! Serving until the process is asked to end.

use serve::{Identify, Stop};

use crate::{
    Failure,
    assembly::{self, Machine},
    config::Config,
    signals::Ending,
    topology::{ServiceName, Topology},
};

/// Serves the services named, all of them if none is. Who asks a second time for the
/// end does not wait for calls that run.
///
/// # Errors
/// One sentence on why it cannot start, or why it had to stop.
pub async fn run(config: &Config, named: &[ServiceName]) -> Result<(), Failure> {
    let topology = Topology::new(named, &config.addresses)?;
    let mut ending = Ending::listen()?;
    let machine = Machine::this_one();
    let door = config.door.clone();
    let door = door.asking(&config.identification, &machine)?;
    let asks_nobody = matches!(door.identify, Identify::Nobody);
    if asks_nobody && !door.listen.ip().is_loopback() {
        let address = door.listen;
        tracing::warn!("whoever reaches {address} may do everything: the network is trusted");
    }
    let mut running = assembly::start(&topology, &config.books, &door, &machine).await?;
    tracing::info!("serving {} on {}", list(topology.here()), running.address());
    if let Some(address) = running.operations_address() {
        tracing::info!("telling of its health at {address}");
    }
    let (outcome, stop) = tokio::select! {
        // What is sent here would be refused: the sooner it goes elsewhere, the better.
        why = running.failed() => (Err(why.into()), Stop::AtOnce),
        signal = ending.asked() => {
            tracing::info!("{signal}: finishing the calls that run, then closing the books");
            (Ok(()), Stop::Announced)
        }
    };
    tokio::select! {
        () = running.stop(stop) => outcome,
        // What was acknowledged is in the books; the rest is decided by its request ids.
        signal = ending.asked() => Err(format!("{signal}, again: calls that ran were cut off").into()),
    }
}

fn list(services: &[ServiceName]) -> String {
    let names: Vec<_> = services.iter().map(|service| service.as_str()).collect();
    names.join(", ")
}
