//! Which innermost loop runs: the plain one, or where the browser has relaxed SIMD the one with
//! fused multiply and add.

use super::tile;

/// What the innermost loop of a matrix product is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loop {
    /// A product and a sum for each term.
    Plain,
    /// Both at once, rounded once.
    Fused,
}

impl Loop {
    /// What computes, for people.
    pub fn processor(self) -> &'static str {
        match self {
            Self::Plain => "CPU with SIMD",
            Self::Fused => "CPU with relaxed SIMD",
        }
    }
}

pub use chosen::*;

#[cfg(not(target_family = "wasm"))]
mod chosen {
    use super::{Loop, tile};

    /// The loop that runs.
    pub fn kind() -> Loop {
        Loop::Plain
    }

    pub use tile::column;
}

#[cfg(target_family = "wasm")]
mod chosen {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use js_sys::WebAssembly::{Instance, Module, Table};
    use js_sys::{Function, Object, Reflect, Uint8Array};
    use wasm_bindgen::{JsCast, JsValue};

    use super::{Loop, tile};

    const FUSED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/fused.wasm"));

    type Column = unsafe extern "C" fn(
        usize,
        usize,
        *const f32,
        *const f32,
        usize,
        *const f32,
        usize,
        *mut f32,
        usize,
    );

    /// Where the fused loop stands in the table of functions; 0, where none ever stands, if it does not.
    static PLACE: AtomicUsize = AtomicUsize::new(0);

    /// The loop that runs.
    pub fn kind() -> Loop {
        match PLACE.load(Ordering::Relaxed) {
            0 => Loop::Plain,
            _ => Loop::Fused,
        }
    }

    /// From now on the loop of this kind runs; the fused one where the engine has it.
    pub fn choose(kind: Loop) {
        let place = match kind {
            Loop::Plain => 0,
            Loop::Fused => fused().unwrap_or(0),
        };
        PLACE.store(place, Ordering::Relaxed);
    }

    /// Puts the fused loop into the table of functions, once.
    fn fused() -> Option<usize> {
        static KNOWN: std::sync::OnceLock<Option<usize>> = std::sync::OnceLock::new();
        *KNOWN.get_or_init(|| {
            let bytes = Uint8Array::from(FUSED);
            // An engine without relaxed SIMD refuses the module.
            if !js_sys::WebAssembly::validate(&bytes).unwrap_or(false) {
                return None;
            }
            place(&bytes).ok()
        })
    }

    fn place(bytes: &JsValue) -> Result<usize, JsValue> {
        let environment = Object::new();
        Reflect::set(&environment, &"memory".into(), &wasm_bindgen::memory())?;
        let imports = Object::new();
        Reflect::set(&imports, &"env".into(), &environment)?;
        let instance = Instance::new(&Module::new(bytes)?, &imports)?;
        let column: Function = Reflect::get(&instance.exports(), &"column".into())?.dyn_into()?;
        let table: Table = wasm_bindgen::function_table().dyn_into()?;
        let at = table.grow(1)?;
        table.set(at, &column)?;
        Ok(at as usize)
    }

    /// [`tile::column`], as either loop.
    ///
    /// # Safety
    /// As there.
    #[inline]
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
        let place = PLACE.load(Ordering::Relaxed);
        // SAFETY: a place is that of a function of this type, since in WebAssembly a function's
        // address is its place in the table; the rest is asked of the caller.
        unsafe {
            if place == 0 {
                return tile::column(
                    tiles,
                    depth,
                    left,
                    right,
                    right_stride,
                    start,
                    start_stride,
                    out,
                    stride,
                );
            }
            let fused: Column = std::mem::transmute::<usize, Column>(place);
            fused(
                tiles,
                depth,
                left,
                right,
                right_stride,
                start,
                start_stride,
                out,
                stride,
            );
        }
    }
}
