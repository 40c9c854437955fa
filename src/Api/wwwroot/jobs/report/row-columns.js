import { get, withQuery } from "../../service/requests.js";
import { reportedPart } from "./reported-rows.js";

const pageRows = 1000;

/** The rows of a longer table are not read for a chart. */
const maximumRows = 5000;

/**
 * The columns of numbers of the rows that a report describes, which are read once when a column is first asked for.
 * @returns {{ names: string[], valuesOf: (name: string) => Promise<Map<number, number>> } | null} null for images, long tables and deleted datasets
 */
export function rowColumns(report, job, dataset, signal) {
  const { spec } = job;
  const part = reportedPart(report, job);
  const table = part === "test" ? dataset?.testTable : dataset?.table;
  if (!table || table.rows > maximumRows) {
    return null;
  }

  let rows = null;
  const readAll = async () => {
    const pages = await Promise.all(Array.from({ length: Math.ceil(table.rows / pageRows) }, (_, i) =>
      get(withQuery(`/api/datasets/${encodeURIComponent(spec.dataset)}/rows`, { part, skip: i * pageRows, take: pageRows }), signal)));
    return pages.flatMap(({ items }) => items);
  };
  return {
    names: table.columns.filter(({ name, type }) => type === "numeric" && name !== spec.target).map(({ name }) => name),
    async valuesOf(name) {
      rows ??= readAll();
      return new Map((await rows).map(({ row, values }) => [row, values[name] === null ? NaN : Number(values[name])]));
    },
  };
}
