//! Whose call it is, as far as that is known before anybody is asked.

use std::{
    hash::{BuildHasher, RandomState},
    net::IpAddr,
};

use http::{Request, header::AUTHORIZATION};
use tonic::transport::server::TcpConnectInfo;

/// Whose call it is. Calls with the same token are of one caller, wherever they come
/// from; without a token those from one address are. Whether the token is good is found
/// out later: here it only keeps people apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CallerKey {
    Token(u64),
    Address(IpAddr),
    Unknown,
}

impl CallerKey {
    /// What a request shows. The hash has a key of this process, so that nobody can make
    /// a token that is taken for somebody else's.
    pub(super) fn of<B>(request: &Request<B>, hash: &RandomState) -> Self {
        if let Some(token) = request.headers().get(AUTHORIZATION) {
            return Self::Token(hash.hash_one(token.as_bytes()));
        }
        let connection = request.extensions().get::<TcpConnectInfo>();
        match connection.and_then(TcpConnectInfo::remote_addr) {
            Some(address) => Self::Address(address.ip().to_canonical()),
            None => Self::Unknown,
        }
    }
}
