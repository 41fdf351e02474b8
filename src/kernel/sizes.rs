//! The sizes of a convolution, and its images with zeros around them.

use super::tile::COLUMNS;

/// The sizes of a convolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Images.
    pub batch: usize,
    /// Channels that come in.
    pub inputs: usize,
    /// Channels that go out.
    pub outputs: usize,
    /// Pixels along either side of the kernel, an odd number.
    pub side: usize,
    /// Height and width of an image.
    pub image: [usize; 2],
}

impl Sizes {
    /// Those of the way back, from what goes out to what comes in.
    pub fn turned(self) -> Self {
        Self {
            inputs: self.outputs,
            outputs: self.inputs,
            ..self
        }
    }

    /// The width with the zeros on both sides.
    pub(super) fn line(self) -> usize {
        self.image[1] + self.side - 1
    }

    /// Places of an output channel in lines of that width; those beyond the image's hold nothing.
    pub(super) fn places(self) -> usize {
        (self.image[0] * self.line()).next_multiple_of(COLUMNS)
    }

    /// Weights of an output channel.
    pub(super) fn weights(self) -> usize {
        self.inputs * self.side * self.side
    }

    pub(super) fn pixels(self) -> usize {
        self.image[0] * self.image[1]
    }

    /// Where the image begins for each weight of an output channel.
    pub(super) fn starts(self) -> Vec<usize> {
        let height = self.image[0] + self.side - 1;
        let weights = 0..self.weights();
        let start = |weight: usize| {
            let (channel, place) = (weight / self.side.pow(2), weight % self.side.pow(2));
            let (down, along) = (place / self.side, place % self.side);
            (channel * height + down) * self.line() + along
        };
        weights.map(start).collect()
    }

    /// Channels with half a kernel of zeros around each, and room to read on at the end.
    pub(super) fn padded(self, channels: &[f32], to: &mut Vec<f32>) {
        let [height, width] = self.image;
        let (half, line) = (self.side / 2, self.line());
        let area = (height + self.side - 1) * line;
        to.clear();
        to.resize(self.inputs * area + line * self.side + COLUMNS, 0.0);
        let rows = channels.chunks_exact(width).enumerate();
        for (row, values) in rows {
            let (channel, row) = (row / height, row % height);
            let start = channel * area + (row + half) * line + half;
            to[start..start + width].copy_from_slice(values);
        }
    }
}
