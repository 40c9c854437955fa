import { ServiceError } from "../service/requests.js";
import { text } from "../texts/text.js";

/**
 * Sends a form with a file, and tells how much of it has been sent, which fetch does not.
 * @param {string} path where to
 * @param {FormData} form what
 * @param {(sent: number, total: number) => void} progress is told the bytes
 * @param {AbortSignal} signal ends it
 * @returns {Promise<object>} the answer's JSON
 */
export function upload(path, form, progress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(loaded, total));
    request.addEventListener("load", () => (request.status < 400
      ? resolve(request.response)
      : reject(new ServiceError(request.status, request.response ?? { title: `${request.status} ${request.statusText}` }))));
    request.addEventListener("error", () => reject(new TypeError(text("upload.brokenOff"))));
    request.addEventListener("abort", () => reject(signal.reason));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
