using LearnML.Training.Preprocessing;

namespace LearnML.Training.Exporting;

/// <summary>Adds the encodings of numbers to an ONNX graph.</summary>
/// <param name="graph">The graph.</param>
internal sealed class OnnxNumbers(OnnxGraph graph)
{
    /// <summary>Adds all numeric columns.</summary>
    public IEnumerable<OnnxBlock> AddColumns(IReadOnlyList<OnnxColumn> columns)
    {
        NumberEncoding[] encodings = [.. columns.Select(column => column.Column.Number!)];
        var offsets = Array.ConvertAll(encodings, encoding => encoding.Offset);
        var values = new OnnxExpression(graph, graph.AddConcatenation(columns.Select(column => column.Column.Name))).ReplaceInfinity();
        var rounded = (values - offsets).RoundToFloat32() + offsets;
        yield return new OnnxBlock(AddFirstInputs(rounded, encodings), [.. columns.Select(column => column.Start)]);
        if (columns.Index().Where(column => encodings[column.Index].HasMissingIndicator).ToArray() is { Length: > 0 } indicated)
        {
            var chosen = rounded.Select([.. indicated.Select(column => column.Index)]);
            yield return new OnnxBlock(chosen.IsNaN(), [.. indicated.Select(column => column.Item.Start + 1)]);
        }

        if (Array.Exists(encodings, encoding => encoding.BinCount > 0))
        {
            yield return AddBins(rounded, columns, encodings);
        }
    }

    private static OnnxBlock AddBins(OnnxExpression values, IReadOnlyList<OnnxColumn> columns, NumberEncoding[] encodings)
    {
        var bins = encodings.Index().SelectMany(column => Enumerable.Range(0, column.Item.BinCount).Select(bin => (
            Column: column.Index,
            Input: columns[column.Index].Start + column.Item.FirstBin + bin,
            Start: column.Item.Bins[bin],
            End: column.Item.Bins[bin + 1]))).ToArray();
        var shares = (values.Select([.. bins.Select(bin => bin.Column)]) - Array.ConvertAll(bins, bin => bin.Start))
            * Array.ConvertAll(bins, bin => 1 / (bin.End - bin.Start));
        return new OnnxBlock(shares.ReplaceNaN().Clip(0, 1).ToFloat32(), [.. bins.Select(bin => bin.Input)]);
    }

    /// <summary>Adds the first input of each number.</summary>
    /// <param name="values">[rows, columns].</param>
    /// <param name="encodings">The encoding of each column.</param>
    /// <returns>The name of the result, which is float32.</returns>
    public static string AddFirstInputs(OnnxExpression values, NumberEncoding[] encodings)
    {
        var isLog = Array.ConvertAll(encodings, encoding => encoding.IsLog);
        var numbers = isLog.Contains(true) ? values.SignedLog().Where(isLog, values) : values;
        var scaled = (numbers - Array.ConvertAll(encodings, encoding => encoding.Center))
            * Array.ConvertAll(encodings, encoding => encoding.InverseScale);
        var hasQuantiles = Array.ConvertAll(encodings, encoding => encoding.Quantiles is not null);
        var first = hasQuantiles.Contains(true) ? AddScores(values, encodings).Where(hasQuantiles, scaled) : scaled;
        var known = SmoothClip(first.ReplaceNaN(), encodings);
        return (Array.Exists(encodings, encoding => encoding.Clip is not null)
            ? known.Clip(Array.ConvertAll(encodings, encoding => encoding.Clip ?? double.MaxValue)) : known).ToFloat32();
    }

    /// <summary>
    /// Adds the scores of quantiles. Each stretch between two stored numbers adds its share below the number, times the difference of the scores.
    /// Columns with fewer stretches get empty ones, so that all have the same number.
    /// </summary>
    private static OnnxExpression AddScores(OnnxExpression values, NumberEncoding[] encodings)
    {
        var scales = Array.ConvertAll(encodings, encoding => encoding.Quantiles ?? QuantileScale.Empty);
        var stretches = Math.Max(1, scales.Max(scale => scale.Numbers.Count - 1));
        var each = scales.Index()
            .SelectMany(column => Enumerable.Range(0, stretches).Select(stretch => CreateStretch(column.Index, column.Item, stretch)))
            .ToArray();
        var shares = (values.Select([.. each.Select(stretch => stretch.Index)]) - Array.ConvertAll(each, stretch => stretch.Start))
            * Array.ConvertAll(each, stretch => stretch.Inverse);
        var added = shares.ReplaceNaN().Clip(0, 1) * Array.ConvertAll(each, stretch => stretch.Added);

        // A missing number stays NaN, because NaN times 0 is NaN.
        return added.SumGroups(stretches) + Array.ConvertAll(scales, scale => scale.LowestScore) + (values * 0);
    }

    private static (long Index, double Start, double Inverse, double Added) CreateStretch(int column, QuantileScale scale, int stretch) =>
        stretch + 1 < scale.Numbers.Count
            ? (column, scale.Numbers[stretch], 1 / (scale.Numbers[stretch + 1] - scale.Numbers[stretch]),
                scale.Scores[stretch + 1] - scale.Scores[stretch])
            : (column, 0, 0, 0);

    /// <summary>Adds x / √(1 + (x/c)²) for the columns with a limit c.</summary>
    private static OnnxExpression SmoothClip(OnnxExpression scaled, NumberEncoding[] encodings)
    {
        if (!Array.Exists(encodings, encoding => encoding.SmoothClip is not null))
        {
            return scaled;
        }

        var shares = scaled * Array.ConvertAll(encodings, encoding => encoding.SmoothClip is { } limit ? 1 / limit : 0);
        return scaled / ((shares * shares) + 1).Sqrt();
    }
}
