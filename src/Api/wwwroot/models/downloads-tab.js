import { element } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { reach, ServiceError } from "../service/requests.js";
import { text } from "../texts/text.js";
import { versionPath } from "./model-words.js";

/** The version as files, with what each is for. */
export function downloadsTab({ version }) {
  return element("div", { class: "cards" },
    card(version, "safetensors", element("a", { class: "button primary", href: address(version, "safetensors"), download: true }, text("downloads.download"))),
    card(version, "onnx", checked(version, "onnx")),
    // The curves are the job's.
    version.isImported
      ? card(version, "tensorboard", element("p", { class: "soft" }, text("downloads.noJob")))
      : card(version, "tensorboard", checked(version, "tensorboard")));
}

function card(version, format, action) {
  return element("article", { class: "card", "data-format": format },
    element("h2", {}, text(`downloads.title.${format}`)),
    element("p", {}, text(`downloads.for.${format}`)),
    element("div", { class: "buttons" }, action));
}

function address(version, format) {
  return `${versionPath(version)}/download?format=${format}`;
}

/** A link to what the service may refuse: it is asked for first, so that its reason is told. */
function checked(version, format) {
  const href = address(version, format);
  return element("a", { class: "button primary", href, download: true, onclick }, text("downloads.download"));

  function onclick(event) {
    event.preventDefault();
    attempt(event.currentTarget, async () => {
      const answer = await reach(href);
      if (!answer.ok) {
        throw new ServiceError(answer.status, await answer.json());
      }

      const name = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition"))[1];
      const file = URL.createObjectURL(await answer.blob());
      element("a", { href: file, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(file), 0);
    });
  }
}
