using LearnML.Contracts;

namespace LearnML.Training.Preprocessing;

/// <summary>How a number becomes what a network learns, and back: its logarithm where it says so, less the mean, divided by the scale.</summary>
/// <param name="IsLog">Whether the natural logarithm is learned.</param>
/// <param name="Mean">What is subtracted.</param>
/// <param name="Scale">What is divided by.</param>
public sealed record TargetEncoding(bool IsLog, double Mean, double Scale)
{
    private const double Lopsided = 0.5;

    /// <summary>What is learned of each number.</summary>
    public float[] Encode(float[] values) => Array.ConvertAll(values, value => (float)(((IsLog ? Math.Log(value) : value) - Mean) / Scale));

    /// <summary>The number that a network's output stands for.</summary>
    public double Decode(float output) => IsLog ? Math.Exp((output * Scale) + Mean) : (output * Scale) + Mean;

    /// <summary>Fits on the targets of the rows that are trained on.</summary>
    /// <param name="transform">What is asked for.</param>
    /// <param name="values">The targets, all there, and positive where a logarithm is asked for.</param>
    internal static TargetEncoding Fit(TargetTransform transform, IReadOnlyList<float> values)
    {
        if (transform == TargetTransform.None)
        {
            return new TargetEncoding(false, 0, 1);
        }

        double[] numbers = [.. values.Select(value => (double)value)];
        var isLog = transform == TargetTransform.Log || (transform == TargetTransform.Auto && IsBetterAsLog(numbers));
        var moments = NumberEncoding.Fit(isLog ? Array.ConvertAll(numbers, Math.Log) : numbers, logSkewed: false);
        return new TargetEncoding(isLog, moments.Mean, moments.StandardDeviation > 0 ? moments.StandardDeviation : 1);
    }

    private static bool IsBetterAsLog(double[] numbers) =>
        numbers.All(number => number > 0) && Skewness.Of(numbers) is > Lopsided and var skewness && Math.Abs(Skewness.Of(Array.ConvertAll(numbers, Math.Log))) < skewness;
}
