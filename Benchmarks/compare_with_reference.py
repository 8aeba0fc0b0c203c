"""The table of compare-with-reference, which calls this within the reference's environment.

usage: compare_with_reference.py LMMM DATA.csv CONFIG.yaml SCRATCH_FOLDER

Both sides end in draws of the same parameters, and the same code says what these are worth. The
reference runs as its documentation says: 2 chains of 1000 + 1000 in parallel, in float32. Its time
is that of `fit`, compiling included, importing not; ours is that of the whole command, from the CSV
to the saved model and its tables.
"""

import os
import pathlib
import subprocess
import sys
import time

TRANSFORMS = ("carryover", "adstock", "hill_adstock")


def fit_reference(data, configuration, transform, output):
    """Fits with LightweightMMM and saves draws; runs in a process of its own."""
    import numpyro

    numpyro.set_host_device_count(2)
    import jax.numpy as jnp
    import numpy as np
    import pandas as pd
    import yaml
    from lightweight_mmm import lightweight_mmm

    with open(configuration) as file:
        settings = yaml.safe_load(file)
    columns, model = settings["data"], settings.get("model", {})
    if columns.get("geo") or model.get("priors") or columns.get("train_until"):
        sys.exit("error: only national data with default priors and no hold-out can be compared")
    seasonality = {"degrees": 2, "frequency": 52, "weekday": False}
    seasonality.update(model.get("seasonality", {}))
    table = pd.read_csv(data).sort_values(columns["date"])

    def scaled(names):
        values = table[names].to_numpy(dtype=float)
        return values / values.mean(axis=0) if model.get("scaling", "mean") == "mean" else values

    channels = [{"column": name, **(channel or {})} for name, channel in columns["media"].items()]
    prior = model.get("media_prior", {"scale": 0.15})
    if isinstance(prior, dict):
        spend = table[[c.get("spend", c["column"]) for c in channels]].to_numpy(float).mean(axis=0)
        prior = spend / spend.mean() * prior["scale"]
    features = columns.get("features")
    mmm = lightweight_mmm.LightweightMMM(model_name=transform)
    start = time.perf_counter()
    mmm.fit(
        media=jnp.array(scaled([c["column"] for c in channels])),
        media_prior=jnp.array(prior),
        target=jnp.array(scaled(columns["target"])),
        extra_features=jnp.array(scaled(features)) if features else None,
        degrees_seasonality=seasonality["degrees"],
        seasonality_frequency=seasonality["frequency"],
        weekday_seasonality=seasonality["weekday"],
        number_warmup=1000,
        number_samples=1000,
        number_chains=2,
        seed=1,
    )
    derived = ("mu", "media_transformed")
    draws = mmm._mcmc.get_samples(group_by_chain=True)
    draws = {name: np.asarray(values) for name, values in draws.items() if name not in derived}
    seconds = time.perf_counter() - start
    np.savez(output, seconds=seconds, **draws)


def run_reference(data, configuration, transform, scratch):
    """Seconds, and draws by parameter: [chain, draw, …]."""
    import numpy as np

    output = scratch / f"reference_{transform}.npz"
    arguments = [data, configuration, transform, output]
    run([sys.executable, __file__, "--fit-reference", *arguments])
    with np.load(output) as saved:
        draws = {name: saved[name] for name in saved.files}
    return float(draws.pop("seconds")), draws


def run_ours(lmmm, data, configuration, transform, scratch):
    """Seconds, and draws by scalar: [chain, draw]."""
    import pandas as pd

    model, tables = scratch / f"{transform}.zarr", scratch / f"{transform}_draws"
    start = time.perf_counter()
    run([lmmm, "fit", data, "--config", configuration, "--transform", transform, "--output", model])
    seconds = time.perf_counter() - start
    run([lmmm, "export", model, "--output", tables])
    table = pd.read_csv(tables / "draws.csv")
    chains = table.pop("chain").nunique()
    table.pop("draw")
    return seconds, {name: table[name].to_numpy().reshape(chains, -1) for name in table}


def run(command):
    """Runs a command quietly; says what it said if it fails."""
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(result.stdout + result.stderr)


def worth(draws):
    """The worst effective sample size of the bulk and the worst r-hat."""
    import arviz

    data = arviz.from_dict(draws)
    ess, r_hat = arviz.ess(data), arviz.rhat(data)
    names = list(data.posterior)
    return min(float(ess[name].min()) for name in names), max(
        float(r_hat[name].max()) for name in names
    )


def main(lmmm, data, configuration, scratch):
    scratch = pathlib.Path(scratch)
    print(f"{os.cpu_count()} processors; {pathlib.Path(data).name}")
    heading = ("transform", "", "draws", "seconds", "worst ESS", "worst r-hat", "ESS/s", "ratio")
    layout = "{:<13} {:<15} {:>7} {:>8} {:>10} {:>12} {:>8} {:>7}"
    print(layout.format(*heading))
    for transform in TRANSFORMS:
        sides = (
            ("LightweightMMM", run_reference(data, configuration, transform, scratch)),
            ("lmmm", run_ours(lmmm, data, configuration, transform, scratch)),
        )
        first = None
        for name, (seconds, draws) in sides:
            ess, r_hat = worth(draws)
            count = next(iter(draws.values())).shape[:2]
            rate = ess / seconds
            first = first or rate
            print(layout.format(
                transform, name, f"{count[0]}×{count[1]}", f"{seconds:.2f}", f"{ess:.0f}",
                f"{r_hat:.3f}", f"{rate:.1f}", f"{rate / first:.0f}×",
            ), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--fit-reference":
        fit_reference(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
