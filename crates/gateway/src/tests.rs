//! Summaries of fairs, and what keeps them from being written.

mod anything;
mod ciftis;
mod doubts;
mod material;
mod messe;
mod peers;
mod sample;
mod services;
mod standing;
