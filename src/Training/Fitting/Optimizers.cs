using LearnML.Contracts;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Makes the optimizer of a spec.</summary>
internal static class Optimizers
{
    public static optim.Optimizer Create(OptimizerSpec spec, IEnumerable<Parameter> parameters) => spec.Kind switch
    {
        OptimizerKind.Sgd => optim.SGD(parameters, spec.LearningRate, spec.Momentum, weight_decay: spec.WeightDecay),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Kind, null),
    };
}
