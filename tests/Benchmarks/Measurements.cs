using System.Globalization;

namespace LearnML.Benchmarks;

/// <summary>Repeated measurements of one figure. They print as minimum / median / maximum.</summary>
internal sealed class Measurements(IEnumerable<double> values)
{
    private readonly double[] sorted = [.. values.Order()];

    public double Minimum => sorted[0];

    public double Median => sorted[sorted.Length / 2];

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{sorted[0]:f3} / {Median:f3} / {sorted[^1]:f3}");
}
