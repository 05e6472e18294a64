//! Tables are brought into books, and out of them.
#![allow(clippy::unwrap_used)]

mod books;
mod corrected;
mod export;
mod loading;
mod rehearsed;
mod rejects;
mod tables;
mod text;
mod workbook;
