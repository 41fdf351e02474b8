//! Which innermost loop runs: the plain one, or where the browser has relaxed SIMD the one with
//! fused multiply and add. In a browser each is a module of its own on this one's memory.

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
    use super::Loop;

    /// The loop that runs.
    pub fn kind() -> Loop {
        Loop::Plain
    }

    pub use super::super::tile::column;
}

#[cfg(target_family = "wasm")]
mod chosen {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use js_sys::WebAssembly::{Instance, Module, Table};
    use js_sys::{Function, Object, Reflect, Uint8Array};
    use wasm_bindgen::{JsCast, JsValue};

    use super::Loop;

    const PLAIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/plain.wasm"));
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

    /// Where the loop that runs stands in the table of functions; 0, where none ever stands, before
    /// one is chosen.
    static PLACE: AtomicUsize = AtomicUsize::new(0);

    /// The loop that runs.
    pub fn kind() -> Loop {
        match fused().is_some_and(|fused| fused == PLACE.load(Ordering::Relaxed)) {
            true => Loop::Fused,
            false => Loop::Plain,
        }
    }

    /// From now on the loop of this kind runs; the fused one where the engine has it.
    pub fn choose(kind: Loop) {
        let wanted = match kind {
            Loop::Plain => None,
            Loop::Fused => fused(),
        };
        PLACE.store(wanted.unwrap_or_else(plain), Ordering::Relaxed);
    }

    /// The place of the loop that runs; the plain one where none was chosen.
    #[inline]
    fn chosen() -> usize {
        match PLACE.load(Ordering::Relaxed) {
            0 => {
                choose(Loop::Plain);
                PLACE.load(Ordering::Relaxed)
            }
            place => place,
        }
    }

    /// The plain loop's place.
    fn plain() -> usize {
        static KNOWN: OnceLock<usize> = OnceLock::new();
        *KNOWN.get_or_init(|| {
            place(&Uint8Array::from(PLAIN)).expect("an engine that runs this module runs that one")
        })
    }

    /// The fused loop's place; an engine without relaxed SIMD refuses the module.
    fn fused() -> Option<usize> {
        static KNOWN: OnceLock<Option<usize>> = OnceLock::new();
        *KNOWN.get_or_init(|| {
            let bytes = Uint8Array::from(FUSED);
            match js_sys::WebAssembly::validate(&bytes) {
                Ok(true) => place(&bytes).ok(),
                _ => None,
            }
        })
    }

    /// Puts a loop into the table of functions.
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
        // SAFETY: a place is that of a function of this type, since in WebAssembly a function's
        // address is its place in the table; the rest is asked of the caller.
        unsafe {
            let column: Column = std::mem::transmute::<usize, Column>(chosen());
            column(
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
