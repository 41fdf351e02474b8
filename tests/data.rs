//! The data layer: data sets, idx files, drawings and generated digits.
#![cfg(not(target_family = "wasm"))]

use autoencoder_lab::data::{Batch, Dataset, Strokes, digits, drawing, idx, shuffle};

/// Four images of two pixels with labels.
fn four() -> Dataset {
    Dataset::new(
        vec![0, 51, 102, 153, 204, 255, 0, 255],
        2,
        Some(vec![0, 1, 2, 3]),
    )
    .unwrap()
}

fn idx_images(count: u32, rows: u32, columns: u32, pixels: &[u8]) -> Vec<u8> {
    let header = [0x0803, count, rows, columns]
        .map(u32::to_be_bytes)
        .concat();
    [&header, pixels].concat()
}

fn idx_labels(labels: &[u8]) -> Vec<u8> {
    let header = [0x0801, labels.len() as u32].map(u32::to_be_bytes).concat();
    [&header, labels].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

mod datasets {
    use super::*;

    #[test]
    fn images_are_scaled_bytes() {
        let data = four();
        assert_eq!((data.count(), data.input_size()), (4, 2));
        assert_eq!(data.images(1, 2).unwrap(), [0.4, 0.6, 0.8, 1.0]);
        assert_eq!(data.images(4, 0).unwrap(), []);
        assert_eq!(data.labels(), Some(&[0, 1, 2, 3][..]));
    }

    #[test]
    fn a_batch_follows_its_indices() {
        let expected = Batch {
            inputs: vec![0.0, 1.0, 0.0, 0.2, 0.0, 1.0],
            labels: Some(vec![3, 0, 3]),
            count: 3,
            input_size: 2,
        };
        assert_eq!(four().batch(&[3, 0, 3]), expected);
    }

    #[test]
    fn a_subset_keeps_labels_and_strokes() {
        let strokes: Vec<Strokes> = (0..4)
            .map(|x| Strokes(vec![vec![[x as f32, 0.0]]]))
            .collect();
        let data = four().with_strokes(strokes.clone()).unwrap();
        let part = data.subset(&[2, 1]);
        assert_eq!(part.images(0, 2).unwrap(), [0.8, 1.0, 0.4, 0.6]);
        assert_eq!(part.labels(), Some(&[2, 1][..]));
        assert_eq!(
            part.strokes().unwrap(),
            [strokes[2].clone(), strokes[1].clone()]
        );
    }

    #[test]
    fn a_split_is_disjoint_whole_and_seeded() {
        let data = Dataset::new((0..100).collect(), 1, None).unwrap();
        let bytes = |part: &Dataset| -> Vec<u8> {
            let images = part.images(0, part.count()).unwrap();
            images
                .iter()
                .map(|value| (value * 255.0).round() as u8)
                .collect()
        };
        let (rest, held_out) = data.split(0.2, 7).unwrap();
        assert_eq!((rest.count(), held_out.count()), (80, 20));
        let mut all = [bytes(&rest), bytes(&held_out)].concat();
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<u8>>());
        assert_eq!(bytes(&data.split(0.2, 7).unwrap().1), bytes(&held_out));
        assert_ne!(bytes(&data.split(0.2, 8).unwrap().1), bytes(&held_out));
    }

    #[test]
    fn a_split_leaves_neither_part_empty() {
        let (rest, held_out) = four().split(0.999, 1).unwrap();
        assert_eq!((rest.count(), held_out.count()), (1, 3));
        let (rest, held_out) = four().split(1e-9, 1).unwrap();
        assert_eq!((rest.count(), held_out.count()), (3, 1));
    }

    #[test]
    fn a_shuffle_is_a_permutation_of_its_seed_and_epoch() {
        let order = shuffle(1000, 3, 4);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..1000).collect::<Vec<_>>());
        assert_eq!(order, shuffle(1000, 3, 4));
        assert_ne!(order, shuffle(1000, 3, 5));
        assert_ne!(order, shuffle(1000, 4, 4));
        assert_eq!(shuffle(0, 1, 1), [0; 0]);
        assert_eq!(shuffle(1, 1, 1), [0]);
    }

    /// The same numbers must come out on every platform, so they stand here.
    #[test]
    fn a_shuffle_is_the_same_everywhere() {
        assert_eq!(shuffle(10, 1, 0), SHUFFLED);
    }

    const SHUFFLED: [usize; 10] = [3, 6, 7, 9, 0, 8, 4, 5, 1, 2];
}

