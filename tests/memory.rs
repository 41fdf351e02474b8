//! Training holds its memory: after the first steps, nothing more stays allocated.
#![cfg(not(target_family = "wasm"))]

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicIsize, Ordering};
use std::sync::{Mutex, PoisonError};

use autoencoder_lab::error::LabError;
use autoencoder_lab::family::{Control, ControlKind, FAMILIES, Family, MEMORY_LIMIT, WIDEST};
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::random::Random;
use autoencoder_lab::task::maximisation::{Ascent, maximise};
use autoencoder_lab::task::probe::{ProbeOptions, probe};
use autoencoder_lab::training::Unattended;
use autoencoder_lab::weights::{Checkpoint, Precision};
use burn::tensor::Device;
use pollster::block_on;
use serde_json::{Value, json};
use support::{Silent, first, small_configurations, small_data, small_digits};

/// Counts what is allocated and not freed.
struct Counting;

static LIVE: AtomicIsize = AtomicIsize::new(0);
/// The most that was live since it was last set.
static PEAK: AtomicIsize = AtomicIsize::new(0);

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let size = layout.size() as isize;
        let live = LIVE.fetch_add(size, Ordering::Relaxed) + size;
        PEAK.fetch_max(live, Ordering::Relaxed);
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
    let data = small_digits(40, 1);
    let config = json!({"inputSize": data.input_size(), "codeSize": 3});
    let model = LabModel::create("pca", &config, 0, &Device::flex()).unwrap();
    let options = ProbeOptions::default();
    let live_after = |probes: usize| {
        for _ in 0..probes {
            block_on(probe(&model, (&data, &data), &options, &Unattended)).unwrap();
        }
        LIVE.load(Ordering::Relaxed)
    };
    // The first ones fill what is reused from then on.
    let (early, late) = (live_after(3), live_after(6));
    let grown = late - early;
    assert!(grown < 4096, "{grown} bytes more after six probes");
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

/// Every family at the largest values of its controls and with large images, one control after the
/// other and all of them together.
fn enormous() -> Vec<(&'static str, Value)> {
    let largest = |control: &Control| match control.kind {
        ControlKind::Integer { maximum, .. } => Some(json!(maximum)),
        ControlKind::Widths { .. } => Some(json!(vec![WIDEST; 8])),
        _ => None,
    };
    let mut all = Vec::new();
    for family in FAMILIES {
        let sized = family.controls.iter().filter_map(|control| {
            let value = largest(control)?;
            Some((control.name, value))
        });
        let sized: Vec<_> = sized.collect();
        for size in [16_384, 65_536] {
            let mut together = json!({ "inputSize": size });
            for (name, value) in &sized {
                together[name] = value.clone();
                all.push((family.id, json!({ "inputSize": size, *name: value })));
            }
            all.push((family.id, together));
        }
    }
    all.push(("pca", json!({"inputSize": 16_384})));
    all.push(("pca", json!({"inputSize": 65_536})));
    all
}

/// The file of a small model whose description is that of another one.
fn forged(id: &str, config: &Value) -> Vec<u8> {
    let (_, small) = small_configurations()
        .into_iter()
        .find(|(other, _)| *other == id)
        .unwrap();
    let model = LabModel::create(id, &small, 0, &Device::flex()).unwrap();
    let bytes = block_on(model.save(Precision::F16)).unwrap();
    let mut checkpoint = Checkpoint::read(&bytes).unwrap();
    checkpoint.metadata.config = config.clone();
    checkpoint.metadata.code = None;
    checkpoint.write(Precision::F16).unwrap()
}

/// What is refused is refused by its description: nothing of its size is allocated.
#[test]
fn what_is_too_large_is_refused_before_anything_is_taken() {
    /// What names, shapes and the message take, whatever the size of the model.
    const DESCRIPTION: isize = 128 * 1024;
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let device = Device::flex();
    let mut refused = 0;
    for (id, config) in enormous() {
        let family = Family::find(id).unwrap();
        if family.check_memory(&config, MEMORY_LIMIT).is_ok() {
            continue;
        }
        refused += 1;
        let file = forged(id, &config);
        let create = || LabModel::create(id, &config, 0, &device).err();
        let open = || LabModel::open(&file, &device).err();
        for (what, attempt) in [
            ("create", &create as &dyn Fn() -> Option<LabError>),
            ("open", &open),
        ] {
            let before = LIVE.load(Ordering::Relaxed);
            PEAK.store(before, Ordering::Relaxed);
            let error = attempt().unwrap_or_else(|| panic!("{what} {id} {config} was not refused"));
            let taken = PEAK.load(Ordering::Relaxed) - before;
            assert_eq!(error.code, "too-large", "{what} {id} {config}: {error}");
            assert!(
                taken < DESCRIPTION,
                "{what} {id} {config}: {taken} bytes were taken"
            );
            assert!(error.message.len() + error.hint.len() < 300, "{error}");
        }
    }
    assert!(
        refused >= 40,
        "only {refused} configurations were too large"
    );
}

/// A limit of one's own, and what it says of the smallest that does not fit.
#[test]
fn the_limit_is_the_caller_s() {
    let config = json!({"widths": [100, 10]});
    let family = Family::find("dense").unwrap();
    let wanted = family.memory(&config).unwrap();
    let create = |limit| LabModel::create_within(limit, "dense", &config, 0, &Device::flex());
    assert!(create(wanted).is_ok());
    assert_eq!(create(wanted - 1).err().unwrap().code, "too-large");
}
