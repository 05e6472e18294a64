//! Numbers and names into press prose, each leaving its span behind.
