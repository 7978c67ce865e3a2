# Least squares: the slope and the height of the line through the days: sh train.sh DAYS.csv
awk -F, '
  { n += 1; x += $1; y += $2; xx += $1 * $1; xy += $1 * $2 }
  END {
    slope = (n * xy - x * y) / (n * xx - x * x)
    printf "%.6f %.6f\n", slope, (y - slope * x) / n
  }' "$1"
