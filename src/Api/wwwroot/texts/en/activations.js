export default {
  "activations.title": "Activations",
  "activations.from": "x from",
  "activations.to": "to",
  "activations.derivative": "derivative",
  "activations.plot": "{name}(x) for x from {from} to {to}",
  "activations.derivativePlot": "The derivative of {name} for x from {from} to {to}",
  "activations.advantages": "Advantages:",
  "activations.cautions": "Cautions:",
};
