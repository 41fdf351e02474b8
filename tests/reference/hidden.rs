//! The families with one hidden layer against NumPy: numbers by `python tests/reference/hidden.py`.

use autoencoder_lab::family::denoising::DenoisingConfig;

use super::*;

const LAYERS: [&str; 2] = ["encoder.0", "decoder.0"];

/// A loss, and the norm and the first two entries of each parameter's gradient.
struct Expected {
    loss: f32,
    norms: [f32; 3],
    starts: [f32; 6],
}

fn filled_learner(id: &str, config: serde_json::Value) -> Box<dyn ModelLearner> {
    let family = Family::find(id).unwrap();
    let mut learner = family.blank(&config, &Device::flex()).unwrap();
    learner.load(filled(values(learner.parameters()), &LAYERS));
    learner
}

fn check(learner: &dyn Learner, expected: &Expected, what: &str) {
    let value = loss(learner, &inputs()) as f32;
    assert_close(&[value], &[expected.loss], TOLERANCE, what);
    let gradients = values(learner.gradients(&inputs(), &mut Random::new(0)));
    assert_close(&norms(&gradients), &expected.norms, TOLERANCE, what);
    assert_close(&starts(&gradients), &expected.starts, TOLERANCE, what);
}

#[test]
fn sparse_losses_and_gradients() {
    let cases = [
        (
            "kl",
            Expected {
                loss: 1.9535085,
                norms: [0.8600864, 0.6451674, 0.2046909],
                starts: [
                    0.2450816, 0.1529483, 0.407465, 0.2480234, -0.048749, -0.0000966,
                ],
            },
        ),
        (
            "l1",
            Expected {
                loss: 2.2192197,
                norms: [0.5276978, 0.3602245, 0.2046909],
                starts: [
                    0.1047527, 0.090807, 0.1995808, 0.1558003, -0.048749, -0.0000966,
                ],
            },
        ),
    ];
    for (penalty, expected) in cases {
        let config = json!({
            "inputSize": 6, "codeSize": 4, "tied": true, "penalty": penalty,
            "sparsityWeight": 0.7, "targetActivation": 0.1, "decay": 0.9, "weightDecay": 0.01,
        });
        let mut learner = filled_learner("sparse", config);
        let mut before = inputs();
        before.inputs.iter_mut().for_each(|x| *x = 1.0 - *x);
        // Nothing is learnt from this batch, but its mean activation is remembered.
        learner.step(&before, 0.0);
        check(learner.as_ref(), &expected, penalty);
    }
}

#[test]
fn contractive_loss_and_gradient() {
    let config = json!({"inputSize": 6, "codeSize": 4, "contraction": 0.3});
    let expected = Expected {
        loss: 0.7812395,
        norms: [0.2680234, 0.0384866, 0.2046909],
        starts: [
            -0.0145566, -0.0157207, 0.0227827, -0.0171199, -0.048749, -0.0000966,
        ],
    };
    let learner = filled_learner("contractive", config);
    check(learner.as_ref(), &expected, "contractive");
}

#[test]
fn denoising_loss_and_gradient() {
    let config = json!({
        "inputSize": 6, "widths": [4], "activation": "sigmoid", "tied": true,
        "corruption": "masking", "corruptionLevel": 0.25,
    });
    let config: DenoisingConfig = serde_json::from_value(config).unwrap();
    let module = config.init(&mut Initial::blank(), &Device::flex());
    let tensors = filled(values(parameters::collect(&module)), &LAYERS);
    let module = Module::train(replaced(module, tensors));
    let clean = inputs().inputs;
    let keep = |(n, x): (usize, &f32)| if n % 3 == 0 { 0.0 } else { *x };
    let damaged = clean.iter().enumerate().map(keep).collect();
    let rows = |values| tensor(values, [ROWS, 6]).autodiff();
    let losses = module.losses_with(rows(clean), rows(damaged));
    let gradients = GradientsParams::from_grads(losses.total.backward(), &module);
    let value = read(losses.total.without_autodiff());
    assert_close(&value, &[0.6759084], TOLERANCE, "denoising");
    let gradients = values(parameters::gradients(&module, gradients));
    let expected = [0.2533532, 0.0589174, 0.2128112];
    assert_close(&norms(&gradients), &expected, TOLERANCE, "denoising");
    let expected = [
        -0.0536267, -0.0249019, 0.0381899, -0.0294773, -0.0792535, 0.0158526,
    ];
    assert_close(&starts(&gradients), &expected, TOLERANCE, "denoising");
}
