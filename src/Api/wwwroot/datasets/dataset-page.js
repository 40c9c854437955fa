import { attentionPanel } from "../attention/attention-list.js";
import { confirmAction } from "../elements/confirm.js";
import { element, replace } from "../elements/element.js";
import { attempt, notify } from "../elements/notice.js";
import { tabs } from "../elements/tabs.js";
import { get, send } from "../service/requests.js";
import { setQuery } from "../shell/address.js";
import { text } from "../texts/text.js";
import { ColumnsTab } from "./columns-tab.js";
import { datasetFacts } from "./dataset-facts.js";
import "./dataset-styles.js";
import { classCounts, imageGrid } from "./dataset-images.js";
import { relationsTab } from "./relations-tab.js";
import { rowTable } from "./row-table.js";
import { rowsView } from "./rows-view.js";

/** A dataset: its columns or classes, and its rows. */
export async function page({ parameters: { name }, query, signal, refresh }) {
  const path = `/api/datasets/${encodeURIComponent(name)}`;
  const buttons = element("div", { class: "buttons" });
  const body = element("div", {}, element("p", { class: "soft", role: "status" }, text("dataset.reading")));
  load();
  return element("div", {}, element("div", { class: "head" }, element("h1", {}, name), buttons), body);

  // The dataset may need to be downloaded first, so the page does not wait for it.
  async function load() {
    try {
      show(await get(path, signal));
    } catch (error) {
      if (!signal.aborted) {
        replace(body, element("section", { class: "panel error", role: "alert" },
          element("p", {}, error.message),
          element("button", { onclick: refresh }, text("shell.retry"))));
      }
    }
  }

  function show(profile) {
    replace(buttons,
      element("a", { class: "button primary", href: `#/new?dataset=${encodeURIComponent(name)}` }, text("datasets.train")),
      profile.summary.isUploaded && element("button", { class: "danger", onclick: deleteDataset }, text("dataset.delete")));
    replace(body, profile.images ? [datasetFacts(profile), images(profile)] : table(profile));
  }

  function images({ summary, images: parts }) {
    return [
      classCounts(summary.images.classes, parts),
      element("section", { class: "panel" },
        element("h2", {}, text("dataset.images")),
        rowsView({
          path,
          parts: { train: parts.train.rows, test: parts.test.rows },
          take: 60,
          draw: (rows) => imageGrid(rows, summary.images),
          signal,
        })),
    ];
  }

  function table(initialProfile) {
    let profile = initialProfile;
    let rows = null;
    const factsPanel = element("div", {}, ...facts());
    const parts = { train: profile.table.rows, ...(profile.testTable && { test: profile.testTable.rows }) };

    function onCorrected(newProfile) {
      profile = newProfile;
      replace(factsPanel, ...facts());
      rows?.reload();
    }

    function facts() {
      const onAction = profile.summary.isUploaded ? correct : null;
      return [datasetFacts(profile), attentionPanel(profile.table.attention, onAction, (action) => Boolean(action.dataset))];
    }

    async function correct(action, button) {
      const corrected = await attempt(button, () => send("PATCH", path, action.dataset));
      if (corrected) {
        notify(text("attention.applied"));
        refresh();
      }
    }

    // The relations are drawn again, because the target and the types may have been corrected.
    function openColumn(column) {
      setQuery({ part: "relations", column });
      refresh();
    }

    return [factsPanel, tabs(text("dataset.parts"), [
      {
        name: "columns",
        label: text("dataset.columns"),
        content: () => new ColumnsTab(profile, path, profile.summary.isUploaded, query.get("filter") ?? "", onCorrected, openColumn).element,
      },
      { name: "relations", label: text("dataset.relations"), content: () => relationsTab(profile, path, query, signal) },
      { name: "rows", label: text("dataset.rows"), content: () => {
        rows = rowsView({ path, parts, take: 25, draw: (shown) => rowTable(shown, profile.table.columns, profile.summary.target), signal });
        return element("section", { class: "panel" }, rows);
      } },
    ], query.get("part") ?? "columns", (opened) => setQuery({ part: opened === "columns" ? null : opened }))];
  }

  async function deleteDataset(event) {
    const button = event.currentTarget;
    if (await confirmAction(text("dataset.deleteQuestion", { name }), text("dataset.delete"))) {
      await attempt(button, async () => {
        await send("DELETE", path);
        location.hash = "#/datasets";
      });
    }
  }
}