mod idx_files {
    use super::*;

    #[test]
    fn plain_images_and_labels() {
        let images = idx_images(2, 1, 3, &[0, 51, 255, 1, 2, 3]);
        let data = idx::read(&images, Some(&idx_labels(&[7, 9]))).unwrap();
        assert_eq!((data.count(), data.input_size()), (2, 3));
        assert_eq!(data.images(0, 1).unwrap(), [0.0, 0.2, 1.0]);
        assert_eq!(data.labels(), Some(&[7, 9][..]));
    }

    #[test]
    fn images_need_no_labels() {
        let data = idx::read(&idx_images(1, 2, 2, &[1, 2, 3, 4]), None).unwrap();
        assert_eq!(
            (data.count(), data.input_size(), data.labels()),
            (1, 4, None)
        );
    }

    #[test]
    fn gzip_gives_the_same_as_plain() {
        let pixels: Vec<u8> = (0..784_u32 * 5).map(|index| (index % 251) as u8).collect();
        let (images, labels) = (idx_images(5, 28, 28, &pixels), idx_labels(&[0, 1, 2, 3, 4]));
        let plain = idx::read(&images, Some(&labels)).unwrap();
        let zipped = idx::read(&gzip(&images), Some(&gzip(&labels))).unwrap();
        assert_eq!(plain.images(0, 5).unwrap(), zipped.images(0, 5).unwrap());
        assert_eq!(plain.labels(), zipped.labels());
    }

    #[test]
    fn mnist_itself() {
        let folder =
            std::env::var("AUTOENCODER_LAB_DATA").unwrap_or_else(|_| "../shared/data".into());
        let read = |name: &str| std::fs::read(format!("{folder}/mnist/{name}"));
        let (Ok(images), Ok(labels)) = (
            read("t10k-images-idx3-ubyte.gz"),
            read("t10k-labels-idx1-ubyte.gz"),
        ) else {
            println!("skipped: no data");
            return;
        };
        let data = idx::read(&images, Some(&labels)).unwrap();
        assert_eq!((data.count(), data.input_size()), (10_000, 784));
        assert_eq!(data.labels().unwrap()[..5], [7, 2, 1, 0, 4]);
        for image in data.images(0, 1000).unwrap().chunks(784) {
            frame::assert_framed(image);
        }
    }
}

/// What MNIST's frame promises, checked on drawings, generated digits and MNIST itself.
mod frame {
    /// The centre of mass as mean pixel index, `(x, y)`.
    pub fn centre(image: &[f32]) -> (f32, f32) {
        let mass: f32 = image.iter().sum();
        let mean = |position: fn(usize) -> usize| {
            image
                .iter()
                .enumerate()
                .map(|(index, value)| value * position(index) as f32)
                .sum::<f32>()
                / mass
        };
        (mean(|index| index % 28), mean(|index| index / 28))
    }

    /// The ink's `(width, height)`.
    pub fn ink_box(image: &[f32]) -> (usize, usize) {
        let inked: Vec<usize> = (0..784).filter(|&index| image[index] > 0.0).collect();
        let side = |position: fn(usize) -> usize| {
            let positions = || inked.iter().map(|&index| position(index));
            positions().max().unwrap() - positions().min().unwrap() + 1
        };
        (side(|index| index % 28), side(|index| index / 28))
    }

    pub fn assert_framed(image: &[f32]) {
        assert_eq!(image.len(), 784);
        assert!(image.iter().all(|value| (0.0..=1.0).contains(value)));
        assert!(
            image.iter().copied().fold(0.0, f32::max) > 0.99,
            "the brightest pixel is white"
        );
        let (width, height) = ink_box(image);
        assert!((19..=20).contains(&width.max(height)), "{width} × {height}");
        let (x, y) = centre(image);
        for mean in [x, y] {
            assert!((13.49..=14.51).contains(&mean), "centre of mass {x}, {y}");
        }
    }
}

