"""The temperature with the lowest log loss, by golden-section search, for TemperatureFitTests. Needs only Python: python3 temperature.py"""
import math

LOGITS = [
    (4.0, 0.5, -1.0), (0.2, 3.0, 1.0), (-2.0, 0.0, 2.5), (3.5, 3.0, 0.0), (1.0, -1.0, 4.0), (5.0, 1.0, 0.0),
    (0.0, 2.0, 0.5), (2.0, 2.5, -1.0), (-1.0, 0.5, 3.0), (6.0, -2.0, 1.0), (1.5, 0.0, 0.5), (0.0, 4.0, -3.0),
]
CLASSES = [0, 1, 2, 1, 0, 0, 1, 0, 2, 0, 2, 2]
WEIGHTS = [1, 2, 1, 1, 0.5, 1, 1, 1, 3, 1, 1, 1]


def loss(temperature, weights):
    total = 0.0
    for logits, label, weight in zip(LOGITS, CLASSES, weights):
        scaled = [value / temperature for value in logits]
        largest = max(scaled)
        total += weight * (largest + math.log(sum(math.exp(value - largest) for value in scaled)) - scaled[label])
    return total / sum(weights)


def best(weights, low=0.1, high=10.0, ratio=(math.sqrt(5) - 1) / 2):
    # In the logarithm of the temperature, as scipy.optimize.minimize_scalar(method="golden") would.
    low, high = math.log(low), math.log(high)
    for _ in range(200):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if loss(math.exp(left), weights) < loss(math.exp(right), weights) else (left, high)
    return math.exp((low + high) / 2)


for weights in ([1] * len(CLASSES), WEIGHTS):
    temperature = best(weights)
    print(f"{temperature:.9f} {loss(1, weights):.12f} {loss(temperature, weights):.12f}")
