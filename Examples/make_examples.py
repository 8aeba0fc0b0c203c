#!/usr/bin/env python3
"""Writes coffee.csv and museum.csv beside this file, and prints the truth behind them.

Needs nothing but Python. The data are invented; the same script gives the same files.
"""

import datetime
import math
import pathlib
import random

FOLDER = pathlib.Path(__file__).parent


def adstock(media, weight):
    carried, result = 0.0, []
    for x in media:
        carried = weight * carried + (1 - weight) * x
        result.append(carried)
    return result


def hill(media, half, slope):
    return [0.0 if s == 0 else 1 / (1 + (s / half) ** -slope) for s in media]


def flights(rng, periods, length, pause, level):
    """Campaigns of `length` periods on average, with pauses of `pause`, at about `level`."""
    series, running = [], rng.random() < 0.5
    for _ in range(periods):
        if rng.random() < 1 / (length if running else pause):
            running = not running
        series.append(level * rng.uniform(0.5, 1.5) if running else 0.0)
    return series


def report(name, effects, spend, total):
    for channel, effect in effects.items():
        share, roi = sum(effect) / total, sum(effect) / sum(spend[channel])
        print(f"{name} {channel}: contribution {100 * share:.1f} %, ROI {roi:.2f}")


def coffee():
    """Three years of a coffee chain's weekly revenue, as a European spreadsheet exports it."""
    rng = random.Random(20240101)
    periods = 156
    grps = flights(rng, periods, 5, 4, 120)
    clicks = [round(4000 * rng.uniform(0.4, 1.6)) for _ in range(periods)]
    social = flights(rng, periods, 8, 3, 3000)
    spend = {
        "tv": [round(90 * x, 2) for x in grps],
        "search": [round(0.55 * x, 2) for x in clicks],
        "social": [round(x, 2) for x in social],
    }
    price = [round(rng.gauss(3.2, 0.15), 2) for _ in range(periods)]
    effects = {
        "tv": [34000 * h for h in hill(adstock(grps, 0.6), 60, 1.4)],
        "search": [20000 * h for h in hill(adstock(clicks, 0.1), 4500, 1.0)],
        "social": [16000 * h for h in hill(adstock(spend["social"], 0.35), 2500, 1.2)],
    }
    rows = ["week;tv_grps;tv_spend;search_clicks;search_spend;social_spend;price;revenue"]
    total = 0.0
    for t in range(periods):
        year = 2 * math.pi * t / 52
        mean = 75000 + 40 * t + 5000 * math.sin(year) + 3000 * math.cos(year)
        mean += -20000 * (price[t] - 3.2) + sum(e[t] for e in effects.values())
        total += mean
        day = datetime.date(2022, 1, 3) + datetime.timedelta(weeks=t)
        cells = [f"{day:%d.%m.%Y}", f"{grps[t]:.1f}", spend["tv"][t], clicks[t]]
        cells += [spend["search"][t], spend["social"][t], price[t]]
        cells.append(f"{mean + rng.gauss(0, 3500):.0f}")
        rows.append(";".join(map(str, cells)))
    (FOLDER / "coffee.csv").write_text("\n".join(rows) + "\n")
    report("coffee", effects, spend, total)


def museum():
    """A museum's daily visitors, with a pattern over the week."""
    rng = random.Random(7)
    periods = 182
    posters = flights(rng, periods, 14, 10, 400)
    radio = flights(rng, periods, 5, 8, 250)
    spend = {"posters": [round(x, 2) for x in posters], "radio": [round(x, 2) for x in radio]}
    week = [-150, -120, -60, -20, 30, 180, 140]
    effects = {
        "posters": [0.45 * s for s in adstock(spend["posters"], 0.8)],
        "radio": [0.7 * s for s in adstock(spend["radio"], 0.5)],
    }
    rows = ["date,posters,radio,rain,visitors"]
    total = 0.0
    for t in range(periods):
        rain = round(max(0.0, rng.gauss(1, 3)), 1)
        mean = 700 + week[t % 7] + 25 * rain + sum(e[t] for e in effects.values())
        total += mean
        day = datetime.date(2024, 1, 1) + datetime.timedelta(days=t)
        visitors = round(mean + rng.gauss(0, 60))
        rows.append(f"{day},{spend['posters'][t]},{spend['radio'][t]},{rain},{visitors}")
    (FOLDER / "museum.csv").write_text("\n".join(rows) + "\n")
    report("museum", effects, spend, total)


if __name__ == "__main__":
    coffee()
    museum()
