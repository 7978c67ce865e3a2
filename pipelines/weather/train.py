"""Ridge regression by the normal equations: (X'X + rI) w = X'y, with standardised columns and an intercept that is not penalised."""

import argparse
import csv
import json
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--ridge", type=float, required=True)
ridge = parser.parse_args().ridge

header, *rows = csv.reader(sys.stdin)
names = header[1:-1]
features = [[float(value) for value in row[1:-1]] for row in rows]
target = [float(row[-1]) for row in rows]

count = len(rows)
means = [sum(column) / count for column in zip(*features)]
deviations = [(sum((value - mean) ** 2 for value in column) / count) ** 0.5 or 1.0 for column, mean in zip(zip(*features), means)]
scaled = [[(value - mean) / deviation for value, mean, deviation in zip(row, means, deviations)] for row in features]
intercept = sum(target) / count


def solve(matrix, right):
    """Gaussian elimination with partial pivoting; changes its arguments."""
    size = len(right)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(matrix[row][column]))
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        right[column], right[pivot] = right[pivot], right[column]
        for row in range(column + 1, size):
            factor = matrix[row][column] / matrix[column][column]
            for index in range(column, size):
                matrix[row][index] -= factor * matrix[column][index]
            right[row] -= factor * right[column]
    solution = [0.0] * size
    for row in reversed(range(size)):
        known = sum(matrix[row][index] * solution[index] for index in range(row + 1, size))
        solution[row] = (right[row] - known) / matrix[row][row]
    return solution


size = len(names)
gram = [[sum(row[i] * row[j] for row in scaled) + (ridge if i == j else 0.0) for j in range(size)] for i in range(size)]
moment = [sum(row[i] * (value - intercept) for row, value in zip(scaled, target)) for i in range(size)]
weights = solve(gram, moment)

model = {"intercept": intercept, "features": [dict(zip(("name", "mean", "deviation", "weight"), each)) for each in zip(names, means, deviations, weights)]}
json.dump(model, sys.stdout, indent=1)
print()
print(f"{count} days, {size} features", file=sys.stderr)
