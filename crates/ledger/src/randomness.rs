//! Randomness, which comes in through the door. The books need it for one
//! thing: the salts that keep the digest of an erased body from being guessed.

/// Fills buffers with bytes that nobody can foretell.
pub trait Randomness: Send {
    /// Fills the whole buffer.
    fn fill(&mut self, buffer: &mut [u8]);
}

/// Randomness of the operating system, stretched by blake3 so that a commit
/// needs no system call for its salts.
pub struct SystemRandomness {
    stream: blake3::OutputReader,
}

impl SystemRandomness {
    /// A stream seeded by the operating system.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door the machine's randomness comes in through"
    )]
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut seed = [0; blake3::KEY_LEN];
        getrandom::fill(&mut seed)?;
        Ok(Self {
            stream: blake3::Hasher::new_keyed(&seed).finalize_xof(),
        })
    }
}

impl Randomness for SystemRandomness {
    fn fill(&mut self, buffer: &mut [u8]) {
        self.stream.fill(buffer);
    }
}

/// A stream that is the same for the same seed: for tests and simulations,
/// where salts protect nobody.
pub struct SeededRandomness {
    stream: blake3::OutputReader,
}

impl SeededRandomness {
    /// The stream of that seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            stream: blake3::Hasher::new()
                .update(&seed.to_le_bytes())
                .finalize_xof(),
        }
    }
}

impl Randomness for SeededRandomness {
    fn fill(&mut self, buffer: &mut [u8]) {
        self.stream.fill(buffer);
    }
}
