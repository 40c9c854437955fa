import { element, replace } from "../elements/element.js";
import { select } from "../elements/field.js";
import { notify } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { setQuery } from "../shell/address.js";
import { readDraft, saveDraft } from "../shell/drafts.js";
import { count } from "../texts/format.js";
import { text } from "../texts/text.js";
import { columnRow, figureNames } from "./column-row.js";

const maxShownColumns = 200;

/** The columns of a table with their statistics. For an uploaded table, the user can correct the types and the target. */
export class ColumnsTab {
  #profile;
  #path;
  #isEditable;
  #onSaved;
  #onOpen;
  #part = "table";
  #search = "";
  #types = {};
  #errors = {};
  #body = element("tbody");
  #shownCount = element("p", { class: "soft small", role: "status" });
  #failure = element("p", { class: "field-error", role: "alert" });
  #save = element("button", { class: "primary", disabled: true, onclick: () => this.#send() }, text("columns.save"));
  #target;
  #restored = element("p", { role: "status", hidden: true }, text("columns.restored"), " ",
    element("button", { onclick: () => this.#discard() }, text("columns.discard")));

  /**
   * @param {string} search the words of the filter at the start
   * @param {(profile: object) => void} onSaved receives the new profile after a correction
   * @param {(column: string) => void} onOpen receives the name of a column that is clicked
   */
  constructor(profile, path, isEditable, search, onSaved, onOpen) {
    this.#onOpen = onOpen;
    this.#search = search.toLowerCase();
    [this.#profile, this.#path, this.#isEditable, this.#onSaved] = [profile, path, isEditable, onSaved];
    const { target } = profile.summary;
    const targets = [...(target ? [] : [["", text("upload.noTarget")]]), ...profile.table.columns.map(({ name }) => name)];
    this.#target = select(targets, target ?? "", () => this.#updateSaveButton());
    this.#restore();
    this.element = element("section", { class: "panel" }, this.#restored, this.#controls(), this.#failure, this.#table(), this.#shownCount);
    this.#draw();
  }

  #controls() {
    return element("div", { class: "buttons paging" },
      this.#profile.testTable && element("label", { class: "inline" }, text("dataset.part"),
        select([["table", text("part.train")], ["testTable", text("part.test")]], this.#part, (part) => {
          this.#part = part;
          this.#draw();
        })),
      element("label", { class: "inline" }, text("columns.filter"), element("input", { type: "search", value: this.#search, oninput: (event) => {
        this.#search = event.target.value.toLowerCase();
        setQuery({ filter: event.target.value });
        this.#draw();
      } })),
      this.#isEditable && [element("label", { class: "inline" }, text("columns.target"), this.#target), this.#save]);
  }

  #table() {
    const heading = (name, isNumber) => element("th", { scope: "col", class: isNumber ? "number" : null }, text(`columns.${name}`));
    return element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": text("dataset.columns") }, element("table", { class: "wide" },
      element("thead", {}, element("tr", {},
        heading("name"), heading("type"), heading("count", true), heading("missing"), heading("distinct", true),
        figureNames.map((name) => heading(name, true)), heading("distribution"))),
      this.#body));
  }

  #draw() {
    const { summary } = this.#profile;
    const table = this.#profile[this.#part];
    const matching = table.columns.filter(({ name, type }) =>
      name.toLowerCase().includes(this.#search) || text(`column.${type}`).toLowerCase().includes(this.#search));
    replace(this.#body, matching.slice(0, maxShownColumns).map((column) => columnRow(column, {
      rows: table.rows,
      onOpen: () => this.#onOpen(column.name),
      isTarget: column.name === summary.target,
      chosenType: this.#types[column.name] ?? column.type,
      error: this.#errors[column.name],
      onTypeChosen: this.#isEditable && this.#part === "table" ? (type) => this.#setType(column, type) : null,
    })));
    this.#shownCount.hidden = matching.length === table.columns.length && matching.length <= maxShownColumns;
    const shown = count(Math.min(maxShownColumns, matching.length));
    replace(this.#shownCount, text("columns.shown", { shown, total: count(table.columns.length) }));
  }

  #setType({ name, type: originalType }, type) {
    delete this.#types[name];
    delete this.#errors[name];
    if (type !== originalType) {
      this.#types[name] = type;
    }

    this.#updateSaveButton();
  }

  #updateSaveButton() {
    const correction = this.#correction();
    const hasChanges = Object.keys(correction).length > 0;
    this.#save.disabled = !hasChanges;
    saveDraft(this.#path, hasChanges ? { ...correction, contentHash: this.#profile.contentHash } : null);
    this.#restored.hidden ||= !hasChanges;
  }

  /** Changes that were not saved are shown again, if the dataset is still the same. */
  #restore() {
    const draft = readDraft(this.#path);
    if (this.#isEditable && draft?.contentHash === this.#profile.contentHash) {
      this.#types = draft.columns ?? {};
      this.#target.value = draft.target ?? this.#target.value;
      this.#restored.hidden = false;
      this.#updateSaveButton();
    }
  }

  #discard() {
    this.#types = {};
    this.#target.value = this.#profile.summary.target ?? "";
    this.#updateSaveButton();
    this.#draw();
  }

  /** The changes only. */
  #correction() {
    const target = this.#target.value;
    return {
      ...(target !== (this.#profile.summary.target ?? "") && { target }),
      ...(Object.keys(this.#types).length > 0 && { columns: this.#types }),
    };
  }

  async #send() {
    this.#save.disabled = true;
    try {
      this.#profile = await send("PATCH", this.#path, this.#correction());
      this.#types = {};
      this.#showErrors({});
      if (this.#profile.summary.target) {
        this.#target.querySelector("option[value='']")?.remove();
      }

      notify(text("columns.saved"));
      this.#onSaved(this.#profile);
    } catch (error) {
      this.#showErrors(error.errors ?? {}, error.message);
    }

    this.#updateSaveButton();
    this.#draw();
  }

  /** The errors of a column are shown above the table and also at the column, if the filter shows it. */
  #showErrors(errors, message = "") {
    const reasons = Object.entries(errors).map(([field, messages]) => [field.replace(/^columns\./, ""), messages.join("; ")]);
    this.#errors = Object.fromEntries(reasons);
    replace(this.#failure, reasons.length > 0 ? reasons.map((reason) => reason.join(": ")).join(" · ") : message);
  }
}
