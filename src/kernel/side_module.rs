//! The innermost loop as a module of its own on the memory of the main one: `build.rs` compiles it
//! twice, as the main module could hold it, and with relaxed SIMD's fused multiply and add, since engines
//! without relaxed SIMD refuse a whole module that holds it.

#![no_std]

mod tile;

/// [`tile::column`].
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn column(
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
    // SAFETY: as asked of the caller.
    unsafe { tile::column(tiles, depth, left, right, right_stride, start, start_stride, out, stride) }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
