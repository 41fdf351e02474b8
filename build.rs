//! Compiles the innermost loop of products for browsers, plain and with fused multiply and add.

use std::env::var;
use std::path::PathBuf;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=src/kernel/side_module.rs");
    println!("cargo::rerun-if-changed=src/kernel/tile.rs");
    if var("CARGO_CFG_TARGET_FAMILY").as_deref() == Ok("wasm") {
        compile("plain.wasm", "+simd128");
        compile("fused.wasm", "+simd128,+relaxed-simd");
    }
}

fn compile(name: &str, features: &str) {
    let module = PathBuf::from(var("OUT_DIR").expect("set by cargo")).join(name);
    let mut rustc = Command::new(var("RUSTC").expect("set by cargo"));
    rustc.args(["--target", &var("TARGET").expect("set by cargo")]);
    rustc.args(["--edition=2024", "--crate-type=cdylib", "--allow=dead_code"]);
    rustc.args(["-C", &format!("target-feature={features}")]);
    // Loop strength reduction takes the offsets out of the loads, which then need additions.
    for option in [
        "opt-level=3",
        "panic=abort",
        "strip=symbols",
        "link-arg=--import-memory",
        "llvm-args=-disable-lsr",
    ] {
        rustc.arg("-C").arg(option);
    }
    let status = rustc
        .arg("-o")
        .arg(&module)
        .arg("src/kernel/side_module.rs")
        .status();
    assert!(
        status.expect("rustc").success(),
        "src/kernel/side_module.rs compiles"
    );
}
