"""Moments of a posterior from the reference's own density, sampled where it mixes.

usage: make_yardstick.py TABLE.json DATA_FOLDER OUT.json DRAWS

TABLE.json is one of posteriors/*.json: its `case` says what to fit. The reference's sampler moves
in coef_trend, of which the data allow less the larger expo_trend is (a factor of T - 1 between
expo_trend 0.5 and 1.5); with a diagonal metric it hardly enters large exponents, so its tables
understate mean and sd of expo_trend. Here NumPyro's NUTS moves in
coef_trend * (T - 1) ** expo_trend instead, with a dense metric; model and density are the
reference's own (lightweight_mmm 0.1.9, float64).
"""
import json
import os
import sys
import time

os.environ["JAX_ENABLE_X64"] = "1"
import arviz as az
import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import pandas as pd
from lightweight_mmm import lightweight_mmm
from numpyro.infer.util import initialize_model

CHAINS, WARMUP, ACCEPT, SEED = 4, 1500, 0.97, 31

case = json.load(open(sys.argv[1]))["case"]
DRAWS = int(sys.argv[4])
table = pd.read_csv(os.path.join(sys.argv[2], case["csv"])).sort_values(case["date"])


def scaled(columns):
    values = table[columns].values.astype(float)
    return jnp.array(values / values.mean(0))


reference = lightweight_mmm.LightweightMMM(model_name=case["transform"])
arguments = dict(
    media_data=scaled(case["media"]),
    extra_features=scaled(case["features"]),
    target_data=scaled(case["target"]),
    media_prior=jnp.array(case["media_prior"]),
    degrees_seasonality=case["degrees"],
    frequency=case["frequency"],
    transform_function=reference._model_transform_function,
    weekday_seasonality=case["weekday"],
    custom_priors={},
    transform_kwargs={"number_lags": case["number_lags"]} if "number_lags" in case else None,
)
start = initialize_model(
    jax.random.PRNGKey(SEED), reference._model_function, model_kwargs=arguments
)
potential, constrain = start.potential_fn, start.postprocess_fn
log_last = jnp.log(float(len(table) - 1))


def exponent(z):
    return 0.5 + jax.nn.sigmoid(z["expo_trend"])


def to_reference(z):
    return {**z, "coef_trend": z["coef_trend"] * jnp.exp(-exponent(z) * log_last)}


def scaled_potential(z):
    return potential(to_reference(z)) + exponent(z) * log_last


kernel = numpyro.infer.NUTS(
    potential_fn=scaled_potential, target_accept_prob=ACCEPT, dense_mass=True
)
mcmc = numpyro.infer.MCMC(
    kernel, num_warmup=WARMUP, num_samples=DRAWS, num_chains=CHAINS,
    chain_method="sequential", progress_bar=False,
)
key = jax.random.PRNGKey(SEED + 1)
initial = {
    name: jnp.stack([value + 0.1 * jax.random.normal(jax.random.fold_in(key, c), value.shape)
                     for c in range(CHAINS)])
    for name, value in start.param_info.z.items()
}
assert np.isclose(constrain(start.param_info.z)["expo_trend"], exponent(start.param_info.z))
began = time.time()
mcmc.run(key, init_params=initial, extra_fields=("diverging", "num_steps"))
seconds = time.time() - began


def row(z):
    full = constrain(to_reference(z))
    mu, media = full.pop("mu"), full.pop("media_transformed")
    full["contribution"] = full["coef_media"] * media.sum(0) / mu.sum()
    full["mu_mean"] = mu.mean()
    return full


flat = {k: v.reshape(-1, *v.shape[2:]) for k, v in mcmc.get_samples(group_by_chain=True).items()}
draws = {
    k: np.asarray(v).reshape(CHAINS, DRAWS, *v.shape[1:])
    for k, v in jax.lax.map(jax.jit(row), flat).items()
}
data = az.from_dict(draws)
summary = az.summary(data, kind="all", round_to="none")
rows = {}
for name, r in summary.iterrows():
    parameter, _, index = name.partition("[")
    place = tuple(int(i) for i in index.rstrip("]").split(",")) if index else ()
    rows[name] = dict(
        mean=float(r["mean"]), sd=float(r["sd"]), mcse_mean=float(r["mcse_mean"]),
        ess_bulk=float(r["ess_bulk"]), r_hat=float(r["r_hat"]),
        q5=float(np.quantile(draws[parameter][(..., *place)], 0.05)),
        q95=float(np.quantile(draws[parameter][(..., *place)], 0.95)),
    )
extra = mcmc.get_extra_fields()
settings = dict(
    chains=CHAINS, warmup=WARMUP, draws=DRAWS, accept=ACCEPT, seed=SEED,
    coordinates="coef_trend * (T - 1) ** expo_trend", metric="dense",
)
json.dump(
    dict(case={**case, **settings}, seconds=seconds, rows=rows), open(sys.argv[3], "w"), indent=1
)
print(sys.argv[3], round(seconds), "s,", int(extra["diverging"].sum()), "divergences,",
      int(extra["num_steps"].mean()), "steps; worst", summary["ess_bulk"].min(),
      summary["r_hat"].max())
