import { get, send, ServiceError } from "./requests.js";

/** The caller's name on the service's own machine, where no key is needed. */
export const localCaller = "local";

/** The caller that the service sees in this browser: { name, scopes }; null if the service needs a key first. */
export async function getCaller(signal) {
  return (await get("/api/session", signal)).caller;
}

/** Signs this browser in with a key. The service sets a cookie in its place. @throws {ServiceError} the service rejects the key. */
export async function signIn(key) {
  const response = await fetch("/api/session", { method: "POST", headers: { Authorization: `Bearer ${key}` } });
  if (!response.ok) {
    throw new ServiceError(response.status, await response.json());
  }
}

/** Signs this browser out. */
export async function signOut() {
  await send("DELETE", "/api/session");
}
