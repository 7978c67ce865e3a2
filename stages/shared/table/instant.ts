const isoPattern =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?<fraction>[.,]\d{1,9})?)?(?<zone>Z|[+-]\d\d:?\d\d)?)?$/u;

/**
 * The instant of an ISO 8601 date or date and time, in milliseconds since 1970; without a zone it is read as UTC. `undefined`
 * where the text is none, or names a day or time that does not exist.
 */
export function instantOf(text: string): number | undefined {
  const groups = isoPattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const part = (name: string) => Number(groups[name] ?? 0);
  const [year, month, day, hour, minute, second] = ["year", "month", "day", "hour", "minute", "second"].map(part) as Fields;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second);
  const offset = zoneMinutes(groups.zone);
  return offset === undefined
    ? undefined
    : date.getTime() + Number(`0${(groups.fraction ?? "").replace(",", ".")}`) * 1000 - offset * 60_000;
}

type Fields = [year: number, month: number, day: number, hour: number, minute: number, second: number];

function zoneMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === "Z") return 0;
  const digits = zone.replace(/\D/gu, "");
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
