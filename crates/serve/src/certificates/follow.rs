//! Reads the files again and again.

use std::time::Duration;

use tokio::{task::JoinHandle, time::sleep};

use super::Certificates;

/// How often it is looked whether the files hold something new. It is their content that
/// is looked at, and no event waited for: clusters put new files in place in manners that
/// events miss.
pub const FOLLOW_INTERVAL: Duration = Duration::from_secs(10);

/// Certificates are followed until this goes out of scope.
#[derive(Debug)]
pub struct Following(JoinHandle<()>);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Certificates {
    /// Follows the files from now on. Must be called inside a runtime.
    #[must_use]
    pub fn follow(&self, every: Duration) -> Following {
        let certificates = self.clone();
        Following(tokio::spawn(async move {
            // What was said last of files that are of no use; to say it again would not help.
            let mut said = None;
            loop {
                sleep(every).await;
                said = certificates.look(said).await;
            }
        }))
    }

    /// Looks once, and gives what is to be remembered as said.
    async fn look(&self, said: Option<String>) -> Option<String> {
        let reading = self.clone();
        let read = tokio::task::spawn_blocking(move || reading.read_again()).await;
        match read {
            Ok(Ok(false)) => None,
            Ok(Ok(true)) => {
                let expiry_seconds = self.expiry_seconds();
                tracing::info!(expiry_seconds, "new certificates are used from now on");
                None
            }
            Ok(Err(wrong)) => {
                let why = wrong.to_string();
                if said.as_ref() != Some(&why) {
                    tracing::warn!("the certificates held before stay in use: {why}");
                }
                Some(why)
            }
            // The runtime ends.
            Err(_) => said,
        }
    }
}
