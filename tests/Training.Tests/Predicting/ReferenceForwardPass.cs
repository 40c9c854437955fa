using LearnML.Training.Tests.Checkpoints;

namespace LearnML.Training.Tests.Predicting;

/// <summary>A perceptron's probabilities by plain loops in double precision, from a weights file.</summary>
internal static class ReferenceForwardPass
{
    /// <param name="weights">The file.</param>
    /// <param name="layers">The numbers of its linear layers, for example 0 and 2.</param>
    /// <param name="activate">The function between them.</param>
    /// <param name="inputs">One row.</param>
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
