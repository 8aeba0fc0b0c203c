"""The table of `compare`, which calls this.

Needs nothing but Python: the memory of a process that is started counts what its parent had, so
this one stays small and leaves fitting and judging to others.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
CONFIGURATIONS = HERE.parent / "configurations"
TRANSFORMS = ("carryover", "adstock", "hill_adstock")
SEEDS = (1, 2, 3, 4, 5)
COLUMNS = (
    "data", "model", "by", "draws", "seconds", "CPU s", "MiB", "worst ESS", "worst r-hat",
    "ESS/s", "ESS/CPU s", "× ESS/s", "× ESS/CPU s",
)


def run(*command):
    """What a command prints, its wall and CPU seconds, and its largest memory in MiB."""
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=said, stderr=complained
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complained.seek(0)
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\n{said.read()}{complained.read()}")
        unit = 2**20 if sys.platform == "darwin" else 2**10
        return said.read(), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


class Comparison:
    """Fits on all sides, and rows of the table."""

    def __init__(self, options, scratch):
        self.lmmm, self.python, self.pymc_python = options.lmmm, options.python, options.pymc_python
        self.reference_seeds = range(1, options.reference_seeds + 1)
        self.scratch = scratch
        self.tools = [f"lmmm {run(self.lmmm, '--version')[0].strip()}"]
        self.compiling = None

    def lightweight_mmm(self, data, configuration, transform):
        # A process for each, for compiled functions would be kept within one.
        runs, memories = [], []
        for seed in self.reference_seeds:
            output = self.scratch / f"reference_{seed}.npz"
            arguments = (data, configuration, transform, seed, output)
            measured, memory = self.fit(self.python, "fit_lightweight_mmm.py", *arguments)
            runs += measured
            memories.append(memory)
        return self.judged(runs, max(memories))

    def pymc_marketing(self, data):
        arguments = (data, self.scratch, *SEEDS)
        return self.judged(*self.fit(self.pymc_python, "fit_pymc_marketing.py", *arguments))

    def fit(self, python, script, *arguments):
        """The runs that a script tells of, and its memory."""
        printed, *_, memory = run(python, HERE / script, *arguments)
        result = json.loads(printed.splitlines()[-1])
        if result["tool"] not in self.tools:
            self.tools.append(result["tool"])
        self.compiling = result.get("compiling", self.compiling)
        return result["runs"], memory

    def ours(self, data, configuration, transform):
        runs, memories = [], []
        model = self.scratch / "model.zarr"
        options = ("--config", configuration, "--transform", transform, "--output", model)
        for seed in SEEDS:
            _, wall, cpu, memory = run(self.lmmm, "fit", data, *options, "--seed", seed)
            tables = self.scratch / f"draws_{seed}"
            run(self.lmmm, "export", model, "--output", tables)
            runs.append({"wall": wall, "cpu": cpu, "draws": tables / "draws.csv"})
            memories.append(memory)
        return self.judged(runs, max(memories))

    def judged(self, runs, memory):
        """What is typical of runs that differ in nothing but the seed."""
        files = [item["draws"] for item in runs]
        judgements = json.loads(run(self.python, HERE / "worst_parameter.py", *files)[0])
        runs = [{**item, **judgement} for item, judgement in zip(runs, judgements)]

        def median(value):
            return statistics.median(value(item) for item in runs)

        return {
            "draws": f"{runs[0]['chains']} × {median(lambda item: item['draws']):.0f}",
            "wall": median(lambda item: item["wall"]),
            "cpu": median(lambda item: item["cpu"]),
            "memory": memory,
            "ess": median(lambda item: item["ess"]),
            "r_hat": max(item["r_hat"] for item in runs),
            "per_second": median(lambda item: item["ess"] / item["wall"]),
            "per_cpu_second": median(lambda item: item["ess"] / item["cpu"]),
        }


def significant(value):
    """Three digits."""
    return f"{value:,.0f}" if value >= 99.95 else f"{value:#.3g}"


def print_row(data, model, by, result, rival=None):
    ratios = ["", ""]
    if rival:
        ratios = [
            f"**{significant(result[rate] / rival[rate])}**"
            for rate in ("per_second", "per_cpu_second")
        ]
    cells = (
        data, model, by, result["draws"], significant(result["wall"]), significant(result["cpu"]),
        f"{result['memory']:.0f}", f"{result['ess']:,.0f}", f"{result['r_hat']:.3f}",
        significant(result["per_second"]), significant(result["per_cpu_second"]), *ratios,
    )
    print(f"| {' | '.join(cells)} |", flush=True)


def say(text):
    print(text, file=sys.stderr, flush=True)


def print_with_lightweight_mmm(comparison, name, data, configuration, transforms):
    for transform in transforms:
        say(f"{name}, {transform}: LightweightMMM")
        rival = comparison.lightweight_mmm(data, configuration, transform)
        print_row(name, transform, "LightweightMMM", rival)
        say(f"{name}, {transform}: lmmm")
        result = comparison.ours(data, configuration, transform)
        print_row("", "", "lmmm", result, rival)


def print_with_pymc_marketing(comparison, data, transforms):
    configuration = CONFIGURATIONS / "pymc_example.yaml"
    say("pymc_example: pymc-marketing")
    rival = comparison.pymc_marketing(data)
    print_row("pymc_example", "geometric adstock, logistic", "pymc-marketing", rival)
    for transform in transforms:
        say(f"pymc_example, {transform}: lmmm")
        result = comparison.ours(data, configuration, transform)
        print_row("", transform, "lmmm", result, rival)


def processor():
    """The processor's name, as far as the system tells."""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except FileNotFoundError:
        return run("sysctl", "-n", "machdep.cpu.brand_string")[0].strip()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def print_notes(comparison):
    print(f"\n{datetime.date.today():%-d %B %Y}, {processor()}, {os.cpu_count()} processors,"
          f" {platform.system()}; {'; '.join(comparison.tools)}.")
    if comparison.compiling:
        print(f"pymc-marketing's model took {comparison.compiling:.0f} s to compile, which are not"
              " counted.")