mod drawings {
    use super::frame::{assert_framed, centre, ink_box};
    use super::*;

    /// A canvas of one background colour on which rectangles are painted in one ink colour.
    struct Canvas {
        rgba: Vec<u8>,
        width: usize,
        height: usize,
        ink: [u8; 4],
    }

    impl Canvas {
        fn new(width: usize, height: usize, background: [u8; 4], ink: [u8; 4]) -> Self {
            Self {
                rgba: background.repeat(width * height),
                width,
                height,
                ink,
            }
        }

        fn transparent(width: usize, height: usize) -> Self {
            Self::new(width, height, [0; 4], [0, 0, 0, 255])
        }

        fn rectangle(mut self, x: usize, y: usize, width: usize, height: usize) -> Self {
            for row in y..y + height {
                for column in x..x + width {
                    self.rgba[(row * self.width + column) * 4..][..4].copy_from_slice(&self.ink);
                }
            }
            self
        }

        /// A 7 whose box is 6 × 10 units, its corner at `(x, y)`.
        fn seven(self, x: usize, y: usize, unit: usize) -> Self {
            self.rectangle(x, y, 6 * unit, 2 * unit)
                .rectangle(x + 4 * unit, y, 2 * unit, 10 * unit)
        }

        fn prepare(&self) -> Vec<f32> {
            drawing::prepare(&self.rgba, self.width, self.height).unwrap()
        }
    }

    fn assert_close(left: &[f32], right: &[f32]) {
        let furthest = left
            .iter()
            .zip(right)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max);
        assert!(
            left.len() == right.len() && furthest < 1e-5,
            "{furthest} apart"
        );
    }

    #[test]
    fn an_empty_canvas_is_black() {
        for background in [[0; 4], [255; 4], [30, 90, 200, 255]] {
            assert_eq!(
                Canvas::new(60, 40, background, [0; 4]).prepare(),
                vec![0.0; 784]
            );
        }
    }

    #[test]
    fn noise_is_no_ink() {
        let canvas = Canvas::new(50, 50, [250, 250, 250, 255], [243, 248, 251, 255]);
        assert_eq!(canvas.rectangle(10, 10, 20, 20).prepare(), vec![0.0; 784]);
    }

    #[test]
    fn a_drawing_lands_in_the_frame() {
        let image = Canvas::transparent(200, 200).seven(30, 40, 10).prepare();
        assert_framed(&image);
        assert_eq!(ink_box(&image), (12, 20));
    }

    #[test]
    fn aspect_is_kept() {
        let bar = |width, height| {
            ink_box(
                &Canvas::transparent(300, 300)
                    .rectangle(20, 20, width, height)
                    .prepare(),
            )
        };
        assert_eq!(bar(200, 100), (20, 10));
        assert_eq!(bar(25, 250), (2, 20));
        assert_eq!(bar(120, 120), (20, 20));
        assert_eq!(bar(1, 250), (1, 20));
    }

    #[test]
    fn moving_the_drawing_changes_nothing() {
        let here = Canvas::transparent(280, 280).seven(3, 7, 11).prepare();
        let there = Canvas::transparent(280, 280).seven(160, 121, 11).prepare();
        assert_close(&here, &there);
    }

    #[test]
    fn scaling_the_drawing_changes_little() {
        let large = Canvas::transparent(400, 400).seven(10, 10, 36).prepare();
        for unit in [1, 2, 3, 5, 10, 17] {
            let image = Canvas::transparent(400, 400).seven(10, 10, unit).prepare();
            assert_eq!(ink_box(&image), ink_box(&large), "unit {unit}");
            let error: f32 = large.iter().zip(&image).map(|(a, b)| (a - b).powi(2)).sum();
            assert!(error < 6.0, "unit {unit}: squared error {error}");
        }
    }

    #[test]
    fn dark_on_light_equals_light_on_dark_equals_opacity() {
        let draw = |background, ink| {
            Canvas::new(150, 150, background, ink)
                .seven(20, 20, 9)
                .prepare()
        };
        let dark = draw([255; 4], [0, 0, 0, 255]);
        for (background, ink) in [
            ([0, 0, 0, 255], [255; 4]),
            ([0; 4], [200, 10, 10, 255]),
            ([240, 240, 240, 255], [20, 30, 120, 255]),
        ] {
            assert_close(&dark, &draw(background, ink));
        }
    }

    #[test]
    fn ink_that_touches_the_border_is_still_ink() {
        let image = Canvas::new(100, 100, [255; 4], [0, 0, 0, 255])
            .rectangle(40, 0, 10, 100)
            .prepare();
        assert_framed(&image);
        assert_eq!(ink_box(&image), (2, 20));
    }

    #[test]
    fn lopsided_ink_stays_inside() {
        // The mass is far to one side: centring it fully would push the tail out of the frame.
        let canvas = Canvas::transparent(300, 300).rectangle(10, 100, 240, 2);
        let image = canvas.rectangle(210, 80, 40, 40).prepare();
        assert_eq!(ink_box(&image).0, 20);
        assert!(centre(&image).0 > 14.5);
    }
}

