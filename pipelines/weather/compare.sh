# A Markdown table of metrics files: a line each, in the order in which they are given.
echo '| look back | mean error | root mean square | gain over "as today" |'
echo '| --- | ---: | ---: | ---: |'
for file in "$@"; do
  days=$(basename "$(dirname "$file")" | sed 's/.*@//')
  figure() { sed -n "s/.*\"$1\": \([-0-9.e]*\).*/\1/p" "$file"; }
  echo "| $days | $(figure mae) | $(figure rmse) | $(figure gain) |"
done
