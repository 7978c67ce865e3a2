"""A row for each day: the days before as columns, and the day's highest temperature as the target."""

import argparse
import csv
import sys
from datetime import date, timedelta
from math import cos, pi, sin

parser = argparse.ArgumentParser()
parser.add_argument("--back", type=int, required=True, help="days to look back")
back = parser.parse_args().back

days = {date.fromisoformat(row["date"]): row for row in csv.DictReader(sys.stdin)}
measured = ["temp_max", "temp_min", "precipitation", "wind"]

writer = csv.writer(sys.stdout, lineterminator="\n")
writer.writerow(["date", *(f"{name}_{lag}" for lag in range(1, back + 1) for name in measured), "season_cos", "season_sin", "temp_max"])
for day, row in sorted(days.items()):
    before = [days.get(day - timedelta(days=lag)) for lag in range(1, back + 1)]
    if None in before:
        continue
    angle = 2 * pi * day.timetuple().tm_yday / 365.25
    season = [f"{cos(angle):.6f}", f"{sin(angle):.6f}"]
    writer.writerow([day.isoformat(), *(earlier[name] for earlier in before for name in measured), *season, row["temp_max"]])
