# The days with both readings, from so many degrees on: sh prepare.sh RENTALS.csv COLDEST
awk -F, -v coldest="$2" 'NR > 1 && $2 ~ /^-?[0-9.]+$/ && $3 ~ /^[0-9]+$/ && $2 >= coldest { print $2 "," $3 }' "$1"
