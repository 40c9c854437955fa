using System.Text.Json.Serialization;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>
/// How a number becomes inputs. The first input is the number minus the center, divided by the scale, or its quantile; 0 if it is missing. The
/// second, if the encoding has it, is 1 for a missing number. The others are the bins: the share of each bin that lies below the number.
/// </summary>
/// <param name="Center">
/// The mean or the median of the training rows, after the logarithm if <paramref name="IsLog"/>.
/// </param>
/// <param name="Scale">
/// The sample standard deviation of the same rows (divided by n - 1), or the distance between their quartiles. If it is 0 because all values are
/// equal, the first input is always 0.
/// </param>
/// <param name="IsLog">Whether x is replaced by sign(x)·log(1 + |x|) first.</param>
/// <param name="Clip">The maximum magnitude of the first input; null: no limit.</param>
public sealed record NumberEncoding(
    [property: JsonPropertyName("mean")] double Center,
    [property: JsonPropertyName("standardDeviation")] double Scale,
    bool IsLog = false,
    double? Clip = null)
{
    /// <summary>The quantiles that take the place of center and scale; null without them.</summary>
    public QuantileScale? Quantiles { get; init; }

    /// <summary>The limit c that the first input x approaches as x / √(1 + (x/c)²); null: no limit.</summary>
    public double? SmoothClip { get; init; }

    /// <summary>Whether an input tells that the number is missing.</summary>
    public bool HasMissingIndicator { get; init; }

    /// <summary>The boundaries of the bins, in ascending order; empty without bins. They are quantiles of the training rows.</summary>
    public IReadOnlyList<double> Bins { get; init; } = [];

    /// <summary>The number of inputs.</summary>
    [JsonIgnore]
    internal int Width => FirstBin + BinCount;

    /// <summary>The index of the first bin's input.</summary>
    [JsonIgnore]
    internal int FirstBin => HasMissingIndicator ? 2 : 1;

    /// <summary>The number of bins.</summary>
    [JsonIgnore]
    internal int BinCount => Math.Max(0, Bins.Count - 1);

    /// <summary>1 / <see cref="Scale"/>, or 0 if it is 0.</summary>
    [JsonIgnore]
    internal double InverseScale => Scale > 0 ? 1 / Scale : 0;

    /// <summary>The number whose first input is 0: the center, transformed back if <see cref="IsLog"/>.</summary>
    [JsonIgnore]
    internal double Typical => IsLog ? Math.CopySign(Math.Exp(Math.Abs(Center)) - 1, Center) : Center;

    /// <summary>The offset that a <see cref="NumberColumn"/> subtracts before it rounds to float32.</summary>
    [JsonIgnore]
    internal double Offset => NumberColumn.ChooseOffset(Typical, Scale);

    /// <summary>Encodes numbers into the first columns of a matrix of zeros.</summary>
    /// <param name="values">The numbers without their offset; NaN if missing.</param>
    /// <param name="inputs">The matrix, row by row, from the first of these columns.</param>
    /// <param name="width">The number of columns of the whole matrix.</param>
    /// <param name="offset">The number to add to each value.</param>
    internal void Transform(ReadOnlySpan<float> values, Span<float> inputs, int width, double offset = 0)
    {
        if (Width == 1)
        {
            for (var (row, index) = (0, 0); row < values.Length; row++, index += width)
            {
                inputs[index] = EncodeFirst(offset + values[row]);
            }

            return;
        }

        for (var (row, index) = (0, 0); row < values.Length; row++, index += width)
        {
            Encode(offset + values[row], inputs[index..]);
        }
    }

    /// <summary>Encodes a missing number in every row.</summary>
    internal void TransformMissing(int rows, Span<float> inputs, int width)
    {
        for (var row = 0; row < rows; row++)
        {
            Encode(double.NaN, inputs[(row * width)..]);
        }
    }

    /// <summary>Encodes one number into inputs that are 0; NaN is a missing number.</summary>
    internal void Encode(double value, Span<float> inputs)
    {
        inputs[0] = EncodeFirst(value);
        if (HasMissingIndicator && double.IsNaN(value))
        {
            inputs[1] = 1;
        }

        for (var bin = 0; bin < BinCount && value > Bins[bin]; bin++)
        {
            inputs[FirstBin + bin] = (float)Math.Min((value - Bins[bin]) / (Bins[bin + 1] - Bins[bin]), 1);
        }
    }

    /// <summary>Returns the first input of a number; NaN is a missing number.</summary>
    internal float EncodeFirst(double value)
    {
        if (double.IsNaN(value))
        {
            return 0;
        }

        var scaled = Quantiles?.Score(value) ?? (((IsLog ? SignedLog(value) : value) - Center) * InverseScale);
        if (SmoothClip is { } bound)
        {
            scaled /= Math.Sqrt(1 + (scaled / bound * (scaled / bound)));
        }

        var limit = Clip ?? double.MaxValue;
        return (float)Math.Clamp(scaled, -limit, limit);
    }

    /// <summary>Fits the encoding.</summary>
    /// <param name="values">The numbers of the training rows, without missing ones.</param>
    /// <param name="spec">The settings.</param>
    /// <param name="hasMissing">Whether a number of the training rows is missing.</param>
    internal static NumberEncoding Fit(IReadOnlyList<double> values, PreprocessingSpec spec, bool hasMissing = false)
    {
        var isLog = spec.LogSkewed && Math.Abs(SampleStatistics.Skewness(values)) > 1;
        IReadOnlyList<double> transformed = isLog ? [.. values.Select(SignedLog)] : values;
        var (center, scale) = spec.Scaling == NumberScaling.Standard
            ? SampleStatistics.Moments(transformed) : SampleStatistics.RobustMoments(transformed);
        return new NumberEncoding(center, scale, isLog, spec.Clip)
        {
            Quantiles = spec.Scaling == NumberScaling.Quantile ? QuantileScale.Fit(values) : null,
            SmoothClip = spec.SmoothClip,
            HasMissingIndicator = spec.MissingIndicators && hasMissing,
            Bins = spec.Bins is { } bins ? FindBins(values, bins) : [],
        };
    }

    /// <summary>
    /// Returns the boundaries of bins with about the same number of rows each, which are numbers of these rows. If most rows have the same number,
    /// it is a boundary, and the others follow from the other rows. A single bin would repeat the first input, so it is left out.
    /// </summary>
    private static double[] FindBins(IReadOnlyList<double> values, int count)
    {
        double[] sorted = [.. values.Order()];
        double[] distinct = [.. sorted.Distinct()];
        var boundaries = distinct.Length <= count + 1 ? distinct : FindQuantiles(sorted, count);
        if (distinct.Length > count + 1 && boundaries.Length <= (count / 2) + 1)
        {
            var commonest = sorted.CountBy(number => number).MaxBy(number => number.Value).Key;
            var others = Array.FindAll(sorted, number => number != commonest);
            boundaries = [.. FindQuantiles(others, Math.Max(1, count - 1)).Append(commonest).Order()];
        }

        return boundaries.Length > 2 ? boundaries : [];
    }

    private static double[] FindQuantiles(double[] sorted, int count) =>
        [.. Enumerable.Range(0, count + 1).Select(bin => sorted[(int)Math.Round((double)bin / count * (sorted.Length - 1))]).Distinct()];

    private static double SignedLog(double value) => Math.CopySign(Math.Log(1 + Math.Abs(value)), value);
}
