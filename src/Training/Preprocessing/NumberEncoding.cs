using System.Text.Json.Serialization;
using LearnML.Training.Tables;

namespace LearnML.Training.Preprocessing;

/// <summary>How a number becomes an input: less the mean, divided by the standard deviation; 0 where there is none.</summary>
/// <param name="Mean">Over the rows that it was fitted on.</param>
/// <param name="StandardDeviation">Over the same rows, dividing by one less than their count; 0 where all are the same, and then every input is 0.</param>
/// <param name="IsLog">Whether x is first replaced by sign(x)·log(1 + |x|).</param>
/// <param name="Clip">The largest input in magnitude; null: any.</param>
public sealed record NumberEncoding(double Mean, double StandardDeviation, bool IsLog = false, double? Clip = null)
{
    [JsonIgnore]
    internal double Factor => StandardDeviation > 0 ? 1 / StandardDeviation : 0;

    /// <summary>The mean; of logarithms the number that has their mean.</summary>
    [JsonIgnore]
    internal double Middle => IsLog ? Math.CopySign(Math.Exp(Math.Abs(Mean)) - 1, Mean) : Mean;

    /// <summary>What is taken off numbers in memory before they are encoded.</summary>
    [JsonIgnore]
    internal double Offset => NumberColumn.OffsetOf(Middle, StandardDeviation);

    /// <summary>Encodes numbers, each the sum of a value and an offset, into one column of a matrix.</summary>
    internal void Transform(ReadOnlySpan<float> values, Span<float> inputs, int width, double offset = 0)
    {
        for (var (row, index) = (0, 0); row < values.Length; row++, index += width)
        {
            inputs[index] = Encode(offset + values[row]);
        }
    }

    /// <summary>Encodes a number; NaN is a missing one.</summary>
    internal float Encode(double value)
    {
        var most = Clip ?? double.MaxValue;
        return double.IsNaN(value) ? 0 : (float)Math.Clamp(((IsLog ? Log(value) : value) - Mean) * Factor, -most, most);
    }

    /// <summary>Fits the mean and the deviation of some values; those that are missing are left out.</summary>
    internal static NumberEncoding Fit(IReadOnlyList<double> values, bool logSkewed, double? clip = null)
    {
        var isLog = logSkewed && Math.Abs(Skewness.Of(values)) > 1;
        var (mean, deviation) = Moments(isLog ? [.. values.Select(Log)] : values);
        return new NumberEncoding(mean, deviation, isLog, clip);
    }

    private static double Log(double value) => Math.CopySign(Math.Log(1 + Math.Abs(value)), value);

    private static (double Mean, double Deviation) Moments(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return (0, 0);
        }

        var mean = values.Average();
        var squares = values.Sum(value => (value - mean) * (value - mean));
        return (mean, values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1)) : 0);
    }
}
