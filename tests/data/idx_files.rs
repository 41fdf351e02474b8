//! idx files, plain and gzip.

use autoencoder_lab::data::idx;

use crate::files::{gzip, idx_images, idx_labels};
use crate::frame;

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
    let folder = std::env::var("AUTOENCODER_LAB_DATA").unwrap_or_else(|_| "../shared/data".into());
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
