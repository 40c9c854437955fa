import { onConnected } from "../../service/live.js";

const waitMilliseconds = 200;

/**
 * Asks the model again a little after something has changed, and drops an answer that a newer one has overtaken.
 * @param {{ ask: () => Promise<object>, answered: (answer: object) => void, failed: (error: Error) => void, signal: AbortSignal, isPatient?: boolean }} options
 * a patient one waits until nothing changes any more; else it asks while things change, too
 * @returns {() => void} what to call when something has changed
 */
export function asking({ ask, answered, failed, signal, isPatient = false }) {
  let timer = null;
  let asked = 0;
  let shown = 0;
  let hasFailed = false;

  async function run() {
    timer = null;
    const turn = ++asked;
    const tell = (how, what) => {
      if (turn > shown && !signal.aborted) {
        shown = turn;
        how(what);
      }
    };
    try {
      tell(answered, await ask());
      hasFailed = false;
    } catch (error) {
      tell(failed, error);
      hasFailed = true;
    }
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
  }

  function change() {
    if (isPatient) {
      stop();
    }

    timer ??= signal.aborted ? null : setTimeout(run, waitMilliseconds);
  }

  signal.addEventListener("abort", stop);
  // What could not be asked while the service was away is asked now.
  onConnected(() => hasFailed && change(), signal);
  return change;
}
