"""TF-IDF and latent semantic analysis by scikit-learn: prints numbers.rs.

python tests/text/reference.py > tests/text/numbers.rs

Documents are made by the rule in `counts`, which `documents` in main.rs states in Rust.
"""

import numpy
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer

DOCUMENTS, WORDS, SUBJECTS, OWN, SIZE = 1500, 1400, 7, 20, 7


def counts():
    """How often word j is in document i: of 21 to 31 words two thirds are of its subject."""
    values = numpy.zeros((DOCUMENTS, WORDS))
    state = 1
    for i in range(DOCUMENTS):
        # Subjects of unlike size, so that the singular values lie apart.
        subject = min(i % 16 // 2, i % 11, SUBJECTS - 1)
        for _ in range(21 + i % 11):
            state = (state * 1664525 + 1013904223) % 2**32
            draw = state >> 8
            choice = draw // 3
            own = draw % 3 != 0
            values[i, subject * OWN + choice % OWN if own else choice % WORDS] += 1
    return values


def constant(name, about, values):
    numbers = ", ".join(str(numpy.float32(value)) for value in numpy.ravel(values))
    numbers = ", ".join(n if "." in n else f"{n}.0" for n in numbers.split(", "))
    print(f"/// {about}\n#[rustfmt::skip]\npub const {name}: &[f32] = &[{numbers}];")


def main():
    weighted = TfidfTransformer().fit_transform(counts())
    svd = TruncatedSVD(SIZE, algorithm="arpack", tol=1e-13).fit(weighted)
    # The sign of an axis is arbitrary: here its largest entry is positive.
    signs = numpy.array([numpy.sign(axis[numpy.argmax(abs(axis))]) for axis in svd.components_])
    print("//! Numbers from scikit-learn: `python tests/text/reference.py` prints this file.\n")
    row = weighted[17].toarray()[0]
    constant("WEIGHTED", "Document 17 by TfidfTransformer(): its words and values, `[n, 2]`",
             [(j, row[j]) for j in numpy.flatnonzero(row)])
    constant("SINGULAR", "The largest singular values by TruncatedSVD", svd.singular_values_)
    constant("AXES", "Of the words 0, 20, 40, 60, 80, 100, 120, `[7, 7]`",
             svd.components_.T[0:140:20] * signs)
    constant("CODES", "Of the documents 40 to 42, `[3, 7]`", svd.transform(weighted[40:43]) * signs)


if __name__ == "__main__":
    main()
