/** A shell command whose processes all ignore TERM; each of the three says its number once it is deaf. */
export const deafFamily = `
sh -c 'trap "" TERM; sh -c "trap \\"\\" TERM; echo \\$\\$; while :; do sleep 600; done" & echo $$; wait; while :; do sleep 600; done' &
trap "" TERM
echo $$
wait
while :; do sleep 600; done`;
