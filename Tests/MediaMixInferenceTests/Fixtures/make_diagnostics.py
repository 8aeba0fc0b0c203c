"""Writes diagnostics.json: draws of one scalar and what ArviZ, NumPy and SciPy say of them.

    python make_diagnostics.py > diagnostics.json

Draws keep six significant digits, so the file is small and reads back as the very same numbers.

Left out are two effects of rounding in ArviZ: it takes a spread below 1e-15 for constant, and
SciPy's quantile may fall just short of a draw that it should meet (for one chain of 101 draws, say).
"""

import json
import math
import warnings

warnings.simplefilter("ignore")
import arviz as az
import numpy as np

PROBABILITIES = [0.05, 0.3, 0.5, 0.9]


def autoregressive(random, chains, draws, correlation):
    noise = random.normal(size=(chains, draws + 200)) * math.sqrt(1 - correlation**2)
    x = np.zeros_like(noise)
    for t in range(1, noise.shape[1]):
        x[:, t] = correlation * x[:, t - 1] + noise[:, t]
    return x[:, 200:]


def cases():
    random = np.random.default_rng(20210601)
    normal = lambda *shape: random.normal(size=shape)
    for correlation in (0.0, 0.3, 0.7, 0.95, 0.99, -0.3, -0.7, -0.95):
        yield f"AR(1) with {correlation}", autoregressive(random, 4, 400, correlation)
    yield "shifted means", normal(4, 250) + np.array([[0.0], [0.0], [0.3], [1.0]])
    yield "chains far apart", normal(4, 100) + np.array([[0.0], [50.0], [100.0], [0.0]])
    yield "different scales", normal(4, 250) * np.array([[1.0], [1.0], [1.0], [3.0]])
    yield "drift", normal(4, 250) + np.linspace(0, 2, 250)
    yield "Cauchy", random.standard_cauchy(size=(4, 400))
    yield "Poisson", random.poisson(3.0, size=(4, 250)).astype(float)
    yield "binary", (random.random((4, 120)) < 0.3).astype(float)
    yield "plus or minus one", np.where(random.random((4, 100)) < 0.5, -1.0, 1.0)
    yield "rare ones", (random.random((4, 200)) < 0.01).astype(float)
    yield "fifths, skewed", np.round(np.exp(normal(3, 301)) * 5) / 5
    yield "log-normal", np.exp(2 * autoregressive(random, 4, 300, 0.5))
    yield "large offset", 1e4 + normal(4, 200) * 10
    yield "tiny scale", normal(4, 100) * 1e-6
    yield "odd, one chain", autoregressive(random, 1, 401, 0.4)
    yield "odd, three chains", autoregressive(random, 3, 201, 0.8)
    yield "odd, seven chains", autoregressive(random, 7, 61, 0.2)
    yield "quantile on a draw", autoregressive(random, 3, 67, 0.3)
    yield "quantile on a draw of one chain", autoregressive(random, 1, 201, 0.6)
    yield "one chain", autoregressive(random, 1, 300, 0.5)
    for chains in (2, 3, 5, 6, 8):
        yield f"{chains} chains", autoregressive(random, chains, 128, 0.5)
    for draws in (4, 5, 6, 7, 8, 9, 10, 12, 15, 20):
        for chains in (1, 2, 4):
            yield f"{chains} chains of {draws}", normal(chains, draws)
    stuck = normal(4, 60)
    stuck[2] = 0.25
    yield "one chain stuck", stuck
    yield "constant", np.full((4, 11), 2.5)


def number(x):
    x = float(x)
    return x if math.isfinite(x) else None


def reference(x):
    flat = x.ravel()
    by_probability = lambda function: [number(function(p)) for p in PROBABILITIES]
    return {
        "rHat": number(az.rhat(x)),
        "bulkESS": number(az.ess(x, method="bulk")),
        "tailESS": number(az.ess(x, method="tail")),
        "meanESS": number(az.ess(x, method="mean")),
        "standardDeviationESS": number(az.ess(x, method="sd")),
        "quantileESS": by_probability(lambda p: az.ess(x, method="quantile", prob=p)),
        "meanError": number(az.mcse(x, method="mean")),
        "standardDeviationError": number(az.mcse(x, method="sd")),
        "quantileErrors": by_probability(lambda p: az.mcse(x, method="quantile", prob=p)),
        "energyFractions": [number(e) for e in az.bfmi(x)],
        "mean": number(np.mean(flat)),
        "sd": number(np.std(flat, ddof=1)),
        "quantiles": by_probability(lambda p: np.quantile(flat, p)),
        "highestDensityInterval": [number(b) for b in az.hdi(flat, hdi_prob=0.8)],
        "equalTailedInterval": [number(b) for b in np.quantile(flat, [0.1, 0.9])],
    }


def main():
    entries = []
    for name, draws in cases():
        x = np.array([[float(f"{value:.6g}") for value in chain] for chain in draws])
        entries.append({"name": name, "chains": x.tolist(), "reference": reference(x)})
    body = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    print(json.dumps({"probabilities": PROBABILITIES})[:-1] + ', "cases": [\n' + body + "\n]}")


main()
