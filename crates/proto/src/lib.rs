//! The contracts between services: generated messages, clients and servers, and
//! the descriptors that reflection serves.
//!
//! The `.proto` files under `proto/` are the source; their comments are the
//! user's manual and are kept in [`DESCRIPTORS`]; [`descriptor_pool`] is the same
//! for programs that work on messages by the names of their fields. Modules
//! follow the packages: `tradefair.contracts.v1` is [`contracts::v1`]. This crate
//! holds no rule of any service.

// The code below is generated; its documentation is the comments of the protos.
#![allow(
    missing_docs,
    clippy::all,
    clippy::pedantic,
    clippy::expect_used,
    rustdoc::all,
    unreachable_pub
)]

use std::sync::OnceLock;

/// The encoded `FileDescriptorSet` of every package, imports and comments
/// included.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

/// The descriptors of every package, read once, to look at messages by the names
/// of their fields.
pub fn descriptor_pool() -> &'static prost_reflect::DescriptorPool {
    static POOL: OnceLock<prost_reflect::DescriptorPool> = OnceLock::new();
    // It cannot fail: the bytes were written by the build of this crate, and a
    // test reads them.
    POOL.get_or_init(|| {
        prost_reflect::DescriptorPool::decode(DESCRIPTORS).expect("the built descriptors decode")
    })
}

/// Types shared with the public `google.type` package.
pub mod google {
    /// `google.type`: money and dates.
    pub mod r#type {
        tonic::include_proto!("google.r#type");
    }
}

/// The packages of tradefair, nested as generated code expects them.
mod tradefair {
    /// `tradefair.access`.
    pub mod access {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("tradefair.access.v1");
        }
    }

    /// `tradefair.errors`.
    pub mod errors {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("tradefair.errors.v1");
        }
    }

    /// `tradefair.statistics`.
    pub mod statistics {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("tradefair.statistics.v1");
        }
    }

    /// `tradefair.exhibitions`.
    pub mod exhibitions {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("tradefair.exhibitions.v1");
        }
    }

    /// `tradefair.forums`.
    pub mod forums {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("tradefair.forums.v1");
        }
    }

    /// `tradefair.contracts`.
    pub mod contracts {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("tradefair.contracts.v1");
        }
    }

    /// `tradefair.reporting`.
    pub mod reporting {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("tradefair.reporting.v1");
        }
    }

    /// `tradefair.gateway`.
    pub mod gateway {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("tradefair.gateway.v1");
        }
    }
}

pub use tradefair::{
    access, contracts, errors, exhibitions, forums, gateway, reporting, statistics,
};
