"""Prints numbers.rs: pip install -r tests/reference/requirements.txt, then

python tests/reference/make.py > tests/reference/numbers.rs
"""

import inspect

import dense
import formula
import pca
import vae

HEADER = """\
Numbers from PyTorch and scikit-learn: `python tests/reference/make.py` prints this file.

What they start from is computed by formulas, with 64 bits, then rounded to 32:
"""


def main():
    lines = HEADER.splitlines() + [""]
    for part in (formula.weight, formula.bias, formula.inputs, formula.noise):
        lines.append(f"- {part.__name__}: {inspect.getdoc(part)}")
    for script in (dense, vae, pca):
        lines += ["", f"`{script.__name__}.py`", "", *inspect.getdoc(script).splitlines()]
    for line in lines:
        print(f"//! {line}".rstrip())
    print()
    dense.main()
    vae.main()
    pca.main()


if __name__ == "__main__":
    main()
