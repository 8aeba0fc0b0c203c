"""Bands and p-values of uniform ranks in rational numbers: prints what UniformRanksTests.swift holds.

Counts of ranks at most r are gone through as in the paper: given the one before, each is binomial.
"""

from fractions import Fraction
from math import comb


def tails(count, largest):
    """2 min(P(X <= x), P(X >= x)) of the count X of ranks at most r, [r][x]."""
    table = []
    for rank in range(largest):
        share = Fraction(rank + 1, largest + 1)
        below, row = Fraction(0), []
        for x in range(count + 1):
            mass = comb(count, x) * share**x * (1 - share) ** (count - x)
            row.append(2 * min(below + mass, 1 - below))
            below += mass
        table.append(row)
    return table


def probability(count, largest, allows):
    """That all counts are such that `allows(rank, count)`."""
    masses = {0: Fraction(1)}
    for rank in range(largest):
        share = Fraction(1, largest + 1 - rank)
        following = {}
        for before, mass in masses.items():
            rest = count - before
            for more in range(rest + 1):
                if allows(rank, before + more):
                    weight = comb(rest, more) * share**more * (1 - share) ** (rest - more)
                    following[before + more] = following.get(before + more, 0) + mass * weight
        masses = following
    return sum(masses.values())


def tail_probability(ranks, largest):
    table = tails(len(ranks), largest)
    counts = [sum(rank <= r for rank in ranks) for r in range(largest)]
    statistic = min(table[r][x] for r, x in enumerate(counts))
    return 1 - probability(len(ranks), largest, lambda r, x: table[r][x] > statistic)


def band(count, largest, coverage):
    table = tails(count, largest)
    levels = sorted({level for row in table for level in row})
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        level = levels[middle]
        if probability(count, largest, lambda r, x: table[r][x] >= level) >= coverage:
            low = middle
        else:
            high = middle - 1
    inside = [[x for x, level in enumerate(row) if level >= levels[low]] for row in table]
    return [row[0] for row in inside], [row[-1] for row in inside]


def pattern(count, largest, square, linear):
    return [(square * i * i + linear * i) % (largest + 1) for i in range(count)]


if __name__ == "__main__":
    for count, largest in ((40, 9), (30, 19)):
        print(count, largest, *band(count, largest, Fraction(95, 100)))
    for arguments in ((30, 19, 11, 4), (25, 9, 3, 1), (40, 9, 7, 3)):
        print(*arguments, float(tail_probability(pattern(*arguments), arguments[1])))
    ends = [0] * 8 + [9] * 8 + list(range(1, 9)) + list(range(1, 7))
    print("ends", float(tail_probability(ends, 9)))
