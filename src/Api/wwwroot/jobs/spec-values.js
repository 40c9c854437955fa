/** The value at a path of a spec: at(spec, "training.epochs"); undefined where nothing is said. */
export function at(spec, path) {
  return path.split(".").reduce((part, name) => part?.[name] ?? undefined, spec);
}

/** The spec with another value at a path; undefined takes it out, and what is empty then. */
export function withValue(spec, path, value) {
  const [name, ...rest] = path.split(".");
  const inner = rest.length === 0 ? value : withValue(spec[name] ?? {}, rest.join("."), value);
  const { [name]: _, ...others } = spec;
  const isEmpty = inner === undefined || (rest.length > 0 && Object.keys(inner).length === 0);
  return isEmpty ? others : { ...spec, [name]: inner };
}

/** A spec without what is null, which says nothing. */
export function said(spec) {
  if (Array.isArray(spec) || spec === null || typeof spec !== "object") {
    return spec;
  }

  const entries = Object.entries(spec).map(([name, value]) => [name, said(value)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== null && !(typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0)));
}

/** A spec as JSON that is easy to read: lists of numbers on one line. */
export function written(spec) {
  return JSON.stringify(spec, null, 2).replaceAll(/\[[^\[\]{}]*\]/g, (list) => list.replaceAll(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"));
}
