//! What the machine gives: time and chance.

use std::sync::Arc;

use ledger::{BookConfig, Clock, Randomness, SystemClock, SystemRandomness};

/// Makes a source of randomness for one book.
type MakeRandomness = dyn Fn() -> Result<Box<dyn Randomness>, String> + Send + Sync;

/// The machine a process runs on, or the one a test makes up.
pub struct Machine {
    /// The clock of every book.
    pub clock: Arc<dyn Clock>,
    /// Randomness, of its own for each book.
    pub randomness: Box<MakeRandomness>,
    /// How every book works.
    pub book_config: BookConfig,
}

impl Machine {
    /// This machine, with its clocks and its randomness.
    #[must_use]
    pub fn this_one() -> Self {
        let randomness = || -> Result<Box<dyn Randomness>, String> {
            let system = SystemRandomness::new().map_err(|error| error.to_string())?;
            Ok(Box::new(system))
        };
        Self {
            clock: Arc::new(SystemClock::new()),
            randomness: Box::new(randomness),
            book_config: BookConfig::default(),
        }
    }
}
