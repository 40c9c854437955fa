import activations from "./en/activations.js";
import datasets from "./en/datasets.js";
import jobs from "./en/jobs.js";
import models from "./en/models.js";
import newJob from "./en/new-job.js";
import shell from "./en/shell.js";
import system from "./en/system.js";
import words from "./en/words.js";

export default { ...activations, ...datasets, ...jobs, ...models, ...newJob, ...shell, ...system, ...words };
