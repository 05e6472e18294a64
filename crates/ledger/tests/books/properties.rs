//! Any sequence of creates, updates, voids, retries, reused ids, refusals,
//! panics, clock jumps and restarts, in groups of any size, against the model.

mod run;
mod steps;

use ledger::BookConfig;
use proptest::prelude::*;

use run::Run;
use steps::{Step, steps};

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_books_are_the_model_at_every_position(
        steps in prop::collection::vec(steps(), 1..25),
    ) {
        compare_with_the_model(steps, BookConfig::default());
    }

    /// Nearly every group touches more cells than may stay in memory.
    #[test]
    fn the_books_are_the_model_when_few_cells_stay_in_memory(
        steps in prop::collection::vec(steps(), 1..25),
    ) {
        let config = BookConfig { cells_kept: 3, ..BookConfig::default() };
        compare_with_the_model(steps, config);
    }
}

fn compare_with_the_model(steps: Vec<Step>, config: BookConfig) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut run = Run::working(config);
        for step in steps {
            run.take(step).await;
        }
        run.look_back().await;
    });
}

/// `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(64)
}
