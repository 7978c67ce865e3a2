/** Tenths of a second that a group has between TERM and KILL once its engine is dead. */
const graceInTenths = 20;

/**
 * POSIX shell, so that it needs nothing that could be missing. Lines on its input: `+ group` and `- group`. The input ends when
 * the engine does, however it ends; what is still on the list then is ended. A Ctrl-C in the terminal is the engine's affair. While
 * it lives, so may a stage: the next engine waits for its end (see project-lock.ts).
 */
export const watchdogScript = `
trap '' INT TERM HUP QUIT PIPE
groups=' '
while read -r sign group; do
  case $sign in
    +) case $groups in *" $group "*) ;; *) groups="$groups$group " ;; esac ;;
    -) case $groups in *" $group "*) groups="\${groups%%" $group "*} \${groups#*" $group "}" ;; esac ;;
  esac
done
send() { kill -s "$1" -- "-$2" 2>/dev/null || kill "-$1" "-$2" 2>/dev/null; }
anyone() { for group in $groups; do send 0 "$group" && return 0; done; return 1; }
for group in $groups; do send TERM "$group"; done
tenths=0
while [ "$tenths" -lt ${graceInTenths} ] && anyone; do
  if sleep 0.1 2>/dev/null; then tenths=$((tenths + 1)); else sleep 1; tenths=$((tenths + 10)); fi
done
for group in $groups; do send KILL "$group"; done
tenths=0
while [ "$tenths" -lt 10 ] && anyone; do sleep 0.1 2>/dev/null || sleep 1; tenths=$((tenths + 1)); done
exit 0
`;