mod generated {
    use super::frame::assert_framed;
    use super::*;

    #[test]
    fn every_label_occurs_about_equally_often() {
        let data = digits::generate(5000, 11).unwrap();
        for label in 0..10 {
            let count = data
                .labels()
                .unwrap()
                .iter()
                .filter(|&&other| other == label)
                .count();
            assert!((400..600).contains(&count), "{count} of digit {label}");
        }
    }

    #[test]
    fn a_seed_decides_everything() {
        let images = |seed| digits::generate(50, seed).unwrap().images(0, 50).unwrap();
        assert_eq!(images(5), images(5));
        assert_ne!(images(5), images(6));
    }

    #[test]
    fn a_digit_does_not_depend_on_the_count() {
        let (few, many) = (
            digits::generate(7, 2).unwrap(),
            digits::generate(40, 2).unwrap(),
        );
        assert_eq!(few.images(0, 7).unwrap(), many.images(0, 7).unwrap());
        assert_eq!(few.labels().unwrap(), &many.labels().unwrap()[..7]);
        assert_eq!(few.strokes().unwrap(), &many.strokes().unwrap()[..7]);
    }

    #[test]
    fn digits_are_framed_as_mnist() {
        let data = digits::generate(500, 3).unwrap();
        data.images(0, 500)
            .unwrap()
            .chunks(784)
            .for_each(assert_framed);
    }

    #[test]
    fn no_two_digits_are_alike() {
        let data = digits::generate(300, 4).unwrap().images(0, 300).unwrap();
        let images: Vec<&[f32]> = data.chunks(784).collect();
        for (index, image) in images.iter().enumerate() {
            assert!(!images[..index].contains(image));
        }
    }

    #[test]
    fn strokes_run_through_the_ink() {
        let data = digits::generate(200, 8).unwrap();
        let images = data.images(0, 200).unwrap();
        for (image, Strokes(strokes)) in images.chunks(784).zip(data.strokes().unwrap()) {
            assert!(!strokes.is_empty());
            for &[x, y] in strokes.iter().flatten() {
                assert!((0.0..28.0).contains(&x) && (0.0..28.0).contains(&y));
                assert!(
                    image[y as usize * 28 + x as usize] > 0.1,
                    "no ink at {x}, {y}"
                );
            }
        }
    }

    #[test]
    fn a_chosen_digit_can_be_drawn() {
        for label in 0..10 {
            let (strokes, image) = digits::draw(label, 1).unwrap();
            assert!(!strokes.0.is_empty());
            assert_framed(
                &image
                    .iter()
                    .map(|&pixel| f32::from(pixel) / 255.0)
                    .collect::<Vec<_>>(),
            );
            assert_eq!((strokes, image), digits::draw(label, 1).unwrap());
            assert_ne!(
                digits::draw(label, 1).unwrap(),
                digits::draw(label, 2).unwrap()
            );
        }
    }
}
