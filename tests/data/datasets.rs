//! Data sets, batches, splits and shuffles.

use autoencoder_lab::data::{Batch, Dataset, Strokes, shuffle};

/// Four images of two pixels with labels.
fn four() -> Dataset {
    Dataset::new(
        vec![0, 51, 102, 153, 204, 255, 0, 255],
        2,
        Some(vec![0, 1, 2, 3]),
    )
    .unwrap()
}

#[test]
fn images_are_scaled_bytes() {
    let data = four();
    assert_eq!((data.count(), data.input_size()), (4, 2));
    assert_eq!(data.images(1, 2).unwrap(), [0.4, 0.6, 0.8, 1.0]);
    assert_eq!(data.images(4, 0).unwrap(), Vec::<f32>::new());
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

const SHUFFLED: [usize; 10] = [6, 5, 4, 9, 8, 7, 0, 1, 3, 2];
