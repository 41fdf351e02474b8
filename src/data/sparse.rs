//! Rows that are mostly zeros, such as the words of documents.

/// A matrix `[count, width]` of which only the entries that are not 0 are stored, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct SparseRows {
    width: usize,
    /// Where each row begins among the entries; one more than there are rows.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl SparseRows {
    /// No rows of `width` values each.
    pub fn new(width: usize) -> Self {
        Self {
            width,
            starts: vec![0],
            columns: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Adds a row with the given columns and values.
    ///
    /// # Panics
    /// If a column is not below [`width`](Self::width).
    pub fn push(&mut self, entries: impl IntoIterator<Item = (u32, f32)>) {
        for (column, value) in entries {
            assert!((column as usize) < self.width, "column {column}");
            self.columns.push(column);
            self.values.push(value);
        }
        self.starts.push(self.columns.len());
    }

    /// How many rows.
    pub fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Values of a row, zeros included.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The columns and the values of a row.
    ///
    /// # Panics
    /// If `index` is not below [`count`](Self::count), as indexing a slice does.
    pub fn row(&self, index: usize) -> impl Iterator<Item = (usize, f32)> + Clone {
        let entries = self.starts[index]..self.starts[index + 1];
        let columns = self.columns[entries.clone()].iter();
        let values = self.values[entries].iter();
        columns
            .zip(values)
            .map(|(column, value)| (*column as usize, *value))
    }

    /// All rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = (usize, f32)> + Clone> {
        (0..self.count()).map(|index| self.row(index))
    }

    /// The rows at `indices`, in that order; an index may repeat.
    ///
    /// # Panics
    /// As [`row`](Self::row).
    pub fn select(&self, indices: &[usize]) -> Self {
        let mut selected = Self::new(self.width);
        for index in indices {
            selected.push(
                self.row(*index)
                    .map(|(column, value)| (column as u32, value)),
            );
        }
        selected
    }

    /// Each row over its sum; a row of zeros stays one.
    pub fn shares(&self) -> Self {
        let mut shares = Self::new(self.width);
        for row in self.rows() {
            let total: f32 = row.clone().map(|(_, value)| value).sum();
            shares.push(row.map(|(column, value)| (column as u32, value / total)));
        }
        shares
    }

    /// The rows in `range` with their zeros, `[range, width]` flat.
    ///
    /// # Panics
    /// As [`row`](Self::row).
    pub fn dense(&self, range: std::ops::Range<usize>) -> Vec<f32> {
        let mut values = vec![0.0; range.len() * self.width];
        for (index, row) in range.zip(values.chunks_mut(self.width)) {
            for (column, value) in self.row(index) {
                row[column] = value;
            }
        }
        values
    }
}
