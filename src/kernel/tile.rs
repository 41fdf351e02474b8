//! The innermost loop of a matrix product: a tile of 4 rows and 8 columns that stays in registers.
//!
//! For WebAssembly it is compiled on its own, twice, in `side_module.rs`: with a product and a sum for
//! each term, and with both as one operation.

/// Rows of a tile.
pub const ROWS: usize = 4;
/// Columns of a tile: two vectors. Three of them spill in V8.
pub const COLUMNS: usize = 8;

#[cfg(target_family = "wasm")]
mod lanes {
    use core::arch::wasm32::*;

    pub type Lanes = v128;

    /// # Safety
    /// Four values can be read.
    #[inline(always)]
    pub unsafe fn load(from: *const f32) -> Lanes {
        // SAFETY: as asked of the caller; WebAssembly loads at any alignment.
        unsafe { v128_load(from.cast()) }
    }

    /// # Safety
    /// Four values can be written.
    #[inline(always)]
    pub unsafe fn store(to: *mut f32, values: Lanes) {
        // SAFETY: as asked of the caller.
        unsafe { v128_store(to.cast(), values) }
    }

    /// # Safety
    /// A value can be read.
    #[inline(always)]
    pub unsafe fn splat(from: *const f32) -> Lanes {
        // SAFETY: as asked of the caller.
        unsafe { v128_load32_splat(from.cast()) }
    }

    /// a b + c
    #[inline(always)]
    pub fn multiply_add(a: Lanes, b: Lanes, c: Lanes) -> Lanes {
        #[cfg(target_feature = "relaxed-simd")]
        return f32x4_relaxed_madd(a, b, c);
        #[cfg(not(target_feature = "relaxed-simd"))]
        f32x4_add(c, f32x4_mul(a, b))
    }
}

/// The same in plain Rust, so that native tests run what the browser runs.
#[cfg(not(target_family = "wasm"))]
mod lanes {
    pub type Lanes = [f32; 4];

    /// # Safety
    /// Four values can be read.
    #[inline(always)]
    pub unsafe fn load(from: *const f32) -> Lanes {
        // SAFETY: as asked of the caller.
        unsafe { from.cast::<Lanes>().read_unaligned() }
    }

    /// # Safety
    /// Four values can be written.
    #[inline(always)]
    pub unsafe fn store(to: *mut f32, values: Lanes) {
        // SAFETY: as asked of the caller.
        unsafe { to.cast::<Lanes>().write_unaligned(values) }
    }

    /// # Safety
    /// A value can be read.
    #[inline(always)]
    pub unsafe fn splat(from: *const f32) -> Lanes {
        // SAFETY: as asked of the caller.
        [unsafe { *from }; 4]
    }

    /// a b + c
    #[inline(always)]
    pub fn multiply_add(a: Lanes, b: Lanes, c: Lanes) -> Lanes {
        core::array::from_fn(|i| a[i] * b[i] + c[i])
    }
}

use core::sync::atomic::{Ordering, compiler_fence};

use lanes::{load, multiply_add, splat, store};

/// One column of tiles: `out = start + left · right`.
///
/// # Safety
/// `left` holds `tiles` × `depth` × 4 values, `right` can be read at `depth` rows of 8 values,
/// `right_stride` apart, `out` and `start` hold 4 × `tiles` rows of 8 values, `stride` and
/// `start_stride` apart. `out` is none of the others, but may be `start`.
// On its own, since V8 gives a large function's loop fewer registers.
#[inline(never)]
#[allow(clippy::too_many_arguments)]
pub unsafe fn column(
    tiles: usize,
    depth: usize,
    left: *const f32,
    right: *const f32,
    right_stride: usize,
    start: *const f32,
    start_stride: usize,
    out: *mut f32,
    stride: usize,
) {
    let (mut left, mut start, mut out) = (left, start, out);
    for _ in 0..tiles {
        // SAFETY: every access lies within what the caller has promised.
        unsafe {
            let mut sums = [[load(start), load(start.add(4))]; ROWS];
            for (row, sum) in sums.iter_mut().enumerate().skip(1) {
                let from = start.add(row * start_stride);
                *sum = [load(from), load(from.add(4))];
            }
            let mut beside = right;
            for _ in 0..depth {
                let [low, high] = [load(beside), load(beside.add(4))];
                for (row, [first, second]) in sums.iter_mut().enumerate() {
                    // One row after the other: all factors at once would need too many registers.
                    compiler_fence(Ordering::SeqCst);
                    let factor = splat(left.add(row));
                    *first = multiply_add(factor, low, *first);
                    *second = multiply_add(factor, high, *second);
                }
                left = left.add(ROWS);
                beside = beside.add(right_stride);
            }
            for (row, [first, second]) in sums.into_iter().enumerate() {
                let to = out.add(row * stride);
                store(to, first);
                store(to.add(4), second);
            }
            start = start.add(ROWS * start_stride);
            out = out.add(ROWS * stride);
        }
    }
}
