using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>The encoding of a numeric target: the logarithm if <see cref="IsLog"/>, minus the mean, divided by the scale.</summary>
/// <param name="IsLog">Whether the network learns the natural logarithm of the target.</param>
/// <param name="Mean">The number to subtract.</param>
/// <param name="Scale">The number to divide by; not 0.</param>
public sealed record TargetEncoding(bool IsLog, double Mean, double Scale)
{
    private const double SkewnessThreshold = 0.5;

    /// <summary>The lowest prediction; null: no limit.</summary>
    public double? Minimum { get; init; }

    /// <summary>The highest prediction; null: no limit.</summary>
    public double? Maximum { get; init; }

    /// <summary>Returns the encoded targets, which the network learns.</summary>
    public float[] Encode(float[] values) => Array.ConvertAll(values, value => (float)(((IsLog ? Math.Log(value) : value) - Mean) / Scale));

    /// <summary>Returns the number that a network's output means, within the limits. An output that is not finite stays so.</summary>
    public double Decode(float output)
    {
        var number = IsLog ? Math.Exp((output * Scale) + Mean) : (output * Scale) + Mean;
        return !float.IsFinite(output) ? number : number < Minimum ? Minimum.Value : number > Maximum ? Maximum.Value : number;
    }

    /// <summary>Fits the encoding on the targets of the training rows.</summary>
    /// <param name="transform">
    /// The transform. <see cref="TargetTransform.Auto"/> uses the logarithm if all targets are positive, they are skewed to the right, and
    /// the logarithm reduces the skewness.
    /// </param>
    /// <param name="values">The targets, none missing. They must be positive for <see cref="TargetTransform.Log"/>.</param>
    /// <param name="margin">How far a prediction can leave the range of the targets, as a share of the range.</param>
    internal static TargetEncoding Fit(TargetTransform transform, IReadOnlyList<float> values, double margin)
    {
        if (transform == TargetTransform.None)
        {
            return new TargetEncoding(false, 0, 1);
        }

        double[] numbers = [.. values.Select(value => (double)value)];
        var isLog = transform == TargetTransform.Log || (transform == TargetTransform.Auto && IsLessSkewedAsLog(numbers));
        var (mean, deviation) = SampleStatistics.Moments(isLog ? Array.ConvertAll(numbers, Math.Log) : numbers);
        var (lowest, highest) = (numbers.Min(), numbers.Max());
        return new TargetEncoding(isLog, mean, deviation > 0 ? deviation : 1)
        {
            Minimum = lowest - (margin * (highest - lowest)),
            Maximum = highest + (margin * (highest - lowest)),
        };
    }

    private static bool IsLessSkewedAsLog(double[] numbers) =>
        numbers.All(number => number > 0)
        && SampleStatistics.Skewness(numbers) is > SkewnessThreshold and var skewness
        && Math.Abs(SampleStatistics.Skewness(Array.ConvertAll(numbers, Math.Log))) < skewness;
}
