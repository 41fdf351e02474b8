//! Where long work runs, and who hears of it.

use std::rc::Rc;

use super::progress::Progress;
use super::team::{Pace, Team};
use crate::error::{LabError, Result};

/// What long work needs from where it runs.
pub trait Host {
    /// Seconds since some fixed moment.
    fn now(&self) -> f64;
    /// Lets other work run before the next step.
    fn pause(&self) -> impl Future<Output = ()>;
    /// Whether the work is to stop before the next step.
    fn aborted(&self) -> bool;
    /// Shows where a training stands.
    fn report(&self, progress: &Progress);
    /// Others who share the training, once they are there.
    fn team(&self) -> Option<Rc<dyn Team>> {
        None
    }
    /// Says how long updates take that others could share.
    fn pace(&self, _pace: Pace) {}
    /// Shows the share of other work that is done, 0…1.
    fn share(&self, _share: f64) {}

    /// Shows the share that is done, and pauses where that is not all: a pause takes as long as one
    /// input through a small model.
    ///
    /// # Errors
    /// `aborted` where `what` is to stop.
    fn proceed(&self, share: f64, what: &str) -> impl Future<Output = Result<()>> {
        async move {
            self.share(share);
            if share < 1.0 {
                self.pause().await;
            }
            self.unless_aborted(what)
        }
    }

    /// Pauses.
    ///
    /// # Errors
    /// `aborted` where `what` is to stop.
    fn check(&self, what: &str) -> impl Future<Output = Result<()>> {
        async move {
            self.pause().await;
            self.unless_aborted(what)
        }
    }

    /// # Errors
    /// `aborted` where `what` is to stop.
    fn unless_aborted(&self, what: &str) -> Result<()> {
        match self.aborted() {
            false => Ok(()),
            true => Err(LabError::new(
                "aborted",
                format!("{what} was stopped."),
                "Ask again: the model is as it was.",
            )),
        }
    }
}

/// A host that nobody watches and that never stops; its clock stands still.
pub struct Unattended;

impl Host for Unattended {
    fn now(&self) -> f64 {
        0.0
    }

    async fn pause(&self) {}

    fn aborted(&self) -> bool {
        false
    }

    fn report(&self, _progress: &Progress) {}
}

/// The same host, to which the progress of the work within is shown in another form.
pub struct Reporting<'a, H: Host, R: Fn(&Progress)> {
    /// Where it runs.
    pub host: &'a H,
    /// Called with the progress of the work within.
    pub report: R,
}

impl<H: Host, R: Fn(&Progress)> Host for Reporting<'_, H, R> {
    fn now(&self) -> f64 {
        self.host.now()
    }

    fn pause(&self) -> impl Future<Output = ()> {
        self.host.pause()
    }

    fn aborted(&self) -> bool {
        self.host.aborted()
    }

    fn report(&self, progress: &Progress) {
        (self.report)(progress);
    }
}
