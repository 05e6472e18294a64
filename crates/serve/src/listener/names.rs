//! Who is at the other end of a connection, as far as its certificate proves it.

use std::sync::Arc;

/// The DNS names of the certificate that the other side of a connection showed, in small
/// letters, and none where it showed none. Every request that came over a connection has
/// them among its extensions, and no request that did not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeerNames(Arc<[String]>);

impl PeerNames {
    /// Whether that is one of the names.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|own| own == name)
    }

    /// All names.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether nothing is proved.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>> FromIterator<N> for PeerNames {
    fn from_iter<I: IntoIterator<Item = N>>(names: I) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }
}
