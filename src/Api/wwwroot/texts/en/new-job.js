export default {
  "newJob.run": "Run it",
  "newJob.search": "Search {trials}",
  "newJob.stacks": "{trials} trials in {stacks} stacks.",
  "newJob.time": "About {time} on this machine",
  "newJob.timeAtMost": "At most about {time} on this machine",
  "newJob.searched": "The search tries {values}",
  "newJob.ranges":
    "To search, write several values: 0.01, 0.1, 0.5; or a range: 0.001…0.1. It is logarithmic if its ends differ by a factor of 10 or more. " +
    "Lists are separated by a stroke: 64 | 128, 128.",
  "newJob.restored": "Your unfinished spec was restored.",
  "newJob.discard": "Start anew",
  "newJob.json": "The spec as JSON",
  "newJob.jsonHint": "Only values that differ from the defaults need to be here. The form and the JSON update each other.",
  "newJob.notAnObject": "A spec is a JSON object: { … }",
  "newJob.network": "The network of this spec",
  "newJob.size": "{parameters} parameters, {multiplyAdds} multiply-adds per row",
  "newJob.chosen": "The service chose this network, the preprocessing and the training for this table. A change of the network keeps the rest.",
  "newJob.default": "(default)",
  "newJob.numbers": "empty, or numbers separated by commas",
};
