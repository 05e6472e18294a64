//! A service as a value.

use tonic::service::Routes;

/// A service: what it answers, and what it tells about itself. A process is a list
/// of these.
#[derive(Clone, Debug)]
pub struct Service {
    /// The short name that positions, errors and addresses use: `notes`.
    pub name: &'static str,
    /// The full name of the gRPC service, for health and reflection:
    /// `tradefair.notes.v1.NotesService`.
    pub grpc_name: &'static str,
    /// The methods, without layers.
    pub routes: Routes,
    /// The encoded descriptors that tell of them, imports included.
    pub descriptors: &'static [u8],
}
