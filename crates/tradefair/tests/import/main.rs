//! Tables are brought into books, and out of them.
#![allow(clippy::unwrap_used)]

mod books;
mod corrected;
mod export;
mod loading;
mod rejects;
mod tables;
mod text;
mod unjudged;
mod workbook;
