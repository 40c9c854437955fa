import { language, text } from "./text.js";

const noValue = "–";

/** Numbers below this are written in scientific notation. */
const scientificBelow = 1e-4;

const formats = new Map();

/** Creating a format takes far longer than using it, so each format is created once. */
function cachedFormat(Kind, options = {}) {
  const key = [Kind.name, language(), ...Object.values(options)].join(" ");
  return formats.get(key) ?? formats.set(key, new Kind(language(), options)).get(key);
}

/** A number with this many significant digits; a very small number as 1.7E-7. */
export function number(value, digits = 4) {
  const notation = value !== 0 && Math.abs(value) < scientificBelow ? "scientific" : "standard";
  return value === null || value === undefined
    ? noValue
    : cachedFormat(Intl.NumberFormat, { notation, maximumSignificantDigits: digits }).format(value);
}

/** A large number in short form: 1.2M. */
export function compact(value) {
  return cachedFormat(Intl.NumberFormat, { notation: "compact", maximumSignificantDigits: 3 }).format(value);
}

/** A whole number, such as a count. */
export function count(value) {
  return value === null || value === undefined ? noValue : cachedFormat(Intl.NumberFormat).format(value);
}

/** A share as a percentage: 0.123 as 12.3%. */
export function percent(value, digits = 1) {
  return value === null || value === undefined
    ? noValue
    : cachedFormat(Intl.NumberFormat, { style: "percent", maximumFractionDigits: digits }).format(value);
}

/** The value of a metric. The accuracy is shown as a percentage. */
export function metric(name, value) {
  return name === "accuracy" ? percent(value, 2) : number(value);
}

/** A duration in seconds, as 3 s, 2 min 5 s or 1 h 3 min. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return noValue;
  }

  const whole = Math.round(seconds);
  return seconds < 10 ? text("duration.seconds", { seconds: number(seconds, 2) })
    : whole < 60 ? text("duration.seconds", { seconds: whole })
    : whole < 3600 ? text("duration.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 })
    : text("duration.hours", { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
}

/** A number of bytes, in B, kB, MB, GB or TB. */
export function bytes(value) {
  const step = Math.min(4, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${number(value / 1000 ** step, 3)} ${["B", "kB", "MB", "GB", "TB"][step]}`;
}

/** A date and time, in the browser's time zone. */
export function dateTime(time) {
  return time ? cachedFormat(Intl.DateTimeFormat, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(time)) : noValue;
}
