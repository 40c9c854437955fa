using LearnML.Training.Tests.Checkpoints;

namespace LearnML.Training.Tests.Predicting;

/// <summary>Computes the probabilities of a multilayer perceptron from a weights file, with plain loops in double precision.</summary>
internal static class ReferenceForwardPass
{
    /// <param name="weights">The weights file.</param>
    /// <param name="layers">The indices of the linear layers, for example 0 and 2.</param>
    /// <param name="activate">The activation function between the layers.</param>
    /// <param name="inputs">The inputs of one row.</param>
    public static double[] ComputeProbabilities(SafetensorsFile weights, string[] layers, Func<double, double> activate, double[] inputs)
    {
        var units = inputs;
        foreach (var layer in layers)
        {
            var (weight, bias) = (weights.Values($"{layer}.weight"), weights.Values($"{layer}.bias"));
            var before = units;
            units = [.. bias.Select((start, row) => start + before.Select((value, column) => value * weight[(row * before.Length) + column]).Sum())];
            if (layer != layers[^1])
            {
                units = [.. units.Select(activate)];
            }
        }

        var powers = units.Select(Math.Exp).ToArray();
        return [.. powers.Select(power => power / powers.Sum())];
    }
}
