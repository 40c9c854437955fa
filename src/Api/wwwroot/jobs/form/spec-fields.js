/** The fields that are always visible. All other fields are in collapsed groups. */
const mainFields = [
  "dataset", "target", "model", "network.hidden", "network.activation", "network.dropout", "optimizer.kind", "optimizer.learningRate",
  "optimizer.weightDecay", "training.epochs", "training.batchSize", "training.seed", "validation.holdout", "validation.folds",
];

/**
 * The fields of a spec's JSON Schema as a flat list of { path, kind, choices, description }. The kind is "choice", "boolean", "number",
 * "numbers", "string" or "strings", or "json" for a list or a dictionary of objects. Fields of numbers have `isInteger`.
 */
export function fieldsOf(schema) {
  return leafFields(schema, schema.$defs, [], []);
}

/** The fields in groups: { name, fields }. The first group is "main"; the others have the names of a spec's parts. */
export function groupsOf(fields) {
  const rest = fields.filter(({ path }) => !mainFields.includes(path));
  const names = [...new Set(rest.map(({ path }) => (path.includes(".") ? path.split(".")[0] : "other")))];
  return [
    { name: "main", fields: mainFields.map((path) => fields.find((field) => field.path === path)) },
    ...names.map((name) => ({ name, fields: rest.filter(({ path }) => (path.includes(".") ? path.split(".")[0] : "other") === name) })),
  ];
}

/**
 * The field that an error belongs to: `network.hidden[0]` and `search.space.network.hidden` belong to `network.hidden`. Null if there is no such
 * field.
 */
export function fieldOfError(fields, errorPath) {
  const plainPath = errorPath.replace(/^search\.space\./, "").replaceAll(/\[\d+\]/g, "");
  return fields.filter(({ path }) => plainPath === path || plainPath.startsWith(`${path}.`)).sort((a, b) => b.path.length - a.path.length)[0] ?? null;
}

function leafFields(part, definitions, path, ancestors) {
  return Object.entries(part.properties).flatMap(([name, property]) => {
    const [schema, typeName] = resolve(property, definitions);
    const fieldPath = [...path, name];
    return schema.properties
      // The initialization of biases has the same type as that of weights, but a bias has no bias of its own.
      ? (ancestors.includes(typeName) && fieldPath.length > 3 ? [] : leafFields(schema, definitions, fieldPath, [...ancestors, typeName]))
      : [{
        path: fieldPath.join("."),
        kind: kindOf(schema),
        isInteger: isInteger(schema),
        choices: schema.enum,
        description: property.description ?? "",
      }];
  });
}

/** Follows a schema's reference and removes the alternative null. @returns {[object, string|undefined]} the schema and its name. */
function resolve(schema, definitions) {
  const nonNull = schema.anyOf?.filter((one) => one.type !== "null").at(-1) ?? schema;
  const name = nonNull.$ref?.split("/").at(-1);
  return [name ? definitions[name] : nonNull, name];
}

function kindOf({ enum: choices, type, items, additionalProperties }) {
  const types = [type].flat();
  const hasType = (name) => types.includes(name);
  return choices ? "choice"
    : typeof additionalProperties === "object" ? "json"
    : hasType("boolean") ? "boolean"
    : hasType("array") ? (items.$ref ? "json" : items.type === "string" ? "strings" : "numbers")
    : hasType("number") || hasType("integer") ? "number"
    : "string";
}

function isInteger({ type, items }) {
  const types = [type ?? []].flat();
  return types.includes("integer") || (types.includes("array") && [items.type].flat().includes("integer"));
}
