"""Prints how many draws there are, and the worst bulk ESS and r-hat of all scalars in them.

usage: worst_parameter.py DRAWS...

Each is an .npz of arrays [chain, draw, ...] or the draws.csv of `lmmm export`. One code, ArviZ's,
judges all samplers.
"""

import json
import sys

import arviz
import numpy as np
import pandas as pd


def read(path):
    if path.endswith(".npz"):
        with np.load(path) as saved:
            return {name: saved[name] for name in saved.files}
    table = pd.read_csv(path)
    chains = table.pop("chain").nunique()
    table.pop("draw")
    return {name: table[name].to_numpy().reshape(chains, -1) for name in table}


def judge(path):
    draws = read(path)
    chains, count = next(iter(draws.values())).shape[:2]
    data = arviz.from_dict(draws)
    ess, r_hat = arviz.ess(data, method="bulk"), arviz.rhat(data, method="rank")
    names = list(data.posterior)
    return {
        "chains": chains,
        "draws": count,
        "ess": min(float(ess[name].min()) for name in names),
        "r_hat": max(float(r_hat[name].max()) for name in names),
    }


print(json.dumps([judge(path) for path in sys.argv[1:]]))
