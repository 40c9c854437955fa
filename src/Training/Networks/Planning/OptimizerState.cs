using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>The state that an optimizer stores for every parameter value, such as a momentum.</summary>
internal static class OptimizerState
{
    /// <summary>Returns the number of values that the optimizer stores for every parameter value.</summary>
    public static int ValuesPerParameter(OptimizerSpec spec) => spec.Kind switch
    {
        OptimizerKind.Sgd => spec.Momentum > 0 ? 1 : 0,
        OptimizerKind.RmsProp or OptimizerKind.Adagrad => 1,
        OptimizerKind.Adam or OptimizerKind.AdamW or OptimizerKind.Adadelta => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Kind, null),
    };

    /// <summary>Returns the number of factors that the optimizer stores for every parameter value, because their learning rates differ.</summary>
    public static int FactorsPerParameter(OptimizerSpec spec, NetworkSpec network) =>
        spec is { BiasLearningRateFactor: 1, NeuralTangent: false } && network.PeriodicEmbedding?.WithDefaults().LearningRateFactor is null or 1
            ? 0 : 1;
}
