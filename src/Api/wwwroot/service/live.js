import "../vendor/signalr.min.js";

/**
 * The public hub, /hubs/training, over one connection for the whole page. A connection that is lost is opened again every second until it
 * is there; then every stream goes on from the last epoch that it gave, so that none is lost and none comes twice.
 */
const { HubConnectionBuilder, HubConnectionState, LogLevel } = globalThis.signalR;
const retryMilliseconds = 1000;

const connection = new HubConnectionBuilder()
  .withUrl("/hubs/training")
  // A service that is away is shown by the page, and needs no lines in the console.
  .configureLogging(LogLevel.None)
  .build();

const stateHandlers = new Set();
const connectedHandlers = new Set();
const jobHandlers = new Set();
let started = false;

connection.on("JobChanged", (job) => jobHandlers.forEach((handler) => handler(job)));
connection.onclose(connect);

async function connect() {
  tellState();
  while (connection.state !== HubConnectionState.Connected) {
    try {
      await connection.start();
      await connection.invoke("SubscribeAll");
    } catch (error) {
      if (error.statusCode === 401) {
        // The service wants a key first; the page is loaded anew once it has one.
        return;
      }

      await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
    }
  }

  tellState();
  connectedHandlers.forEach((handler) => handler());
}

function tellState() {
  stateHandlers.forEach((handler) => handler(isConnected()));
}

/** Whether what comes from the hub comes now. */
export function isConnected() {
  return connection.state === HubConnectionState.Connected;
}

/** Calls the handler with whether the hub is connected, whenever that changes. */
export function onState(handler) {
  stateHandlers.add(handler);
  if (!started) {
    started = true;
    connect();
  }
}

/** Calls the handler with each job that changes, as it then is, until the signal. */
export function onJobChanged(handler, signal) {
  keep(jobHandlers, handler, signal);
}

/** Calls the handler each time that a connection is there, for what has changed before was not told, until the signal. */
export function onConnected(handler, signal) {
  keep(connectedHandlers, handler, signal);
}

/**
 * Gives the epochs of a job behind a sequence number as they come, each once and in order, until the job has ended or the signal.
 * @param {string} jobId the job
 * @param {number} after the last sequence number that is known already; 0 for the whole history
 * @param {(epoch: object) => void} next is given each epoch
 * @param {() => void} ended is called once the job has ended and every epoch is told
 * @param {AbortSignal} signal ends it
 */
export function watch(jobId, after, next, ended, signal) {
  let last = after;
  let subscription = null;

  function open() {
    subscription?.dispose();
    subscription = connection.stream("Watch", jobId, last).subscribe({
      next(epoch) {
        if (epoch.sequence > last) {
          last = epoch.sequence;
          next(epoch);
        }
      },
      complete: () => !signal.aborted && (stop(), ended()),
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

function keep(handlers, handler, signal) {
  handlers.add(handler);
  signal.addEventListener("abort", () => handlers.delete(handler));
}
