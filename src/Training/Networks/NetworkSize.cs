using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>How large a network is, known before it is built.</summary>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="TrainingBytes">
/// Memory to train it, in bytes: weights, gradients, the best epoch's copy and, with momentum, the last step; and for
/// one batch the units of every layer with their gradients.
/// </param>
public readonly record struct NetworkSize(Int128 Parameters, Int128 TrainingBytes)
{
    private const int BytesPerNumber = sizeof(float);

    /// <summary>The size of the network that <paramref name="spec"/> trains from a number of inputs to one of outputs.</summary>
    public static NetworkSize Of(JobSpec spec, int inputs, int outputs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Int128 parameters = 0, units = inputs;
        var width = inputs;
        foreach (var next in spec.Network.Hidden.Append(outputs))
        {
            parameters += (Int128)(width + 1L) * next;
            units += next;
            width = next;
        }

        var copies = spec.Optimizer.Momentum > 0 ? 4 : 3;
        return new NetworkSize(parameters, BytesPerNumber * (copies * parameters + (Int128)2 * spec.Training.BatchSize * units));
    }
}
