"""Compares a saved model, as ArviZ and xarray open it, with what Swift says it holds.

Arguments: the model, expected.json (bit patterns, labels, dates), summary.json (`lmmm summary`).
"""

import json
import sys

import arviz
import numpy
import xarray

model, expected_path, summary_path = sys.argv[1:]
with open(expected_path) as file:
    expected = json.load(file)
with open(summary_path) as file:
    summary = {row["name"]: row for row in json.load(file)["parameters"]}


def bits(values):
    return [f"{word:016x}" for word in numpy.ascontiguousarray(values).view(numpy.uint64).ravel()]


data = arviz.from_zarr(model)
groups = {"posterior", "observed_data", "constant_data"}
groups |= {"sample_stats"} if expected["sample_stats"] else set()
groups |= {"predictions_constant_data"} if expected["holdout"] else set()
assert set(data.groups()) == groups, data.groups()
geo = ["geo"] if expected["geos"] else []

assert set(data.posterior.data_vars) == set(expected["posterior"])
for name, variable in expected["posterior"].items():
    found = data.posterior[name]
    assert found.dtype == numpy.float64, name
    assert list(found.dims) == variable["dimensions"], (name, found.dims)
    assert list(found.shape) == variable["shape"], (name, found.shape)
    assert bits(found.values) == variable["bits"], name
for group in (data.posterior, data.constant_data):
    assert group.channel.values.tolist() == expected["channels"]
    assert group.feature.values.tolist() == expected["features"]
assert data.posterior.fourier.values.tolist() == ["sin", "cos"]
assert data.posterior.chain.values.tolist() == list(range(expected["chains"]))
assert data.posterior.draw.values.tolist() == list(range(expected["draws"]))

if geo:
    for group in (data.posterior, data.observed_data, data.constant_data):
        assert group.geo.values.tolist() == expected["geos"]
    assert data.posterior.all_geos.values.tolist() == [0]
    assert data.posterior.coef_media.sel(geo=expected["geos"][-1]).dims == ("chain", "draw", "channel")
    assert data.constant_data.extra_features.dims == ("time", "feature", "geo")
    assert data.constant_data.spend.dims == ("time", "channel", "geo")

if expected["sample_stats"]:
    assert set(data.sample_stats.data_vars) == set(expected["sample_stats"])
for name, values in expected["sample_stats"].items():
    found = data.sample_stats[name]
    assert list(found.dims) == ["chain", "draw"], name
    if found.dtype == numpy.float64:
        assert bits(found.values) == values, name
    else:
        assert found.dtype in (numpy.dtype(bool), numpy.dtype(numpy.int64)), (name, found.dtype)
        assert found.values.ravel().tolist() == values, name

for group in (data.observed_data, data.constant_data):
    assert group.time.dtype.kind == "M", group.time.dtype
    assert group.time.values.astype("datetime64[D]").astype(str).tolist() == expected["dates"]
assert bits(data.observed_data.target.values) == expected["target"]
assert list(data.observed_data.target.dims) == ["time"] + geo
assert list(data.constant_data.media.dims) == ["time", "channel"] + geo
assert bits(data.constant_data.media.values) == expected["media"]
assert bits(data.constant_data.spend.values) == expected["spend"]
assert bits(data.constant_data.extra_features.values) == expected["extra_features"]

if expected["holdout"]:
    rows = data.predictions_constant_data
    assert rows.time.values.astype("datetime64[D]").astype(str).tolist() == expected["holdout"]["dates"]
    assert rows.channel.values.tolist() == expected["channels"]
    assert list(rows.media.dims) == ["time", "channel"] + geo
    for name in ("media", "spend", "extra_features", "target"):
        assert bits(rows[name].values) == expected["holdout"][name], name

with xarray.open_zarr(model, group="posterior") as posterior:
    dims = posterior.coef_media.sel(channel=expected["channels"][-1]).dims
    assert list(dims) == ["chain", "draw"] + geo, dims

table = arviz.summary(data, round_to="none")
for name, variable in expected["posterior"].items():
    rows = table[[label.split("[")[0] == name for label in table.index]]
    assert len(rows) == len(variable["elements"]), name
    for element, (_, row) in zip(variable["elements"], rows.iterrows()):
        for column in ("mean", "sd", "mcse_mean", "ess_bulk", "ess_tail", "r_hat"):
            ours, theirs = summary[element][column], row[column]
            if column == "r_hat" and row["sd"] == 0:
                assert ours is None, (element, ours)
                continue
            assert abs(ours - theirs) <= 1e-6 * max(abs(theirs), 1e-3), (element, column, ours, theirs)

print("agrees")
