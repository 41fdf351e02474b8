//! What MNIST's frame promises, checked on drawings, generated digits and MNIST itself.

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
