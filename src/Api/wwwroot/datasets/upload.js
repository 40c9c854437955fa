import { ServiceError } from "../service/requests.js";
import { text } from "../texts/text.js";

/**
 * Sends a form with a file and reports the upload's progress, which fetch cannot do.
 * @param {string} path the path to send the form to
 * @param {FormData} form the form
 * @param {(sent: number, total: number) => void} onProgress receives the sent and the total bytes
 * @param {AbortSignal} signal aborts the upload
 * @returns {Promise<object>} the response's JSON
 */
export function uploadForm(path, form, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded, total));
    request.addEventListener("load", () => (request.status < 400
      ? resolve(request.response)
      : reject(new ServiceError(request.status, request.response ?? { title: `${request.status} ${request.statusText}` }))));
    request.addEventListener("error", () => reject(new TypeError(text("upload.connectionLost"))));
    request.addEventListener("abort", () => reject(signal.reason));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
