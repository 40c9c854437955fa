import { get, send, ServiceError } from "./requests.js";

/** The name of a caller of the service's own machine, who needs no key. */
export const local = "local";

/** Whom the service takes this page for: { name, scopes }; null where it wants a key first. */
export async function caller(signal) {
  return (await get("/api/session", signal)).caller;
}

/** Signs this browser in by a key: the service answers with a cookie that stands for it. @throws {ServiceError} it is no good key. */
export async function signIn(key) {
  const answer = await fetch("/api/session", { method: "POST", headers: { Authorization: `Bearer ${key}` } });
  if (!answer.ok) {
    throw new ServiceError(answer.status, await answer.json());
  }
}

/** Signs this browser out. */
export async function signOut() {
  await send("DELETE", "/api/session");
}
