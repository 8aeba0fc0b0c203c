"""Fits with LightweightMMM as its documentation does: 2 chains of 1000 + 1000, side by side.

usage: fit_lightweight_mmm.py DATA.csv CONFIG.yaml TRANSFORM SEED DRAWS.npz

Prints what `fit` took, compiling included, importing not, and saves the draws, by parameter
[chain, draw, ...]. CONFIG.yaml is one of `lmmm fit`, with default priors.
"""

import json
import platform
import sys
from importlib.metadata import version

import numpyro

numpyro.set_host_device_count(2)

import jax.numpy as jnp
import numpy as np
import pandas as pd
import yaml
from lightweight_mmm import lightweight_mmm
from stopwatch import elapsed

# What is computed from parameters, not sampled.
DERIVED = ("mu", "media_transformed")


def arguments_of_fit(data, settings):
    """What `fit` is to be given: the panels, scaled as `lmmm` scales them, and the seasonality."""
    columns, model = settings["data"], settings.get("model", {})
    if model.get("priors") or columns.get("train_until"):
        sys.exit("error: only default priors and data without a hold-out can be compared")
    table = pd.read_csv(data).sort_values(columns["date"], kind="stable")
    geo = columns.get("geo")

    def panel(names):
        """[time, column], with geos [time, column, geo]."""
        if not geo:
            return table[names].to_numpy(float)
        parts = [part[names].to_numpy(float) for _, part in table.groupby(geo, sort=False)]
        return np.stack(parts, axis=-1)

    def scaled(values, divisor):
        return jnp.array(values if model.get("scaling", "mean") == "none" else values / divisor)

    channels = [{"column": name, **(channel or {})} for name, channel in columns["media"].items()]
    media, target = panel([channel["column"] for channel in channels]), panel([columns["target"]])
    prior = model.get("media_prior", {"scale": 0.15})
    if isinstance(prior, dict):
        spend = panel([channel.get("spend", channel["column"]) for channel in channels])
        spend = spend.mean(axis=0).reshape(len(channels), -1).sum(axis=1)
        prior = spend / spend.mean() * prior["scale"]
    features = None
    if names := columns.get("features"):
        features = panel(names)
        mean, deviation = features.mean(axis=0), features.std(axis=0)
        features = scaled(features, np.where(abs(mean) < deviation, deviation, mean))
    seasonality = {"degrees": 2, "frequency": 52, "weekday": False, **model.get("seasonality", {})}
    return {
        "media": scaled(media, media.mean(axis=0)),
        "media_prior": jnp.array(prior),
        "target": scaled(target, target.mean(axis=0))[:, 0],
        "extra_features": features,
        "degrees_seasonality": seasonality["degrees"],
        "seasonality_frequency": seasonality["frequency"],
        "weekday_seasonality": seasonality["weekday"],
    }


def main(data, configuration, transform, seed, output):
    with open(configuration) as file:
        arguments = arguments_of_fit(data, yaml.safe_load(file))
    mmm = lightweight_mmm.LightweightMMM(model_name=transform)
    start = elapsed()
    mmm.fit(
        **arguments, number_warmup=1000, number_samples=1000, number_chains=2, seed=int(seed)
    )
    draws = mmm._mcmc.get_samples(group_by_chain=True)
    draws = {name: np.asarray(values) for name, values in draws.items() if name not in DERIVED}
    wall, cpu = elapsed(start)
    np.savez(output, **draws)
    versions = ", ".join(f"{name} {version(name)}" for name in ("jax", "numpyro"))
    print(json.dumps({
        "tool": f"LightweightMMM {version('lightweight_mmm')} "
        f"({versions}, Python {platform.python_version()})",
        "runs": [{"wall": wall, "cpu": cpu, "draws": output}],
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
