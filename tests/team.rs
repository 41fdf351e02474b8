//! Several who share every update come to what one comes to.
#![cfg(not(target_family = "wasm"))]

mod support;

use std::cell::RefCell;
use std::rc::Rc;

use autoencoder_lab::error::{LabError, Result};
use autoencoder_lab::family::Family;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::layers::parameters::Parameter;
use autoencoder_lab::random::{Part, Random};
use autoencoder_lab::training::portion::Portion;
use autoencoder_lab::training::team::{Contributions, Team, contribute};
use autoencoder_lab::training::{Host, ModelLearner, Progress, TrainConfig, TrainReport};
use burn::tensor::Device;
use pollster::block_on;
use serde_json::Value;
use support::{small_configurations, small_data};

/// Others in the same thread, who began with other weights.
struct Others {
    learners: RefCell<Vec<Box<dyn ModelLearner>>>,
    found: RefCell<Vec<Vec<f32>>>,
    asked: RefCell<usize>,
    /// The update, from 1, at which one of them is no more.
    fails_at: usize,
}

impl Team for Others {
    fn size(&self) -> usize {
        self.learners.borrow().len()
    }

    fn ask(&self, parameters: Vec<Parameter>, portions: &[Portion]) -> Result<()> {
        let values: Vec<f32> = parameters
            .into_iter()
            .flat_map(|parameter| parameter.values.into_data().try_into_vec::<f32>().unwrap())
            .collect();
        let mut learners = self.learners.borrow_mut();
        let asked = learners.iter_mut().zip(portions);
        let found = asked.map(|(learner, portion)| {
            let (mut rest, mut found) = (&values[..], Vec::new());
            let parameters = |count| rest.split_off(..count).unwrap().to_vec();
            contribute(&mut **learner, parameters, portion, |values| {
                found.extend_from_slice(values)
            });
            found
        });
        self.found.replace(found.collect());
        *self.asked.borrow_mut() += 1;
        Ok(())
    }

    fn contributions(&self) -> Contributions<'_> {
        Box::pin(async {
            if *self.asked.borrow() == self.fails_at {
                return Err(LabError::new("crashed", "One stopped.", "Train again."));
            }
            Ok(self.found.take())
        })
    }
}

struct Shared(Option<Rc<Others>>);

impl Host for Shared {
    fn now(&self) -> f64 {
        0.0
    }

    async fn pause(&self) {}

    fn aborted(&self) -> bool {
        false
    }

    fn report(&self, _: &Progress) {}

    fn team(&self) -> Option<Rc<dyn Team>> {
        Some(self.0.clone()?)
    }
}

fn others(id: &str, config: &Value, size: u64, fails_at: usize) -> Rc<Others> {
    let family = Family::find(id).unwrap();
    let config = family.complete(config).unwrap();
    let learner = |seed| family.create(&config, 100 + seed, &Device::flex()).unwrap();
    Rc::new(Others {
        learners: RefCell::new((0..size).map(learner).collect()),
        found: RefCell::default(),
        asked: RefCell::default(),
        fails_at,
    })
}

/// 20 updates by batches of 20, which three cannot share evenly.
fn train(id: &str, model: &LabModel, host: &Shared) -> Result<TrainReport> {
    let config = TrainConfig {
        steps: Some(20),
        batch_size: 20,
        ..TrainConfig::default()
    };
    block_on(model.train(&small_data(id, 60, 3), None, &config, host))
}

fn create(id: &str, config: &Value) -> LabModel {
    LabModel::create(id, config, 5, &Device::flex()).unwrap()
}

/// How far reconstructions and losses of a training by one and of one by three are apart, at most.
fn distance(id: &str, config: &Value) -> Option<f32> {
    let [alone, shared] = [(); 2].map(|()| create(id, config));
    if !alone.is_shared() {
        return None;
    }
    let team = others(id, config, 2, 0);
    let one = train(id, &alone, &Shared(None)).unwrap();
    let three = train(id, &shared, &Shared(Some(team.clone()))).unwrap();
    assert_eq!(*team.asked.borrow(), 20, "{id}");
    let terms = one
        .terms
        .iter()
        .map(|(name, value)| (*value, three.terms[name]));
    let losses = terms
        .chain([(one.loss, three.loss)])
        .map(|(a, b)| ((a - b) / a.abs().max(1.0)) as f32);
    let inputs = small_data(id, 5, 1).images(0, 5).unwrap();
    let [a, b] = [&alone, &shared].map(|model| block_on(model.reconstruct(&inputs)).unwrap());
    let outputs = a.into_iter().zip(b).map(|(a, b)| a - b);
    Some(losses.chain(outputs).map(f32::abs).fold(0.0, f32::max))
}

#[test]
fn three_learn_what_one_learns() {
    let mut sharing = Vec::new();
    for (id, config) in small_configurations() {
        if let Some(distance) = distance(id, &config) {
            assert!(distance < 1e-4, "{id} {config}: {distance}");
            sharing.push(id);
        }
    }
    sharing.dedup();
    let expected = [
        "dense",
        "convolutional",
        "recurrent",
        "denoising",
        "contractive",
        "vae",
        "cvae",
        "documents",
        "pca",
    ];
    assert_eq!(sharing, expected);
}

#[test]
fn what_was_learnt_stays_where_one_stops() {
    let (id, config) = (
        "dense",
        serde_json::json!({"widths": [12, 3], "inputSize": 36}),
    );
    let data = small_data(id, 60, 3);
    let model = create(id, &config);
    let before = block_on(model.evaluate(&data)).unwrap().loss;
    let error = train(id, &model, &Shared(Some(others(id, &config, 2, 10)))).unwrap_err();
    assert_eq!(error.code, "crashed");
    let after = block_on(model.evaluate(&data)).unwrap().loss;
    assert!(after < before, "{after} {before}");
    // And goes on alone.
    train(id, &model, &Shared(None)).unwrap();
}

#[test]
fn parts_draw_what_the_whole_draws() {
    let whole = Random::new(3).normals(7 * 4);
    let mut parts = Vec::new();
    for part in Part::divide(7, 3) {
        let mut random = Random::new(3);
        random.draw_for(Some(part.clone()));
        parts.extend(random.normals(part.rows.len() * 4));
        random.draw_for(None);
        let mut after = Random::new(3);
        after.normals(7 * 4);
        assert_eq!(random.next_uniform(), after.next_uniform());
    }
    assert_eq!(parts, whole);
    let sizes = |count, parts| -> Vec<usize> {
        let parts = Part::divide(count, parts).into_iter();
        parts.map(|part| part.rows.len()).collect()
    };
    assert_eq!(sizes(7, 3), [2, 2, 3]);
    assert_eq!(sizes(2, 5), [1, 1]);
}
