using System.Text.Json.Serialization;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>The standardization of a number: minus the mean, divided by the standard deviation. A missing number is 0.</summary>
/// <param name="Mean">The mean of the training rows, after the logarithm if <paramref name="IsLog"/>.</param>
/// <param name="StandardDeviation">
/// The sample standard deviation of the same rows (divided by n - 1). If it is 0 because all values are equal, every input is 0.
/// </param>
/// <param name="IsLog">Whether x is replaced by sign(x)·log(1 + |x|) first.</param>
/// <param name="Clip">The maximum magnitude of an input; null: no limit.</param>
public sealed record NumberEncoding(double Mean, double StandardDeviation, bool IsLog = false, double? Clip = null)
{
    /// <summary>1 / <see cref="StandardDeviation"/>, or 0 if it is 0.</summary>
    [JsonIgnore]
    internal double InverseDeviation => StandardDeviation > 0 ? 1 / StandardDeviation : 0;

    /// <summary>The number that is encoded as 0: the mean, transformed back if <see cref="IsLog"/>.</summary>
    [JsonIgnore]
    internal double Center => IsLog ? Math.CopySign(Math.Exp(Math.Abs(Mean)) - 1, Mean) : Mean;

    /// <summary>The offset that a <see cref="NumberColumn"/> subtracts before it rounds to float32.</summary>
    [JsonIgnore]
    internal double Offset => NumberColumn.ChooseOffset(Center, StandardDeviation);

    /// <summary>Encodes numbers into the first column of a matrix.</summary>
    /// <param name="values">The numbers without their offset; NaN if missing.</param>
    /// <param name="inputs">The matrix, row by row, from this column.</param>
    /// <param name="width">The number of columns of the whole matrix.</param>
    /// <param name="offset">The number to add to each value.</param>
    internal void Transform(ReadOnlySpan<float> values, Span<float> inputs, int width, double offset = 0)
    {
        for (var (row, index) = (0, 0); row < values.Length; row++, index += width)
        {
            inputs[index] = Encode(offset + values[row]);
        }
    }

    /// <summary>Encodes one number; NaN is a missing number.</summary>
    internal float Encode(double value)
    {
        var limit = Clip ?? double.MaxValue;
        return double.IsNaN(value) ? 0 : (float)Math.Clamp(((IsLog ? SignedLog(value) : value) - Mean) * InverseDeviation, -limit, limit);
    }

    /// <summary>Fits the mean and the standard deviation.</summary>
    /// <param name="values">The numbers of the training rows, without missing ones.</param>
    /// <param name="logSkewed">Whether to use the logarithm if the skewness is above 1 in magnitude.</param>
    /// <param name="clip">The maximum magnitude of an input; null: no limit.</param>
    internal static NumberEncoding Fit(IReadOnlyList<double> values, bool logSkewed, double? clip = null)
    {
        var isLog = logSkewed && Math.Abs(SampleStatistics.Skewness(values)) > 1;
        var (mean, deviation) = SampleStatistics.Moments(isLog ? [.. values.Select(SignedLog)] : values);
        return new NumberEncoding(mean, deviation, isLog, clip);
    }

    private static double SignedLog(double value) => Math.CopySign(Math.Log(1 + Math.Abs(value)), value);
}
