//! How the units of a layer lie beside each other.

use serde::Serialize;

/// What the units of a layer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerKind {
    /// The pixels of one square image.
    Image,
    /// Feature maps, a channel each.
    FeatureMaps,
    /// Time steps, a row each.
    Sequence,
    /// Units in no order.
    Vector,
}

/// How the units of a layer lie: unit (c · `rows` + r) · `columns` + q in channel c, row r and
/// column q.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LayerShape {
    /// What they are.
    pub kind: LayerKind,
    /// Feature maps; 1 elsewhere.
    pub channels: usize,
    /// Rows of an image or a feature map, or time steps; 1 for a vector.
    pub rows: usize,
    /// Columns of an image or a feature map, values of one time step, or units of a vector.
    pub columns: usize,
}

impl LayerShape {
    const fn new(kind: LayerKind, [channels, rows, columns]: [usize; 3]) -> Self {
        Self {
            kind,
            channels,
            rows,
            columns,
        }
    }

    /// `[1, 1, units]`
    pub const fn vector(units: usize) -> Self {
        Self::new(LayerKind::Vector, [1, 1, units])
    }

    /// `[1, side, side]`
    pub const fn image(side: usize) -> Self {
        Self::new(LayerKind::Image, [1, side, side])
    }

    /// `[channels, side, side]`
    pub const fn feature_maps(channels: usize, side: usize) -> Self {
        Self::new(LayerKind::FeatureMaps, [channels, side, side])
    }

    /// `[1, steps, width]`
    pub const fn sequence(steps: usize, width: usize) -> Self {
        Self::new(LayerKind::Sequence, [1, steps, width])
    }

    /// How many units.
    pub const fn units(self) -> usize {
        self.channels * self.rows * self.columns
    }
}
