import { startNotifications } from "./service/notifications.js";
import { startRouter } from "./shell/router.js";
import { showShell } from "./shell/shell.js";
import { loadTexts } from "./texts/text.js";

/** Every page: its path after the #, and the module whose `page` function creates it. */
const routes = [
  { path: "/jobs", module: () => import("./jobs/jobs-page.js") },
  { path: "/jobs/:id", module: () => import("./jobs/job-page.js") },
  { path: "/new", module: () => import("./jobs/form/new-job-page.js") },
  { path: "/compare", module: () => import("./jobs/compare/compare-page.js") },
  { path: "/datasets", module: () => import("./datasets/datasets-page.js") },
  { path: "/datasets/:name", module: () => import("./datasets/dataset-page.js") },
  { path: "/models", module: () => import("./models/models-page.js") },
  { path: "/models/:name", module: () => import("./models/model-page.js") },
  { path: "/activations", module: () => import("./activations/activations-page.js") },
  { path: "/system", module: () => import("./system/system-page.js") },
];

await loadTexts();
startRouter(routes, showShell());
startNotifications();
