import { withQuery } from "../../service/requests.js";

/** What the address of the list keeps: filter, state, order, grouping and columns. Columns are null while the page chooses them. */
export function readView(query) {
  return {
    filter: query.get("filter") ?? "",
    state: query.get("state") ?? "",
    sort: query.get("sort") ?? "",
    group: query.get("group") ?? "",
    columns: query.get("columns")?.split(",").filter(Boolean) ?? null,
  };
}

/** Writes the view to the address, without another entry in the browser's history. */
export function saveView(view) {
  history.replaceState(null, "", withQuery("#/jobs", { ...view, columns: view.columns?.join(",") }));
}
