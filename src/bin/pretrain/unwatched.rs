//! Work that nobody watches.

use std::future::ready;
use std::time::Instant;

use autoencoder_lab::training::{Host, Progress};

/// A host that shows nothing and never stops.
pub struct Unwatched(Instant);

impl Default for Unwatched {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Host for Unwatched {
    fn now(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }

    fn breathe(&self) -> impl Future<Output = ()> {
        ready(())
    }

    fn aborted(&self) -> bool {
        false
    }

    fn report(&self, _progress: &Progress) {}
}
