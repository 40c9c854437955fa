import activations from "./zh/activations.js";
import datasets from "./zh/datasets.js";
import jobs from "./zh/jobs.js";
import models from "./zh/models.js";
import newJob from "./zh/new-job.js";
import shell from "./zh/shell.js";
import system from "./zh/system.js";
import words from "./zh/words.js";

export default { ...activations, ...datasets, ...jobs, ...models, ...newJob, ...shell, ...system, ...words };
