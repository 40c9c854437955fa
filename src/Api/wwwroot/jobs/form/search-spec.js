import { withValue } from "../spec-values.js";

/** Choices with more combinations than this are drawn at random. */
const maximumGrid = 24;

/** The trials of a random search that the form starts. */
const newTrials = 12;

/** The trials of a random search whose spec does not say how many. */
const defaultTrials = 20;

/** A copy of the spec in which a field has a value; or, if it has a range, is varied by the spec's search. */
export function withField(spec, path, { value, range }) {
  const { [path]: before, ...others } = spec.search?.space ?? {};
  const changed = withValue(spec, path, range ? undefined : value);
  return range || before ? withSpace(changed, range ? { ...others, [path]: range } : others) : changed;
}

/** How many trials the spec's search has; 0 without a search. */
export function trialsOf({ search }) {
  return !search ? 0 : search.algorithm === "grid" ? combinations(search.space ?? {}) : (search.trials ?? defaultTrials);
}

/** Changes the ranges of the search. Its algorithm follows the ranges, unless the user has chosen another one. */
function withSpace(spec, space) {
  const { search, ...others } = spec;
  if (Object.keys(space).length === 0) {
    return others;
  }

  const { trials = newTrials, ...kept } = search ?? {};
  const isChosen = search?.space && (search.algorithm ?? "random") !== algorithmFor(search.space);
  const algorithm = isChosen ? search.algorithm : algorithmFor(space);
  return { ...others, search: { ...kept, algorithm, ...(algorithm === "random" && { trials }), space } };
}

/** A grid tries every combination of a few choices; else the values are drawn at random. */
function algorithmFor(space) {
  return Object.values(space).every((range) => range.choice) && combinations(space) <= maximumGrid ? "grid" : "random";
}

function combinations(space) {
  return Object.values(space).reduce((product, range) => product * valuesOf(range), 1);
}

function valuesOf({ choice, integer }) {
  return choice?.length ?? (integer ? Math.floor((integer[1] - integer[0]) / (integer[2] ?? 1)) + 1 : 1);
}
