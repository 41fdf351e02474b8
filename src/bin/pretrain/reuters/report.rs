//! What `benches/reuters.md` says.

use std::fmt::Write;

use autoencoder_lab::task::ranking::LEVELS;

use super::{Collection, Contender, FILE, SEEDS, WORDS};

/// The numbers, in Markdown.
pub fn table(contenders: &[Contender]) -> String {
    let mut table = String::from("| | numbers a story | mean average precision |");
    (0..LEVELS).for_each(|level| _ = write!(table, " {} % |", level * 10));
    table.push_str("\n| --- | ---: | ---: |");
    table.push_str(&" ---: |".repeat(LEVELS));
    for Contender {
        name,
        numbers,
        curve,
    } in contenders
    {
        _ = write!(
            table,
            "\n| {name} | {numbers} | {:.1} % |",
            100.0 * curve.mean_average_precision
        );
        curve
            .precision
            .iter()
            .for_each(|value| _ = write!(table, " {:.1} |", 100.0 * value));
    }
    table
}

/// The whole page.
pub fn page(
    collection: &Collection,
    contenders: &[Contender],
    table: &str,
    precisions: &[String],
    epochs: f64,
) -> String {
    let (training, test) = (collection.corpus.count(), collection.topics.len());
    let queries = contenders[0].curve.queries;
    format!(
        "# Search by text: Reuters-21578\n\n\
         Written by `make reuters DATA=folder`, the folder of `{FILE}`: a JSON object a line with\n\
         `split` (`train` or `test`, ModApte), `topics`, `title` and `text`.\n\n\
         Stories with at least one topic: {training} to learn from, {test} to search. Each of the {queries} that\n\
         share a topic with another one is a query; the others are ranked by the cosine of the angle to\n\
         it, and relevant by the share of all their topics that both have. Precision in per cent at each\n\
         level of recall, interpolated, is the mean over the queries.\n\n{table}\n\n\
         ![Precision against recall, a line for each way to search](reuters.svg)\n\n\
         All see the same {WORDS} words: those in the most training stories, without those in more than\n\
         half of them. AE-10 is the family `documents` as it comes, trained for {epochs} epochs, and found by the\n\
         cosine of codes less their mean; the row is that of the first seed. From seeds {SEEDS:?} its mean\n\
         average precision is {} %.\n\n\
         Settings were compared on the last fifth of the training stories (`pretrain reuters --validate`), but\n\
         an earlier choice of them had been seen on the test stories, at 61.3 %, before these were chosen.\n",
        precisions.join(", ")
    )
}
