//! Training holds its memory: after the first steps, nothing more stays allocated.
#![cfg(not(target_family = "wasm"))]

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicIsize, Ordering};
use std::sync::{Mutex, PoisonError};

use autoencoder_lab::family::Family;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::random::Random;
use autoencoder_lab::task::maximisation::{Ascent, maximise};
use autoencoder_lab::task::probe::{ProbeOptions, probe};
use burn::tensor::Device;
use pollster::block_on;
use serde_json::json;
use support::{Silent, first, small_configurations, small_data, small_digits};

/// Counts what is allocated and not freed.
struct Counting;

static LIVE: AtomicIsize = AtomicIsize::new(0);

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size() as isize, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size() as isize, Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// One test at a time: the count is of all that is allocated.
static ALONE: Mutex<()> = Mutex::new(());

#[test]
fn a_training_of_thousands_of_steps_keeps_nothing() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let batch = first(&small_digits(8, 1), 8);
    for (id, config) in small_configurations() {
        let family = Family::find(id).unwrap();
        let mut learner = family.create(&config, 0, &Device::flex()).unwrap();
        let mut live_after = |steps: usize| {
            (0..steps).for_each(|_| drop(learner.step(&batch, 1e-3)));
            LIVE.load(Ordering::Relaxed)
        };
        let (early, late) = (live_after(100), live_after(2000));
        let grown = late - early;
        assert!(
            grown < 4096,
            "{id} {config}: {grown} bytes more after 2000 steps"
        );
    }
}

/// Long stages, with evaluations and snapshots between the steps of each.
#[test]
fn evaluations_and_snapshots_between_steps_keep_nothing() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    for (id, mut config) in small_configurations() {
        if config.get("layerSteps").is_some() {
            config["layerSteps"] = json!(600);
        }
        let batch = first(&small_data(id, 8, 1), 8);
        let family = Family::find(id).unwrap();
        let mut learner = family.create(&config, 0, &Device::flex()).unwrap();
        let mut live_after = |steps: usize| {
            for step in 0..steps {
                drop(learner.step(&batch, 1e-3));
                if step % 5 == 0 {
                    drop(learner.evaluate(&batch, &mut Random::new(0)));
                    drop(learner.snapshot());
                }
            }
            LIVE.load(Ordering::Relaxed)
        };
        // Of each stage its middle: where one begins, an optimizer takes its place.
        for stage in 0..4 {
            let early = live_after(100);
            let grown = live_after(450) - early;
            live_after(50);
            assert!(
                grown < 4096,
                "{id} {config}: {grown} bytes more in stage {stage}"
            );
        }
    }
}

#[test]
fn climbs_keep_nothing() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let ascent = Ascent {
        steps: 5,
        ..Ascent::default()
    };
    let mut kept = Vec::new();
    let images = |(id, _): &(&str, _)| *id != "documents";
    for (id, config) in small_configurations().into_iter().filter(images) {
        let model = LabModel::create(id, &config, 0, &Device::flex()).unwrap();
        let last = model.widths().len() - 1;
        let host = Silent::new();
        let live_after = |looks: usize| {
            for _ in 0..looks {
                for layer in [1, last] {
                    let climb = maximise(&model, (layer, 0), None, &ascent, &host);
                    block_on(climb).unwrap();
                }
            }
            LIVE.load(Ordering::Relaxed)
        };
        let (early, late) = (live_after(3), live_after(12));
        if late - early > 4096 {
            kept.push(format!("{id} {config}: {} bytes", late - early));
        }
    }
    assert!(kept.is_empty(), "{}", kept.join("\n"));
}

#[test]
fn probes_keep_nothing() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (data, host) = (small_digits(40, 1), Silent::new());
    let config = json!({"inputSize": data.input_size(), "codeSize": 3});
    let model = LabModel::create("pca", &config, 0, &Device::flex()).unwrap();
    let options = ProbeOptions::default();
    let live_after = |probes: usize| {
        for _ in 0..probes {
            block_on(probe(&model, (&data, &data), &options, &host)).unwrap();
        }
        LIVE.load(Ordering::Relaxed)
    };
    let (early, late) = (live_after(1), live_after(2));
    let grown = late - early;
    assert!(grown < 4096, "{grown} bytes more after two probes");
}

#[test]
fn models_that_come_and_go_leave_nothing() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let images = first(&small_digits(8, 1), 8).inputs;
    let mut kept = Vec::new();
    for (id, config) in small_configurations() {
        let live_after = |models: usize| {
            for _ in 0..models {
                let model = LabModel::create(id, &config, 0, &Device::flex()).unwrap();
                block_on(model.encode(&images)).unwrap();
            }
            LIVE.load(Ordering::Relaxed)
        };
        let (early, late) = (live_after(20), live_after(200));
        if late - early > 4096 {
            kept.push(format!("{id} {config}: {} bytes", late - early));
        }
    }
    assert!(kept.is_empty(), "{}", kept.join("\n"));
}
