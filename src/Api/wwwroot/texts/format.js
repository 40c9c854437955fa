import { language, text } from "./text.js";

const none = "–";

/** Below this, zeros behind the point are no longer counted but told. */
const small = 1e-4;

const formats = new Map();

/** To make one takes far longer than to use it. */
function formatOf(Kind, options = {}) {
  const key = [Kind.name, language(), ...Object.values(options)].join(" ");
  return formats.get(key) ?? formats.set(key, new Kind(language(), options)).get(key);
}

/** A number to so many significant digits; a very small one as 1.7E-7. */
export function number(value, digits = 4) {
  const notation = value !== 0 && Math.abs(value) < small ? "scientific" : "standard";
  return value === null || value === undefined ? none : formatOf(Intl.NumberFormat, { notation, maximumSignificantDigits: digits }).format(value);
}

/** A great number, short: 1.2M. */
export function compact(value) {
  return formatOf(Intl.NumberFormat, { notation: "compact", maximumSignificantDigits: 3 }).format(value);
}

/** A count, whole. */
export function count(value) {
  return value === null || value === undefined ? none : formatOf(Intl.NumberFormat).format(value);
}

/** 0.123 as 12.3 %. */
export function percent(value, digits = 1) {
  return value === null || value === undefined
    ? none
    : formatOf(Intl.NumberFormat, { style: "percent", maximumFractionDigits: digits }).format(value);
}

/** A metric's number: shares are percents. */
export function metric(name, value) {
  return name === "accuracy" ? percent(value, 2) : number(value);
}

/** Seconds as 3 s, 2 min 5 s, 1 h 3 min. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return none;
  }

  const whole = Math.round(seconds);
  return seconds < 10 ? text("duration.seconds", { seconds: number(seconds, 2) })
    : whole < 60 ? text("duration.seconds", { seconds: whole })
    : whole < 3600 ? text("duration.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 })
    : text("duration.hours", { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
}

/** Bytes as kB, MB, GB. */
export function bytes(value) {
  const step = Math.min(4, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${number(value / 1000 ** step, 3)} ${["B", "kB", "MB", "GB", "TB"][step]}`;
}

/** A moment, in the reader's time zone. */
export function moment(time) {
  return time ? formatOf(Intl.DateTimeFormat, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(time)) : none;
}
