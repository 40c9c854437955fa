#!/usr/bin/python3
"""Writes tabular-reference.json: training steps of networks for tables, computed by PyTorch's autograd and optimizers. Needs python3-torch."""
import json
import math

import torch

ROWS, INPUTS, CLASSES, BATCH, STEPS = 24, 12, 3, 8, 6
torch.set_num_threads(1)
torch.manual_seed(1)
inputs = torch.randn(ROWS, INPUTS)
labels = torch.randint(CLASSES, (ROWS,))
targets = torch.randn(ROWS)


class Linear(torch.nn.Module):
    """A linear layer with weights V·factor, where V is trained."""

    def __init__(self, inputs, outputs, factor):
        super().__init__()
        self.factor = factor
        self.trained = torch.nn.Parameter(torch.randn(outputs, inputs) / math.sqrt(inputs) / factor)
        self.bias = torch.nn.Parameter(torch.randn(outputs) / 10)

    def forward(self, x):
        return torch.nn.functional.linear(x, self.trained * self.factor, self.bias)

    def weights(self):
        return {"weight": self.trained * self.factor, "bias": self.bias}

    def gradients(self):
        return [self.trained.grad / self.factor, self.bias.grad]


class Parametric(torch.nn.Module):
    """x + (1 + c·w)·(f(x) - x)."""

    def __init__(self, units, function, factor):
        super().__init__()
        self.function, self.factor = function, factor
        self.w = torch.nn.Parameter(torch.randn(units) / 10)

    def forward(self, x):
        return x + (1 + self.factor * self.w) * (self.function(x) - x)

    def weights(self):
        return {"weight": self.w}

    def gradients(self):
        return [self.w.grad]


class Copies(torch.nn.Module):
    """Each row as many copies, each multiplied by factors of its own."""

    def __init__(self, units, copies):
        super().__init__()
        self.w = torch.nn.Parameter(torch.randint(2, (copies, units)) * 2.0 - 1 + torch.randn(copies, units) / 10)

    def forward(self, x):
        return x[:, None] * self.w

    def weights(self):
        return {"weight": self.w}

    def gradients(self):
        return [self.w.grad]


class CopyLinear(torch.nn.Module):
    """A linear layer with weights of its own for each copy of a row."""

    def __init__(self, inputs, outputs, copies):
        super().__init__()
        self.trained = torch.nn.Parameter(torch.randn(copies, outputs, inputs) / math.sqrt(inputs))
        self.bias = torch.nn.Parameter(torch.randn(copies, outputs) / 10)

    def forward(self, x):
        return torch.einsum("bki,koi->bko", x, self.trained) + self.bias

    def weights(self):
        return {"weight": self.trained, "bias": self.bias}

    def gradients(self):
        return [self.trained.grad, self.bias.grad]


class PeriodicEmbedding(torch.nn.Module):
    """Trained periodic functions of some inputs, each with weights of its own; the other inputs follow."""

    def __init__(self, kind, numbers, frequencies, outputs, std, rate):
        super().__init__()
        self.kind, self.numbers, self.rate = kind, numbers, rate
        self.others = [index for index in range(INPUTS) if index not in numbers]
        count, waves = len(numbers), frequencies * (1 if kind == "pbld" else 2)
        self.c = torch.nn.Parameter(torch.randn(count, frequencies) * std)
        self.w = torch.nn.Parameter((torch.rand(count, waves, outputs) * 2 - 1) / math.sqrt(waves))
        self.b = torch.nn.Parameter((torch.rand(count, outputs) * 2 - 1) / math.sqrt(waves))
        self.phi = torch.nn.Parameter((torch.rand(count, frequencies) * 2 - 1) * math.pi) if kind == "pbld" else None

    def forward(self, x):
        numbers = x[:, self.numbers]
        angles = 2 * math.pi * self.c * numbers[:, :, None]
        waves = torch.cos(angles + self.phi) if self.kind == "pbld" else torch.cat([torch.cos(angles), torch.sin(angles)], -1)
        trained = torch.einsum("rnk,nko->rno", waves, self.w) + self.b
        parts = [numbers, trained.flatten(1)] if self.kind == "pbld" else [torch.relu(trained).flatten(1)]
        return torch.cat([*parts, x[:, self.others]], 1)

    def weights(self):
        phases = {} if self.phi is None else {"periodic.bias": self.phi}
        return {"periodic.weight": self.c, **phases, "linear.weight": self.w, "linear.bias": self.b}

    def gradients(self):
        return [parameter.grad for parameter in self.parameters()]


