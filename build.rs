//! Compiles the innermost loop of products with fused multiply and add, for browsers that have it.

use std::env::var;
use std::path::PathBuf;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=src/kernel/fused.rs");
    println!("cargo::rerun-if-changed=src/kernel/tile.rs");
    if var("CARGO_CFG_TARGET_FAMILY").as_deref() != Ok("wasm") {
        return;
    }
    let module = PathBuf::from(var("OUT_DIR").expect("set by cargo")).join("fused.wasm");
    let mut rustc = Command::new(var("RUSTC").expect("set by cargo"));
    rustc.args(["--target", &var("TARGET").expect("set by cargo")]);
    rustc.args(["--edition=2024", "--crate-type=cdylib", "--allow=dead_code"]);
    // Loop strength reduction takes the offsets out of the loads, which then need additions.
    for option in [
        "opt-level=3",
        "panic=abort",
        "strip=symbols",
        "target-feature=+simd128,+relaxed-simd",
        "link-arg=--import-memory",
        "llvm-args=-disable-lsr",
    ] {
        rustc.arg("-C").arg(option);
    }
    let status = rustc
        .arg("-o")
        .arg(&module)
        .arg("src/kernel/fused.rs")
        .status();
    assert!(
        status.expect("rustc").success(),
        "src/kernel/fused.rs compiles"
    );
}
