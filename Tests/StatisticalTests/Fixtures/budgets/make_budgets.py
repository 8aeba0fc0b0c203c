"""Random budget problems over Hill curves, and the best values that SciPy's SLSQP finds for them.

python make_budgets.py > slsqp.json      (numpy and scipy)

A problem: maximise sum_j height_j / (1 + (K_j / v_j)^S_j) over lower <= v <= upper with sum v = budget,
and sums of groups of neighbouring channels at most so much. SLSQP with exact gradients starts at 50
random plans of each.
"""
import json
import sys

import numpy as np
from scipy.optimize import minimize

random = np.random.default_rng(20260722)
STARTS = 50


def value(v, height, half, slope):
    return float(np.sum(height / (1 + (half / np.maximum(v, 1e-300)) ** slope)))


def gradient(v, height, half, slope):
    v = np.maximum(v, 1e-12)
    share = 1 / (1 + (half / v) ** slope)
    return height * slope * share * (1 - share) / v


def feasible_start(lower, upper, budget):
    """A random plan: lower bounds plus random shares of the rest, capped again and again."""
    v = lower.copy()
    for _ in range(200):
        rest = budget - v.sum()
        if rest <= 1e-12 * budget:
            break
        room = upper - v
        weights = random.exponential(size=len(v)) * (room > 0)
        v = np.minimum(v + rest * weights / weights.sum(), upper)
    return v


problems = []
for index in range(24):
    count = [2, 3, 5, 8, 12, 20, 40, 60][index % 8]
    slope = np.exp(random.uniform(np.log(0.2), np.log(8), count))
    half = np.exp(random.normal(0, 0.7, count))
    height = np.exp(random.normal(0, 0.8, count))
    historic = np.exp(random.normal(0, 0.5, count))
    width = [0.2, 0.9, 3.0][index // 8]
    lower, upper = historic * max(0.0, 1 - width), historic * (1 + width)
    if index % 4 == 3:
        upper[0] = lower[0]
    budget = float(lower.sum() + random.uniform(0.15, 0.85) * (upper.sum() - lower.sum()))
    groups = []
    if index % 2 and count >= 5:
        members = list(range(count // 3))
        low, high = lower[members].sum(), upper[members].sum()
        rest = [c for c in range(count) if c not in members]
        most = max(low + 0.4 * (high - low), budget - upper[rest].sum() + 1e-3)
        groups.append({"channels": members, "upper": float(most)})
    constraints = [
        {"type": "eq", "fun": lambda v, b=budget: v.sum() - b, "jac": lambda v: np.ones_like(v)}
    ]
    for group in groups:
        indicator = np.zeros(count)
        indicator[group["channels"]] = 1
        constraints.append({
            "type": "ineq",
            "fun": lambda v, i=indicator, u=group["upper"]: u - i @ v,
            "jac": lambda v, i=indicator: -i,
        })
    best = -np.inf
    for _ in range(STARTS):
        result = minimize(
            lambda v: -value(v, height, half, slope), feasible_start(lower, upper, budget),
            jac=lambda v: -gradient(v, height, half, slope), bounds=list(zip(lower, upper)),
            constraints=constraints, method="SLSQP", options={"maxiter": 300, "ftol": 1e-13})
        v = np.clip(result.x, lower, upper)
        violation = abs(v.sum() - budget) / budget
        for group in groups:
            violation = max(violation, (v[group["channels"]].sum() - group["upper"]) / budget)
        if violation < 1e-9:
            best = max(best, value(v, height, half, slope))
    problems.append({
        "height": height.tolist(), "half": half.tolist(), "slope": slope.tolist(),
        "lower": lower.tolist(), "upper": upper.tolist(), "budget": budget, "groups": groups,
        "best": best,
    })
    print(index, count, best, file=sys.stderr)
json.dump({"problems": problems}, sys.stdout)
