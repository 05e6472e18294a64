//! What each service does, over real gRPC: one file per resource, what all of
//! them hold to in [`standard`], and what they refuse in [`bad_input`].
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod access;
mod activity;
mod agreement;
mod attendance;
mod bad_input;
mod checked_claim;
mod clock;
mod code_list;
mod comparability;
mod delegate;
mod delegation;
mod demand;
mod edition;
mod edition_status;
mod extracted_claim;
mod fair;
mod figure;
mod figure_definition;
mod highlight;
mod json;
mod organisation;
mod participation;
mod person;
mod publication;
mod published_release;
mod rate;
mod release;
mod report;
mod reported_figure;
mod samples;
mod section;
mod standard;
mod summary;
mod visit;
