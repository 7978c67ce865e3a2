const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, for people: `just now`, `12 min ago`, `3 h ago`, `5 d ago`, then the date in UTC. */
export function howLongAgo(at: number, now: number): string {
  const passed = now - at;
  if (passed < 0) return new Date(at).toISOString().slice(0, 16).replace("T", " ");
  if (passed < 10_000) return "just now";
  if (passed < minute) return `${Math.floor(passed / 1000)} s ago`;
  if (passed < hour) return `${Math.floor(passed / minute)} min ago`;
  if (passed < day) return `${Math.floor(passed / hour)} h ago`;
  if (passed < 30 * day) return `${Math.floor(passed / day)} d ago`;
  return new Date(at).toISOString().slice(0, 10);
}
