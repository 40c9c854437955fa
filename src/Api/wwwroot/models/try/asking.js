import { onConnected } from "../../service/live.js";

const waitMilliseconds = 200;

/**
 * Sends a request shortly after each change. A response is dropped if the response to a newer request is already shown.
 * @param {{
 *   send: () => Promise<object>,
 *   onResponse: (response: object) => void,
 *   onError: (error: Error) => void,
 *   signal: AbortSignal,
 *   isDebounced?: boolean,
 * }} options with isDebounced, the request waits for a pause in the changes; without it, requests are also sent during the changes
 * @returns {() => void} the function to call after each change
 */
export function liveRequest({ send, onResponse, onError, signal, isDebounced = false }) {
  let timer = null;
  let requestCount = 0;
  let lastShown = 0;
  let hasFailed = false;

  async function run() {
    timer = null;
    const request = ++requestCount;
    const report = (callback, result) => {
      if (request > lastShown && !signal.aborted) {
        lastShown = request;
        callback(result);
      }
    };
    try {
      report(onResponse, await send());
      hasFailed = false;
    } catch (error) {
      report(onError, error);
      hasFailed = true;
    }
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
  }

  function schedule() {
    if (isDebounced) {
      stop();
    }

    timer ??= signal.aborted ? null : setTimeout(run, waitMilliseconds);
  }

  signal.addEventListener("abort", stop);
  // A request that failed while the service was away is sent again.
  onConnected(() => hasFailed && schedule(), signal);
  return schedule;
}
