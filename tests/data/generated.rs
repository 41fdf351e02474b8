//! Generated digits: seeded, labelled, framed, with their strokes.

use autoencoder_lab::data::{Strokes, digits};

use crate::frame::assert_framed;

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
