//! One figure, among few agreements and among many.

use std::time::Duration;

use harness::{
    cells::{selection, sum_request},
    clients::at_position,
    fair::RunningFair,
    standing::{self, EDITION, FAIR},
};
use indicatif::ProgressBar;
use proto::statistics::v1::{AsOf, Position};
use tokio::time::Instant;

use crate::{knob, load, ratio::Ratio};

/// A fair with many agreements or few, and a moment in the middle of its
/// history.
struct Books {
    running: RunningFair,
    midway: Option<AsOf>,
}

/// Measures and prints how much longer a read takes among many.
pub(crate) async fn among_many_against_among_few() {
    let (rounds, reads) = (knob("ROUNDS", 7), knob("READS", 2_000));
    let (few, many) = (knob("FEW", 1_000), knob("MANY", 1_000_000));
    let few_books = books(few).await;
    let many_books = books(many).await;
    let names = (format!("{many} agreements"), format!("{few} agreements"));
    let names = (names.0.as_str(), names.1.as_str());

    let bar = ProgressBar::new(u64::try_from(3 * 2 * (rounds + 1) * reads).unwrap());
    for (what, read) in [
        ("GetFigure of contract-count", Read::Figure),
        ("QueryCells of counted agreements", Read::Cells),
        ("QueryCells at a cut of the past", Read::PastCells),
    ] {
        let mut ratio = Ratio::default();
        for round in 0..=rounds {
            let first = round % 2 == 0;
            let mut among_many = Duration::ZERO;
            if first {
                among_many = time(&many_books, read, reads, &bar).await;
            }
            let among_few = time(&few_books, read, reads, &bar).await;
            if !first {
                among_many = time(&many_books, read, reads, &bar).await;
            }
            // The first round warms up.
            if round > 0 {
                ratio.round(among_many, among_few);
            }
        }
        bar.suspend(|| {
            ratio.print(
                &format!("{what}, among many / among few"),
                names,
                reads,
                "<= 1.2",
            );
        });
    }
    bar.finish_and_clear();
}

/// What is read.
#[derive(Clone, Copy)]
enum Read {
    Figure,
    Cells,
    PastCells,
}

/// Fills books with so many agreements.
async fn books(agreements: usize) -> Books {
    let running = RunningFair::with_open_books().await;
    standing::open_reporting(&running.clients).await;
    let bar = ProgressBar::new(u64::try_from(agreements).unwrap());
    // In pieces, so that the requests of all need not be in memory at once.
    let piece = 50_000;
    for from in (0..agreements).step_by(piece) {
        let numbers = from..agreements.min(from + piece);
        load::create_agreements(running.address(), "a", numbers, &bar).await;
    }
    bar.finish_and_clear();
    let newest = running.clients.newest(FAIR).await;
    let newest = newest
        .positions
        .into_iter()
        .find(|at| at.service == "contracts")
        .unwrap();
    let midway = Position {
        sequence: (newest.sequence / 2).max(1),
        recorded_at: None,
        ..newest
    };
    Books {
        running,
        midway: at_position(&midway),
    }
}

/// How long so many reads take, one after the other.
async fn time(books: &Books, read: Read, reads: usize, bar: &ProgressBar) -> Duration {
    let clients = &books.running.clients;
    let mut cells = sum_request(
        EDITION,
        selection("agreements", &[("counted", "true")]),
        "agreements",
    );
    if matches!(read, Read::PastCells) {
        cells.as_of.clone_from(&books.midway);
    }
    let began = Instant::now();
    for _ in 0..reads {
        match read {
            Read::Figure => {
                clients
                    .figure(EDITION, "contract-count", None)
                    .await
                    .expect("a figure");
            }
            Read::Cells | Read::PastCells => {
                clients
                    .query_cells("contracts", cells.clone())
                    .await
                    .expect("a total");
            }
        }
        bar.inc(1);
    }
    began.elapsed()
}
