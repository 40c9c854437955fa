import { text } from "../texts/text.js";

/** An error response of the service: `message` is its detail or its title, `errors` lists the errors of each field by its path. */
export class ServiceError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    this.errors = problem.errors ?? {};
  }
}

/** Sends a GET request. @returns {Promise<any>} the response's JSON. */
export function get(path, signal) {
  return send("GET", path, undefined, signal);
}

/**
 * Sends a request. The body is a FormData, or a value that is sent as JSON.
 * @returns {Promise<any>} the response's JSON; null if the response is not JSON.
 * @throws {ServiceError} the service answered with an error
 * @throws {TypeError} the service cannot be reached
 * @throws {DOMException} the signal aborted the request
 */
export async function send(method, path, body, signal) {
  const isForm = body instanceof FormData;
  const response = await request(path, {
    method,
    signal,
    headers: body === undefined || isForm ? {} : { "Content-Type": "application/json" },
    body: body === undefined || isForm ? body : JSON.stringify(body),
  });
  const isJson = response.headers.get("Content-Type")?.includes("json");
  const content = isJson ? await response.json() : null;
  if (!response.ok) {
    throw new ServiceError(response.status, content ?? { title: `${response.status} ${response.statusText}` });
  }

  return content;
}

/** Calls fetch, with a readable error if the service cannot be reached. */
export function request(path, options) {
  return fetch(path, options).catch(rethrowReadable);
}

/**
 * Throws the error of a failed fetch or import again. An unreachable service gets a message of its own, because the browser's message is
 * unclear and not in the page's language.
 */
export function rethrowReadable(error) {
  throw error instanceof TypeError ? new TypeError(text("shell.unreachable")) : error;
}

/** Adds a query to a path: withQuery("/api/jobs", { take: 50 }). Values that are null, undefined or "" are left out. */
export function withQuery(path, query) {
  const entries = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`;
}
