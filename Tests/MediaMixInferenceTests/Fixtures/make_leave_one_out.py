"""Writes leave_one_out.json: log likelihoods with what ArviZ makes of them.

    python make_leave_one_out.py > leave_one_out.json

Log likelihoods are those of normal observations under draws of mean and standard deviation that
follow Student's t, the heavier its tails and the farther an observation, the worse its Pareto k. They
keep seven significant digits, so the file is small and reads back as the very same numbers.
"""

import json
import warnings

warnings.simplefilter("ignore")
import arviz as az
import numpy as np


def rounded(x):
    return np.vectorize(lambda v: float(f"{v:.7g}"))(x)


def log_likelihood(random, draws, points, freedom):
    """[point, draw]"""
    mean = 0.12 * random.standard_t(freedom, size=draws)
    sd = np.exp(0.06 * random.standard_t(freedom, size=draws))
    y = np.linspace(-1, 3, points)
    z = (y[:, None] - mean) / sd
    return rounded(-0.5 * z * z - np.log(sd) - 0.5 * np.log(2 * np.pi))


def loo(matrix, efficiency):
    data = az.from_dict(
        posterior={"x": np.zeros((1, matrix.shape[1]))},
        log_likelihood={"y": matrix.T[None]},
    )
    return az.loo(data, pointwise=True, reff=efficiency)


def case(name, matrix, efficiency):
    result = loo(matrix, efficiency)
    weights, shapes = az.psislw(-matrix, reff=efficiency)
    return {
        "name": name,
        "relativeEfficiency": efficiency,
        "logLikelihood": matrix.tolist(),
        "elpd": float(result.elpd_loo),
        "standardError": float(result.se),
        "effectiveParameterCount": float(result.p_loo),
        "pointwise": result.loo_i.values.tolist(),
        # Null where a tail is too short to have one.
        "shapes": [float(k) if np.isfinite(k) else None for k in shapes],
        "shapeLimit": float(result.good_k),
        # Of every fifth draw.
        "logWeights": weights[:, ::5].tolist(),
    }


def stacking(random):
    """Three models of 60 observations from a mixture of two of them."""
    y = np.where(random.uniform(size=60) < 0.6, random.normal(size=60), 3 + random.normal(size=60))
    models = {}
    for name, (centre, scale) in {"a": (0, 1), "b": (3, 1), "c": (1, 1.2)}.items():
        mean = centre + 0.1 * random.normal(size=200)
        z = (y[:, None] - mean) / scale
        models[name] = loo(-0.5 * z * z - np.log(scale) - 0.5 * np.log(2 * np.pi), 1.0)
    table = az.compare(models, method="stacking")
    best = table.index[0]
    return {
        "pointwise": [models[m].loo_i.values.tolist() for m in "abc"],
        "weights": [float(table.weight[m]) for m in "abc"],
        "best": "abc".index(best),
        "differences": [float(table.elpd_diff[m]) for m in "abc"],
        "differenceErrors": [float(table.dse[m]) for m in "abc"],
    }


random = np.random.default_rng(20240722)
print(
    json.dumps(
        {
            "cases": [
                case("light tails", log_likelihood(random, 200, 12, 30), 1.0),
                case("heavy tails", log_likelihood(random, 200, 12, 2), 0.6),
                case("many draws", log_likelihood(random, 500, 6, 5), 0.8),
                case("few draws", log_likelihood(random, 20, 3, 5), 1.0),
            ],
            "stacking": stacking(random),
        }
    )
)
