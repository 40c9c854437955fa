import { text } from "../texts/text.js";

/** An answer that is an error: `message` says what was wrong, `errors` has each wrong field by its path. */
export class ServiceError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    this.errors = problem.errors ?? {};
  }
}

/** Asks for what is at a path. @returns {Promise<any>} the answer's JSON. */
export function get(path, signal) {
  return send("GET", path, undefined, signal);
}

/**
 * Sends a body, a FormData or what becomes JSON, and gives the answer's JSON; null where there is none.
 * @throws {ServiceError} the service refused; TypeError: it cannot be reached; DOMException: the signal ended it.
 */
export async function send(method, path, body, signal) {
  const isForm = body instanceof FormData;
  const answer = await reach(path, {
    method,
    signal,
    headers: body === undefined || isForm ? {} : { "Content-Type": "application/json" },
    body: body === undefined || isForm ? body : JSON.stringify(body),
  });
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  const content = isJson ? await answer.json() : null;
  if (!answer.ok) {
    throw new ServiceError(answer.status, content ?? { title: `${answer.status} ${answer.statusText}` });
  }

  return content;
}

/** Fetches what is at a path. */
export function reach(path, options) {
  return fetch(path, options).catch(failReadably);
}

/** Throws on what a browser's request or import failed with. Its own words for a service that is away say little, and are in the browser's language. */
export function failReadably(error) {
  throw error instanceof TypeError ? new TypeError(text("shell.unreachable")) : error;
}

/** A path with a query: path("/api/jobs", { take: 50 }); what is null or "" is left out. */
export function withQuery(path, query) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
