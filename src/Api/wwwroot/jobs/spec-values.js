/** The value at a path of a spec: valueAt(spec, "training.epochs"). Undefined if the spec has no value there. */
export function valueAt(spec, path) {
  return path.split(".").reduce((part, name) => part?.[name] ?? undefined, spec);
}

/** A copy of the spec with another value at a path. Undefined removes the value, and then also objects that become empty. */
export function withValue(spec, path, value) {
  const [name, ...rest] = path.split(".");
  const inner = rest.length === 0 ? value : withValue(spec[name] ?? {}, rest.join("."), value);
  const { [name]: _, ...others } = spec;
  const isEmpty = inner === undefined || (rest.length > 0 && Object.keys(inner).length === 0);
  return isEmpty ? others : { ...spec, [name]: inner };
}

/** A copy of the spec without nulls and empty objects, which mean the default. */
export function withoutNulls(spec) {
  if (Array.isArray(spec) || spec === null || typeof spec !== "object") {
    return spec;
  }

  const entries = Object.entries(spec).map(([name, value]) => [name, withoutNulls(value)]);
  const isEmpty = (value) => value === null || (typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0);
  return Object.fromEntries(entries.filter(([, value]) => !isEmpty(value)));
}

/** A spec as readable JSON, with each list of simple values on one line. */
export function formatSpec(spec) {
  return JSON.stringify(spec, null, 2).replaceAll(/\[[^\[\]{}]*\]/g, (list) => list.replaceAll(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"));
}
