export default {
  "activations.title": "激活函数",
  "activations.from": "x 从",
  "activations.to": "到",
  "activations.derivative": "导数",
  "activations.plot": "{name}(x)，x 从 {from} 到 {to}",
  "activations.derivativePlot": "{name} 的导数，x 从 {from} 到 {to}",
  "activations.advantages": "优点：",
  "activations.cautions": "注意：",
};
