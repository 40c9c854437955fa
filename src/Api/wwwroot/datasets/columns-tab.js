import { element, replace } from "../elements/element.js";
import { select } from "../elements/field.js";
import { notify } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { count } from "../texts/format.js";
import { text } from "../texts/text.js";
import { columnRow, figureNames } from "./column-row.js";

const most = 200;

/** Each column with what it holds. Of a table that was uploaded, the types and the target can be corrected. */
export class ColumnsTab {
  #profile;
  #path;
  #isOurs;
  #saved;
  #part = "table";
  #words = "";
  #types = {};
  #errors = {};
  #body = element("tbody");
  #others = element("p", { class: "soft small", role: "status" });
  #failure = element("p", { class: "field-error", role: "alert" });
  #save = element("button", { class: "primary", disabled: true, onclick: () => this.#send() }, text("columns.save"));
  #target;

  /** @param {(profile: object) => void} saved is given the profile as it is after a correction */
  constructor(profile, path, isOurs, saved) {
    [this.#profile, this.#path, this.#isOurs, this.#saved] = [profile, path, isOurs, saved];
    const { target } = profile.summary;
    this.#target = select([...(target ? [] : [["", text("upload.noTarget")]]), ...profile.table.columns.map(({ name }) => name)], target ?? "", () => this.#settle());
    this.element = element("section", { class: "panel" }, this.#controls(), this.#failure, this.#table(), this.#others);
    this.#draw();
  }

  #controls() {
    return element("div", { class: "buttons paging" },
      this.#profile.testTable && element("label", { class: "inline" }, text("dataset.part"),
        select([["table", text("part.train")], ["testTable", text("part.test")]], this.#part, (part) => {
          this.#part = part;
          this.#draw();
        })),
      element("label", { class: "inline" }, text("columns.filter"), element("input", { type: "search", oninput: (event) => {
        this.#words = event.target.value.toLowerCase();
        this.#draw();
      } })),
      this.#isOurs && [element("label", { class: "inline" }, text("columns.target"), this.#target), this.#save]);
  }

  #table() {
    const head = (name, isNumber) => element("th", { scope: "col", class: isNumber ? "number" : null }, text(`columns.${name}`));
    return element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": text("dataset.columns") }, element("table", { class: "wide" },
      element("thead", {}, element("tr", {},
        head("name"), head("type"), head("count", true), head("missing"), head("distinct", true),
        figureNames.map((name) => head(name, true)), head("distribution"))),
      this.#body));
  }

  #draw() {
    const { summary } = this.#profile;
    const table = this.#profile[this.#part];
    const matching = table.columns.filter(({ name, type }) => name.toLowerCase().includes(this.#words) || text(`column.${type}`).toLowerCase().includes(this.#words));
    replace(this.#body, matching.slice(0, most).map((column) => columnRow(column, {
      rows: table.rows,
      isTarget: column.name === summary.target,
      chosen: this.#types[column.name] ?? column.type,
      error: this.#errors[column.name],
      choose: this.#isOurs && this.#part === "table" ? (type) => this.#choose(column, type) : null,
    })));
    this.#others.hidden = matching.length === table.columns.length && matching.length <= most;
    replace(this.#others, text("columns.shown", { shown: count(Math.min(most, matching.length)), total: count(table.columns.length) }));
  }

  #choose({ name, type: before }, type) {
    delete this.#types[name];
    delete this.#errors[name];
    if (type !== before) {
      this.#types[name] = type;
    }

    this.#settle();
  }

  #settle() {
    this.#save.disabled = Object.keys(this.#correction()).length === 0;
  }

  /** Only what is to be otherwise. */
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
      this.#tellErrors({});
      if (this.#profile.summary.target) {
        this.#target.querySelector("option[value='']")?.remove();
      }

      notify(text("columns.saved"));
      this.#saved(this.#profile);
    } catch (error) {
      this.#tellErrors(error.errors ?? {}, error.message);
    }

    this.#settle();
    this.#draw();
  }

  /** What is wrong with a column stands there too, where the filter shows it. */
  #tellErrors(errors, message = "") {
    const reasons = Object.entries(errors).map(([field, all]) => [field.replace(/^columns\./, ""), all.join("; ")]);
    this.#errors = Object.fromEntries(reasons);
    replace(this.#failure, reasons.length > 0 ? reasons.map((reason) => reason.join(": ")).join(" · ") : message);
  }
}
