//! The generated messages, clients and servers of tradefair, and their descriptors.
