"""Fits the example of pymc-marketing's documentation with nutpie, at the defaults of both.

usage: fit_pymc_marketing.py DATA.csv FOLDER SEED...

The model is compiled once, which is timed apart; from each seed 4 chains of 1000 + 1000 are drawn.
Prints what these took, and saves the draws in FOLDER, by parameter [chain, draw, ...].
"""

import json
import platform
import sys
from importlib.metadata import version

import numpy as np
import nutpie
import pandas as pd
from pymc_marketing.mmm import MMM, GeometricAdstock, LogisticSaturation
from stopwatch import elapsed


def example(data):
    table = pd.read_csv(data, parse_dates=["date_week"])
    mmm = MMM(
        adstock=GeometricAdstock(l_max=8),
        saturation=LogisticSaturation(),
        date_column="date_week",
        channel_columns=["x1", "x2"],
        control_columns=["event_1", "event_2", "t"],
        yearly_seasonality=2,
    )
    mmm.build_model(table.drop(columns="y"), table["y"])
    return mmm.model


def main(data, folder, *seeds):
    start = elapsed()
    model = example(data)
    compiled = nutpie.compile_pymc_model(model)
    compiling, _ = elapsed(start)
    runs = []
    for seed in map(int, seeds):
        start = elapsed()
        result = nutpie.sample(
            compiled, draws=1000, tune=1000, chains=4, seed=seed, progress_bar=False
        )
        posterior = result["posterior"]
        draws = {rv.name: posterior[rv.name].to_numpy() for rv in model.free_RVs}
        wall, cpu = elapsed(start)
        output = f"{folder}/pymc_{seed}.npz"
        np.savez(output, **draws)
        runs.append({"wall": wall, "cpu": cpu, "draws": output})
    versions = ", ".join(f"{name} {version(name)}" for name in ("nutpie", "pymc", "numba"))
    print(json.dumps({
        "tool": f"pymc-marketing {version('pymc-marketing')} "
        f"({versions}, Python {platform.python_version()})",
        "compiling": compiling,
        "runs": runs,
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
