using LearnML.Contracts;
using LearnML.Training.Networks.Layers;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>The weight decay of single parameters, relative to that of the run.</summary>
internal static class DecayFactors
{
    /// <summary>
    /// Returns the factors, [values], or null if all are 1. Like PyTorch's, AdamW multiplies the decay of a parameter by its own learning rate.
    /// </summary>
    public static Tensor? Create(OptimizerSpec spec, BatchedParameters parameters)
    {
        var followsRate = spec.Kind == OptimizerKind.AdamW;
        return parameters.Trained.All(parameter => FactorOf(parameter) == 1) ? null : parameters.CreateFactors(FactorOf);

        double FactorOf(LayerParameter parameter)
        {
            var ofBiases = !spec.DecayBiases ? 0 : followsRate ? spec.BiasLearningRateFactor : 1;
            return (parameter.IsBias ? ofBiases : 1) * (followsRate ? parameter.RateFactor : 1);
        }
    }
}
