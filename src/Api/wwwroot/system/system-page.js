import { element, replace, serviceText } from "../elements/element.js";
import { get } from "../service/requests.js";
import { bytes, count, dateTime, duration, percent } from "../texts/format.js";
import { text } from "../texts/text.js";
import { callerPanel } from "./caller-panel.js";
import { refreshedPart } from "./refreshed.js";

const refreshMilliseconds = 3000;
const numberColumns = ["gpuMemory", "queued", "running", "oldest", "started"];
const links = [["/swagger", "system.swagger"], ["/hangfire", "system.hangfire"], ["/health/ready", "system.health"]];

/** The machine that the service runs on and the service's state, refreshed every few seconds. */
export async function page({ signal }) {
  const parts = [refreshedPart(service), refreshedPart(devices), refreshedPart(memory), refreshedPart(queues), refreshedPart(processes)];
  const failure = element("p", { class: "field-error", role: "alert" });
  let lastSeen;

  async function refresh() {
    const system = await get("/api/system", signal);
    lastSeen = Date.now();
    parts.forEach((part) => part.update(system));
    replace(failure, "");
  }

  await refresh();
  async function tryRefresh() {
    try {
      await refresh();
    } catch {
      if (!signal.aborted) {
        replace(failure, text("system.unreachable", { time: dateTime(lastSeen) }));
      }
    }
  }

  const timer = setInterval(() => !document.hidden && tryRefresh(), refreshMilliseconds);
  signal.addEventListener("abort", () => clearInterval(timer));
  return element("div", {},
    element("div", { class: "head" },
      element("h1", {}, text("system.title")),
      element("div", { class: "buttons" }, links.map(([href, name]) => element("a", { class: "button", href }, text(name))))),
    failure,
    parts,
    await callerPanel(signal));
}

function service({ version, role, storage, queue, backplane, uptimeSeconds }) {
  return panel("service", figures({
    version: element("span", { title: version }, version.split("+")[0]),
    role,
    uptime: uptimeSeconds === undefined ? null : duration(uptimeSeconds),
    storage,
    queue,
    backplane,
  }));
}

function devices({ device, torchBackend, cudaAvailable, cudaUnavailableReason, gpus, threads, libtorchVersion, torchSharpVersion }) {
  return panel("devices",
    figures({
      device,
      cuda: text(cudaAvailable ? "system.yes" : "system.no"),
      threads: count(threads),
      torchBackend,
      libtorch: libtorchVersion,
      torchSharp: torchSharpVersion,
    }),
    cudaUnavailableReason && element("p", { class: "soft" }, serviceText(cudaUnavailableReason)),
    gpus.length > 0 && table(["device", "gpu", "gpuMemory"], gpus.map((gpu) => [gpu.device, gpu.name, bytes(gpu.memoryBytes)])));
}

function memory({ memoryBytes, machineMemoryBytes }) {
  if (!memoryBytes) {
    return null;
  }

  const share = memoryBytes / machineMemoryBytes;
  return panel("memory",
    element("p", {}, text("system.memoryOf", { used: bytes(memoryBytes), total: bytes(machineMemoryBytes), share: percent(share) })),
    element("span", { class: "bar", "aria-hidden": "true" }, element("span", { style: { width: `${Math.min(100, 100 * share)}%` } })));
}

function queues({ queues: all }) {
  return all && panel("queues", table(["queue", "queued", "running", "oldest"],
    all.map(({ name, queued, running, oldestSeconds }) =>
      [name, count(queued), count(running), oldestSeconds === null ? "–" : duration(oldestSeconds)])));
}

function processes({ processes: list }) {
  return panel("processes", table(["process", "role", "devices", "queues", "version", "started"],
    list.map(({ name, role, devices: processDevices, queues: processQueues, version, startedAt }) => [
      element("span", { class: "mono", title: name }, name.split(":").slice(0, 2).join(":")),
      role,
      processDevices.join(", ") || "–",
      processQueues.join(", ") || "–",
      version.split("+")[0],
      dateTime(startedAt),
    ])));
}

function panel(name, ...content) {
  return element("section", { class: "panel", "data-part": name }, element("h2", {}, text(`system.${name}`)), ...content);
}

function figures(values) {
  return element("dl", { class: "figures" }, Object.entries(values).filter(([, value]) => value !== null)
    .map(([name, value]) => element("div", {}, element("dt", {}, text(`system.${name}`)), element("dd", {}, value))));
}

function table(names, rows) {
  const cellClass = (name) => (numberColumns.includes(name) ? "number" : null);
  return element("div", { class: "scroll", tabindex: 0 }, element("table", {},
    element("thead", {}, element("tr", {}, names.map((name) => element("th", { scope: "col", class: cellClass(name) }, text(`system.${name}`))))),
    element("tbody", {}, rows.map(([first, ...cells]) => element("tr", {},
      element("th", { scope: "row" }, first), cells.map((cell, i) => element("td", { class: cellClass(names[i + 1]) }, cell)))))));
}
