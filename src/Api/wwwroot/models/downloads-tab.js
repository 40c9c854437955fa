import { element } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { request, ServiceError } from "../service/requests.js";
import { text } from "../texts/text.js";
import { versionPath } from "./model-words.js";

/** The version as files, with the use of each file. */
export function downloadsTab({ version }) {
  return element("div", { class: "cards" },
    card(version, "safetensors",
      element("a", { class: "button primary", href: downloadUrl(version, "safetensors"), download: true }, text("downloads.download"))),
    card(version, "onnx", checkedLink(version, "onnx")),
    // The curves belong to the job, so an imported version has none.
    version.isImported
      ? card(version, "tensorboard", element("p", { class: "soft" }, text("downloads.noJob")))
      : card(version, "tensorboard", checkedLink(version, "tensorboard")));
}

function card(version, format, action) {
  return element("article", { class: "card", "data-format": format },
    element("h2", {}, text(`downloads.title.${format}`)),
    element("p", {}, text(`downloads.use.${format}`)),
    element("div", { class: "buttons" }, action));
}

function downloadUrl(version, format) {
  return `${versionPath(version)}/download?format=${format}`;
}

/** A link to a file that the service may refuse. The file is fetched first, so that the reason for a refusal can be shown. */
function checkedLink(version, format) {
  const href = downloadUrl(version, format);
  return element("a", { class: "button primary", href, download: true, onclick }, text("downloads.download"));

  function onclick(event) {
    event.preventDefault();
    attempt(event.currentTarget, async () => {
      const response = await request(href);
      if (!response.ok) {
        throw new ServiceError(response.status, await response.json());
      }

      const name = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition"))[1];
      const blobUrl = URL.createObjectURL(await response.blob());
      element("a", { href: blobUrl, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(blobUrl), 0);
    });
  }
}
