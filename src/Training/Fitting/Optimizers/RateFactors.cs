using LearnML.Contracts;
using LearnML.Training.Networks.Layers;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>The learning rates of single parameters, relative to the learning rate of the run.</summary>
internal static class RateFactors
{
    /// <summary>
    /// Returns the factors, [members, values], or null if all are 1. With weights V/√inputs, as in the neural tangent parametrization, a step of V
    /// changes the weights by 1/√inputs of it. The gradient of V is smaller by the same factor, which matters only for SGD.
    /// </summary>
    public static Tensor? Create(OptimizerSpec spec, BatchedParameters parameters)
    {
        if (spec is { BiasLearningRateFactor: 1, NeuralTangent: false } && parameters.Trained.All(parameter => parameter.RateFactor == 1))
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var power = spec.Kind == OptimizerKind.Sgd ? 1 : 0.5;
        var members = parameters.Values.size(0);
        var parts = parameters.Trained.Select(parameter =>
        {
            var factors = Enumerable.Range(0, (int)members).Select(member => (float)FactorOf(parameter, member)).ToArray();
            return tensor(factors, [members, 1], device: parameters.Values.device).expand(members, parameter.Values.numel() / members);
        });
        return cat([.. parts], 1).DetachFromDisposeScope();

        double FactorOf(LayerParameter parameter, int member) => parameter.RateFactor * parameter switch
        {
            { IsBias: true } => spec.BiasLearningRateFactor,
            { Inputs: [_, ..] inputs } when spec.NeuralTangent => Math.Pow(inputs[member], -power),
            _ => 1,
        };
    }
}
