"""Principal components of 40 formula-made points in 6 dimensions, by scikit-learn.

x[n, j] = 0.5 + 0.25 sin(0.37 n (j + 1)) + 0.02 (j + 1) cos(1.9 n + j)
"""

import numpy
from sklearn.decomposition import PCA

import formula

ROWS = 40
COLUMNS = 6
CODE = 2


def value(n, j):
    return 0.5 + 0.25 * numpy.sin(0.37 * n * (j + 1)) + 0.02 * (j + 1) * numpy.cos(1.9 * n + j)


def main():
    source = "`python tests/reference/pca.py`:"
    data = formula.table(ROWS, COLUMNS, value).numpy()
    full = PCA(svd_solver="full").fit(data)
    pca = PCA(n_components=CODE, svd_solver="full").fit(data)
    reconstructions = pca.inverse_transform(pca.transform(data))
    error = ((data - reconstructions) ** 2).sum(1).mean()
    projector = pca.components_.T @ pca.components_
    constant = formula.constant
    print()
    constant("PCA_MEAN", f"{source} `[6]`", pca.mean_)
    constant(
        "PCA_EIGENVALUES",
        f"{source} of the covariance (divided by 39), falling, `[6]`",
        full.explained_variance_,
    )
    constant(
        "PCA_PROJECTOR",
        f"{source} V Vᵀ of the first two components, `[6, 6]`, whatever their signs",
        projector.flatten(),
    )
    constant(
        "PCA_RECONSTRUCTIONS",
        f"{source} of the first three rows through two components, `[3, 6]`",
        reconstructions[:3].flatten(),
    )
    constant(
        "PCA_SQUARED_ERROR",
        f"{source} of two components, summed over the columns, mean over the rows",
        error,
    )


if __name__ == "__main__":
    main()