def main():
    parser = argparse.ArgumentParser()
    for name in ("--lmmm", "--python", "--pymc-python"):
        parser.add_argument(name, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--reference-seeds", type=int, default=1)
    parser.add_argument("--geos", action="store_true")
    parser.add_argument("own", nargs="*")
    options = parser.parse_args()

    print(f"| {' | '.join(COLUMNS)} |")
    print(f"|{'---|' * 4}{'---:|' * (len(COLUMNS) - 4)}")
    transforms = TRANSFORMS[:1] if options.quick else TRANSFORMS
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        comparison = Comparison(options, scratch)
        if options.own:
            data, configuration = options.own
            name = pathlib.Path(data).stem
            print_with_lightweight_mmm(comparison, name, data, configuration, transforms)
            return print_notes(comparison)

        def simulated(name, *more):
            data = scratch / f"{name}.csv"
            run(options.lmmm, "simulate", "--periods", 104, *more, "--output", data)
            return name, data, CONFIGURATIONS / f"{name}.yaml"

        public = os.environ.get("LMMM_PUBLIC_DATA")
        if public:
            demo = pathlib.Path(public) / "demo_weekly.csv"
            configuration = CONFIGURATIONS / "demo_weekly.yaml"
            print_with_lightweight_mmm(comparison, "demo_weekly", demo, configuration, transforms)
        print_with_lightweight_mmm(comparison, *simulated("simulated"), transforms)
        if options.geos:
            data = simulated("simulated_geos", "--geos", 5)
            print_with_lightweight_mmm(comparison, *data, TRANSFORMS[:1])
        if public:
            example = pathlib.Path(public) / "pymc_example.csv"
            print_with_pymc_marketing(comparison, example, ("adstock", "hill_adstock"))
        print_notes(comparison)


if __name__ == "__main__":
    main()
