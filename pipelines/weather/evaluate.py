"""Errors in degrees Celsius on days that the model has not seen, beside the forecast "as today"."""

import argparse
import csv
import json
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--weights", required=True)
with open(parser.parse_args().weights) as file:
    model = json.load(file)

errors = []
persistence = []
for row in csv.DictReader(sys.stdin):
    forecast = model["intercept"]
    for feature in model["features"]:
        forecast += feature["weight"] * (float(row[feature["name"]]) - feature["mean"]) / feature["deviation"]
    actual = float(row["temp_max"])
    errors.append(abs(forecast - actual))
    persistence.append(abs(float(row["temp_max_1"]) - actual))

mae = sum(errors) / len(errors)
as_today = sum(persistence) / len(persistence)
metrics = {
    "mae": round(mae, 6),
    "rmse": round((sum(error * error for error in errors) / len(errors)) ** 0.5, 6),
    "mae_as_today": round(as_today, 6),
    "gain": round(1 - mae / as_today, 6),
    "days": len(errors),
}
json.dump(metrics, sys.stdout)
