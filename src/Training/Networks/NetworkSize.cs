using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>How large a network is, known before it is built.</summary>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="TrainingBytes">
/// Memory to train it, in bytes: weights, gradients, the best epoch's copy and what the optimizer remembers; and for one
/// batch the units of every layer with their gradients; of every network of an ensemble.
/// </param>
public readonly record struct NetworkSize(Int128 Parameters, Int128 TrainingBytes)
{
    private const int BytesPerNumber = sizeof(float);

    /// <summary>The trainable numbers of one network.</summary>
    public static Int128 Numbers(NetworkSpec spec, int inputs, int outputs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Int128 numbers = 0;
        var width = inputs;
        foreach (var next in spec.Hidden.Append(outputs))
        {
            numbers += (Int128)(width + 1L) * next;
            width = next;
        }

        return numbers;
    }

    /// <summary>The size of the network that <paramref name="spec"/> trains from a number of inputs to one of outputs.</summary>
    public static NetworkSize Of(JobSpec spec, int inputs, int outputs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var parameters = Numbers(spec.Network, inputs, outputs);
        var units = spec.Network.Hidden.Append(outputs).Aggregate((Int128)inputs, (sum, width) => sum + width);
        var copies = spec.Optimizer switch
        {
            { Kind: OptimizerKind.Adam } => 5,
            { Momentum: > 0 } => 4,
            _ => 3,
        };
        return new NetworkSize(
            parameters * spec.Network.Ensemble,
            BytesPerNumber * spec.Network.Ensemble * (copies * parameters + (Int128)2 * spec.Training.BatchSize * units));
    }
}
