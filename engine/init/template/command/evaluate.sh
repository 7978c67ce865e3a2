# How well a line fits days that it has not seen, as JSON: sh evaluate.sh LINE.txt DAYS.csv
read -r slope height < "$1"
awk -F, -v slope="$slope" -v height="$height" '
  { miss = $2 - (slope * $1 + height); missed += miss * miss; n += 1; y += $2; yy += $2 * $2 }
  END { printf "{\"r2\": %.4f, \"rmse\": %.2f, \"days\": %d}\n", 1 - missed / (yy - y * y / n), sqrt(missed / n), n }
' "$2"
