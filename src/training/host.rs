//! Where a training runs, and who hears of it.

use super::run::Progress;

/// What training needs from where it runs.
pub trait Host {
    /// Seconds since some fixed moment.
    fn now(&self) -> f64;
    /// Lets other work run before the next step.
    fn breathe(&self) -> impl Future<Output = ()>;
    /// Whether training is to stop before the next step.
    fn aborted(&self) -> bool;
    /// Shows where training stands.
    fn report(&self, progress: &Progress);
}

/// The same host, which hears of the progress only what `report` tells it.
pub struct Retold<'a, H: Host, R: Fn(&Progress)> {
    /// Where it runs.
    pub host: &'a H,
    /// Called with the progress of the work within.
    pub report: R,
}

impl<H: Host, R: Fn(&Progress)> Host for Retold<'_, H, R> {
    fn now(&self) -> f64 {
        self.host.now()
    }

    fn breathe(&self) -> impl Future<Output = ()> {
        self.host.breathe()
    }

    fn aborted(&self) -> bool {
        self.host.aborted()
    }

    fn report(&self, progress: &Progress) {
        (self.report)(progress);
    }
}
