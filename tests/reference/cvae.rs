//! The conditional variational autoencoder against NumPy: numbers by
//! `python tests/reference/cvae.py`.

use autoencoder_lab::family::cvae::CvaeConfig;

use super::*;

const LAYERS: [&str; 6] = [
    "encoder.0",
    "mean",
    "log_variance",
    "decoder.0",
    "decoder.1",
    "prior",
];
const LABELS: [usize; ROWS] = [3, 0, 9, 3];

struct Expected {
    form: &'static str,
    loss: f32,
    norms: &'static [f32],
    starts: &'static [f32],
}

const FORMS: [Expected; 2] = [
    Expected {
        form: "prior",
        loss: 5.0142604,
        norms: &[
            0.8650232, 0.5233395, 0.1998637, 0.241274, 0.2999484, 0.347377, 0.2808115, 0.854702,
            0.2580767, 0.5704915, 0.3182285,
        ],
        starts: &[
            0.1452913, -0.080521, 0.28578, -0.1139637, 0.0823677, 0.0841276, 0.2360414, 0.0499764,
            0.1754841, 0.0292829, 0.3417682, 0.0621711, -0.1331792, 0.0650853, -0.4850217,
            -0.0324526, -0.0945224, -0.0784694, 0.0154928, -0.1107595, -0.1212951, -0.1211326,
        ],
    },
    Expected {
        form: "conditioned",
        loss: 5.259729,
        norms: &[
            0.9143854, 0.5100106, 0.7362234, 0.4220251, 0.256025, 0.1681127, 0.740135, 0.1737488,
            0.9201416, 0.4056863,
        ],
        starts: &[
            -0.0508612, -0.0720052, -0.1363258, -0.1953509, -0.1371754, 0.3906353, -0.146952,
            0.3956138, 0.0797482, 0.0455539, 0.0618027, 0.1563404, -0.044152, 0.2595805, 0.0415189,
            0.111977, -0.0334419, -0.2823816, -0.2377639, 0.011307,
        ],
    },
];

#[test]
fn cvae_losses_and_gradients() {
    for expected in &FORMS {
        let config = json!({
            "inputSize": 6, "widths": [5, 2], "activation": "tanh", "form": expected.form,
            "beta": 0.5,
        });
        let config: CvaeConfig = serde_json::from_value(config).unwrap();
        let module = config.init(&mut Initial::blank(), &Device::flex());
        let tensors = filled(values(parameters::collect(&module)), &LAYERS);
        let module = Module::train(replaced(module, tensors));
        let mut classes = vec![0.0; ROWS * 10];
        for (row, label) in LABELS.iter().enumerate() {
            classes[row * 10 + label] = 1.0;
        }
        let losses = module.losses_with(
            tensor(inputs().inputs, [ROWS, 6]).autodiff(),
            tensor(classes, [ROWS, 10]).autodiff(),
            noise(0).autodiff(),
        );
        let gradients = GradientsParams::from_grads(losses.total.backward(), &module);
        let value = read(losses.total.without_autodiff());
        assert_close(&value, &[expected.loss], TOLERANCE, expected.form);
        let mut gradients = values(parameters::gradients(&module, gradients));
        // The script has the means of the classes before the decoder.
        gradients.sort_by_key(|tensor| tensor.name.starts_with("decoder"));
        assert_close(&norms(&gradients), expected.norms, TOLERANCE, expected.form);
        assert_close(
            &starts(&gradients),
            expected.starts,
            TOLERANCE,
            expected.form,
        );
    }
}
