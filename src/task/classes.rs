//! What labels say of what bears them.

use std::collections::HashMap;
use std::hash::Hash;

/// The most frequent of `labels`; of equally frequent ones that which comes first, among neighbours
/// ordered by distance the class with the nearest member. `None` of none.
pub fn majority<L: Copy + Eq + Hash>(labels: &[L]) -> Option<L> {
    let mut votes: HashMap<L, usize> = HashMap::new();
    for label in labels {
        *votes.entry(*label).or_default() += 1;
    }
    // The last of the largest is taken: from behind, the first.
    let from_behind = labels.iter().rev().copied();
    from_behind.max_by_key(|label| votes[label])
}
