/** What is asked first; the rest is behind a click. */
const first = [
  "dataset", "target", "model", "network.hidden", "network.activation", "network.dropout", "optimizer.kind", "optimizer.learningRate",
  "optimizer.weightDecay", "training.epochs", "training.batchSize", "training.seed", "validation.holdout", "validation.folds",
];

/**
 * The fields of a spec's JSON Schema, flat: { path, kind, choices, description }, where the kind is "choice", "truth", "number", "numbers",
 * "texts", "text", or "json" for what is a list of objects.
 */
export function fieldsOf(schema) {
  return leaves(schema, schema.$defs, [], []);
}

/** The fields in groups: { name, fields }; the first is "first", the others are named as the parts of a spec are. */
export function groupsOf(fields) {
  const rest = fields.filter(({ path }) => !first.includes(path));
  const names = [...new Set(rest.map(({ path }) => (path.includes(".") ? path.split(".")[0] : "other")))];
  return [
    { name: "first", fields: first.map((path) => fields.find((field) => field.path === path)) },
    ...names.map((name) => ({ name, fields: rest.filter(({ path }) => (path.includes(".") ? path.split(".")[0] : "other") === name) })),
  ];
}

/** The field that an error is about: `network.hidden[0]` is about `network.hidden`; null where there is none. */
export function fieldOfError(fields, errorPath) {
  const plain = errorPath.replaceAll(/\[\d+\]/g, "");
  return fields.filter(({ path }) => plain === path || plain.startsWith(`${path}.`)).sort((a, b) => b.path.length - a.path.length)[0] ?? null;
}

function leaves(part, definitions, path, above) {
  return Object.entries(part.properties).flatMap(([name, property]) => {
    const [schema, typeName] = resolved(property, definitions);
    const where = [...path, name];
    return schema.properties
      // Biases start as weights do, and have no biases of their own.
      ? (above.includes(typeName) && where.length > 3 ? [] : leaves(schema, definitions, where, [...above, typeName]))
      : [{ path: where.join("."), kind: kindOf(schema), choices: schema.enum, description: property.description ?? "" }];
  });
}

/** A schema without its detours: references, and whether it may be null. @returns {[object, string|undefined]} it, and its name. */
function resolved(schema, definitions) {
  const real = schema.anyOf?.filter((one) => one.type !== "null").at(-1) ?? schema;
  const name = real.$ref?.split("/").at(-1);
  return [name ? definitions[name] : real, name];
}

function kindOf({ enum: choices, type, items }) {
  const types = [type].flat();
  const has = (name) => types.includes(name);
  return choices ? "choice"
    : has("boolean") ? "truth"
    : has("array") ? (items.$ref ? "json" : items.type === "string" ? "texts" : "numbers")
    : has("number") || has("integer") ? "number"
    : "text";
}
