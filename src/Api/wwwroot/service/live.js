/**
 * The public hub /hubs/training, over one connection for the whole page. A lost connection is opened again, with one try a second. Then
 * every stream continues after the last epoch that it delivered, so no epoch is lost or delivered twice.
 */
const retryMilliseconds = 1000;
let connection = null;

const connectionHandlers = new Set();
const connectedHandlers = new Set();
const jobHandlers = new Set();
let isStarted = false;
let loads = 0;

/**
 * Creates the connection. SignalR is the largest file of the page, and its first paint does not need it, so it is loaded only here.
 * A browser may remember that a module could not be loaded, so each further try has an address of its own.
 */
async function create() {
  await import(`../vendor/signalr.min.js${loads++ > 0 ? `?${loads}` : ""}`);
  const { HubConnectionBuilder, LogLevel } = globalThis.signalR;
  const created = new HubConnectionBuilder()
    .withUrl("/hubs/training")
    // The page itself shows that the service is away: no messages in the console.
    .configureLogging(LogLevel.None)
    .build();
  created.on("JobChanged", (job) => jobHandlers.forEach((handler) => handler(job)));
  created.onclose(connect);
  return created;
}

async function connect() {
  notifyConnectionChanged();
  while (!isConnected()) {
    try {
      connection ??= await create();
      await connection.start();
      await connection.invoke("SubscribeAll");
    } catch (error) {
      if (error.statusCode === 401) {
        // The service needs a key first. The page reloads after the sign-in.
        return;
      }

      await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
    }
  }

  notifyConnectionChanged();
  connectedHandlers.forEach((handler) => handler());
}

function notifyConnectionChanged() {
  connectionHandlers.forEach((handler) => handler(isConnected()));
}

/** Whether the hub is connected. */
export function isConnected() {
  return connection?.state === "Connected";
}

/** Calls the handler with true when the hub connects and with false when it disconnects. */
export function onConnectionChanged(handler) {
  connectionHandlers.add(handler);
  if (!isStarted) {
    isStarted = true;
    connect();
  }
}

/** Calls the handler with each job that changes, in its new state, until the signal is aborted. */
export function onJobChanged(handler, signal) {
  addHandler(jobHandlers, handler, signal);
}

/** Calls the handler after each connect, until the signal is aborted. Changes before the connect were not reported. */
export function onConnected(handler, signal) {
  addHandler(connectedHandlers, handler, signal);
}

/**
 * Streams the epochs of a job after a sequence number, each once and in order, until the job has ended or the signal is aborted.
 * @param {string} jobId the job
 * @param {number} after the last known sequence number; 0 for the whole history
 * @param {(epoch: object) => void} onEpoch receives each epoch
 * @param {() => void} onEnd is called after the last epoch of a job that has ended
 * @param {AbortSignal} signal stops the stream
 */
export function watchEpochs(jobId, after, onEpoch, onEnd, signal) {
  let lastSequence = after;
  let subscription = null;

  function open() {
    subscription?.dispose();
    subscription = connection.stream("Watch", jobId, lastSequence).subscribe({
      next(epoch) {
        if (epoch.sequence > lastSequence) {
          lastSequence = epoch.sequence;
          onEpoch(epoch);
        }
      },
      complete: () => !signal.aborted && (stop(), onEnd()),
      error: () => isConnected() && setTimeout(() => subscription && open(), retryMilliseconds),
    });
  }

  function stop() {
    connectedHandlers.delete(open);
    signal.removeEventListener("abort", stop);
    subscription?.dispose();
    subscription = null;
  }

  connectedHandlers.add(open);
  signal.addEventListener("abort", stop);
  if (isConnected()) {
    open();
  }
}

function addHandler(handlers, handler, signal) {
  handlers.add(handler);
  signal.addEventListener("abort", () => handlers.delete(handler));
}
