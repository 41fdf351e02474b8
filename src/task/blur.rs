//! A blur of images.

/// A Gaussian in one dimension, cut off at three standard deviations; the blur of an image is that of
/// its rows and then of its columns.
pub(super) struct Gaussian(Vec<f32>);

impl Gaussian {
    /// Of this standard deviation, in pixels.
    pub fn new(deviation: f32) -> Self {
        let reach = (3.0 * deviation).ceil() as i32;
        let weight = |offset: i32| (-0.5 * (offset as f32 / deviation).powi(2)).exp();
        Self((-reach..=reach).map(weight).collect())
    }

    /// A square image of `side` pixels a side, blurred. Weights that reach beyond the edge are shared among those within.
    pub fn blur(&self, image: &[f32], side: usize) -> Vec<f32> {
        let rows = self.along(image, side, 1);
        self.along(&rows, side, side)
    }

    /// Blurred in the direction in which neighbours are `stride` apart.
    fn along(&self, image: &[f32], side: usize, stride: usize) -> Vec<f32> {
        let reach = self.0.len() / 2;
        let blurred = |index: usize| {
            let place = index / stride % side;
            let first = index - place * stride;
            let (mut sum, mut total) = (0.0, 0.0);
            for other in place.saturating_sub(reach)..(place + reach + 1).min(side) {
                let weight = self.0[other + reach - place];
                sum += weight * image[first + other * stride];
                total += weight;
            }
            sum / total
        };
        (0..image.len()).map(blurred).collect()
    }
}
