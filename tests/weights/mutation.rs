//! Thousands of damaged files: none may panic or let a bad value through.

use autoencoder_lab::weights::{Checkpoint, Precision, Stored};

use crate::{checkpoint, expected};

/// Numbers that look random and are the same in every run (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

#[test]
fn no_mutation_panics_or_lets_a_bad_value_through() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut sound = 0;
    for round in 0..12_000 {
        let precision = [Precision::F32, Precision::F16][round % 2];
        let mut bytes = checkpoint().write(precision).unwrap();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len());
            match random.below(5) {
                0 => bytes[at] ^= 1 << random.below(8),
                1 => bytes[at] = random.below(256) as u8,
                2 => bytes.truncate(at.max(1)),
                3 => bytes.insert(at, random.below(256) as u8),
                _ => bytes[at] = b"0123456789[]{},:\"-e."[random.below(20)],
            }
        }
        let Ok(read) = Checkpoint::read(&bytes) else {
            continue;
        };
        sound += 1;
        for tensor in &read.tensors {
            assert_eq!(tensor.values.len(), tensor.shape.iter().product::<usize>());
            assert!(tensor.values.iter().all(|value| value.is_finite()));
        }
        // Whatever was accepted can be written and read again.
        let again = Checkpoint::read(&read.write(Precision::F32).unwrap()).unwrap();
        assert_eq!(again.tensors, read.tensors);
        let _ = Stored::read(&bytes).map(|stored| stored.values(&expected()));
    }
    assert!(
        sound > 100,
        "only {sound} mutations left a file that is read"
    );
}