def flat(values):
    return [float(f"{value:.8g}") for value in values.detach().flatten().tolist()]


def run(name, task, network, optimizer, layers, groups=None):
    model = torch.nn.Sequential(*layers)
    embedded = isinstance(layers[0], PeriodicEmbedding)
    path = lambda index: "embedding" if embedded and index == 0 else str(index - embedded)
    parts = {path(index): layer for index, layer in enumerate(layers) if hasattr(layer, "weights")}
    state = lambda: {f"{path}.{key}": flat(value) for path, layer in parts.items() for key, value in layer.weights().items()}
    rate, kind = optimizer["learningRate"], {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamW": torch.optim.AdamW}[optimizer["kind"]]
    biases = [layer.bias for layer in parts.values() if hasattr(layer, "bias")]
    own = list(layers[0].parameters()) if embedded else []
    rest = [parameter for parameter in model.parameters() if all(parameter is not other for other in biases + own)]
    extra = {key: optimizer[ours] for ours, key in (("momentum", "momentum"), ("weightDecay", "weight_decay")) if ours in optimizer}
    groups = [{"params": rest}, {"params": biases, "lr": rate * optimizer.get("biasLearningRateFactor", 1)}]
    groups += [{"params": own, "lr": rate * layers[0].rate}] if embedded else []
    step = kind(groups, lr=rate, **extra)
    before, losses, norms = state(), [], []
    for index in range(STEPS):
        rows = slice(index * BATCH % ROWS, index * BATCH % ROWS + BATCH)
        step.zero_grad()
        output = model(inputs[rows])
        each = output if output.dim() == 3 else output[:, None]
        loss = sum(torch.nn.functional.cross_entropy(each[:, copy], labels[rows]) if task == "classification"
                   else torch.nn.functional.mse_loss(each[:, copy, 0], targets[rows]) for copy in range(each.shape[1])) / each.shape[1]
        loss.backward()
        losses.append(loss)
        norms.append(torch.cat([gradient.flatten() for layer in parts.values() for gradient in layer.gradients()]).norm())
        step.step()
    return {
        "name": name, "task": task, "network": network, "optimizer": optimizer, "batchSize": BATCH, "labelSmoothing": 0,
        "inputs": flat(inputs), "labels": labels.tolist() if task == "classification" else [],
        "targets": flat(targets) if task == "regression" else [], "weights": before, "losses": flat(torch.stack(losses)),
        "gradientNorms": flat(torch.stack(norms)), "weightsAfter": state(),
        "outputs": flat(model(inputs) if "copies" not in network else model(inputs).mean(1)),
        **({"numbers": layers[0].numbers} if embedded else {}),
    }


def perceptron(outputs, factor=None, activation=torch.nn.ReLU):
    width = lambda size: 1 if factor is None else 1 / math.sqrt(size)
    return [Linear(INPUTS, 8, width(INPUTS)), activation(), Linear(8, outputs, width(8))]


def embedding(kind, frequencies, outputs, std, rate):
    spec = {"kind": kind, "frequencies": frequencies, "outputs": outputs, "std": std, "learningRateFactor": rate}
    numbers = [0, 3, 4, 9]
    width = INPUTS + len(numbers) * (outputs - (kind == "plr"))
    return {"hidden": [8], "periodicEmbedding": spec}, PeriodicEmbedding(kind, numbers, frequencies, outputs, std, rate), width


def embedded(task, outputs, optimizer, kind, *settings):
    network, layer, width = embedding(kind, *settings)
    return run(f"{kind} embedding, {optimizer['kind']}", task, network, optimizer,
               [layer, Linear(width, 8, 1), torch.nn.ReLU(), Linear(8, outputs, 1)])


mish, selu = torch.nn.functional.mish, torch.nn.functional.selu
cases = [
    run("mish, parametric", "classification", {"hidden": [8], "activation": "mish", "parametricActivation": 0.5},
        {"kind": "adam", "learningRate": 0.05}, [Linear(INPUTS, 8, 1), Parametric(8, mish, 0.5), Linear(8, CLASSES, 1)]),
    run("selu, parametric, weight decay", "regression", {"hidden": [8], "activation": "selu", "parametricActivation": 0.1},
        {"kind": "adamW", "learningRate": 0.05, "weightDecay": 0.5},
        [Linear(INPUTS, 8, 1), Parametric(8, selu, 0.1), Linear(8, 1, 1)]),
    run("mish", "regression", {"hidden": [8], "activation": "mish"}, {"kind": "sgd", "learningRate": 0.05},
        perceptron(1, activation=torch.nn.Mish)),
    run("selu", "regression", {"hidden": [8], "activation": "selu"}, {"kind": "sgd", "learningRate": 0.05},
        perceptron(1, activation=torch.nn.SELU)),
    run("biases learn slowly", "classification", {"hidden": [8]},
        {"kind": "sgd", "learningRate": 0.2, "momentum": 0.9, "biasLearningRateFactor": 0.1}, perceptron(CLASSES)),
    run("neural tangent, adam", "classification", {"hidden": [8]},
        {"kind": "adam", "learningRate": 0.1, "biasLearningRateFactor": 0.5, "neuralTangent": True}, perceptron(CLASSES, factor="ntk")),
    run("neural tangent, adamw", "regression", {"hidden": [8]},
        {"kind": "adamW", "learningRate": 0.1, "weightDecay": 0.3, "neuralTangent": True}, perceptron(1, factor="ntk")),
    run("neural tangent, sgd", "regression", {"hidden": [8]},
        {"kind": "sgd", "learningRate": 0.2, "momentum": 0.9, "neuralTangent": True}, perceptron(1, factor="ntk")),
    run("biases learn and decay slowly", "regression", {"hidden": [8]},
        {"kind": "adamW", "learningRate": 0.1, "weightDecay": 0.5, "biasLearningRateFactor": 0.2}, perceptron(1)),
    run("copies", "classification", {"hidden": [8], "copies": 4}, {"kind": "sgd", "learningRate": 0.2, "momentum": 0.9},
        [Copies(INPUTS, 4), Linear(INPUTS, 8, 1), torch.nn.ReLU(), CopyLinear(8, CLASSES, 4)]),
    run("copies of numbers, weight decay", "regression", {"hidden": [8], "activation": "mish", "copies": 3},
        {"kind": "adamW", "learningRate": 0.05, "weightDecay": 0.3},
        [Copies(INPUTS, 3), Linear(INPUTS, 8, 1), torch.nn.Mish(), CopyLinear(8, 1, 3)]),
    embedded("classification", CLASSES, {"kind": "adam", "learningRate": 0.05}, "pbld", 5, 3, 0.3, 0.1),
    embedded("regression", 1, {"kind": "adamW", "learningRate": 0.05, "weightDecay": 0.5}, "pbld", 5, 3, 0.3, 0.2),
    embedded("regression", 1, {"kind": "sgd", "learningRate": 0.05, "momentum": 0.9}, "plr", 4, 3, 0.2, 0.5),
    embedded("classification", CLASSES, {"kind": "adamW", "learningRate": 0.05, "weightDecay": 0.2}, "plr", 4, 3, 0.2, 1),
]
source = f"PyTorch {torch.__version__}, float32, CPU, one thread; step s takes the rows from s * batchSize % rows on, without shuffling"
with open("tabular-reference.json", "w") as file:
    json.dump({"source": source, "cases": cases}, file)
