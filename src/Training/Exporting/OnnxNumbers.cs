using LearnML.Training.Preprocessing;

namespace LearnML.Training.Exporting;

/// <summary>Adds the encodings of numbers to an ONNX graph.</summary>
/// <param name="graph">The graph.</param>
internal sealed class OnnxNumbers(OnnxGraph graph)
{
    /// <summary>Adds all numeric columns.</summary>
    public OnnxBlock AddColumns(IReadOnlyList<OnnxColumn> columns)
    {
        NumberEncoding[] encodings = [.. columns.Select(column => column.Column.Number!)];
        var offsets = Array.ConvertAll(encodings, encoding => encoding.Offset);
        var values = new OnnxExpression(graph, graph.AddConcatenation(columns.Select(column => column.Column.Name))).ReplaceInfinity();
        return new OnnxBlock(
            AddStandardization((values - offsets).RoundToFloat32() + offsets, encodings), [.. columns.Select(column => column.Start)]);
    }

    /// <summary>Adds the standardization of numbers.</summary>
    /// <param name="values">[rows, columns].</param>
    /// <param name="encodings">The encoding of each column.</param>
    /// <returns>The name of the result, which is float32.</returns>
    public static string AddStandardization(OnnxExpression values, NumberEncoding[] encodings)
    {
        var isLog = Array.ConvertAll(encodings, encoding => encoding.IsLog);
        var numbers = isLog.Contains(true) ? values.SignedLog().Where(isLog, values) : values;
        var standardized = (numbers - Array.ConvertAll(encodings, encoding => encoding.Mean))
            * Array.ConvertAll(encodings, encoding => encoding.InverseDeviation);
        var known = standardized.ReplaceNaN();
        return (Array.Exists(encodings, encoding => encoding.Clip is not null)
            ? known.Clip(Array.ConvertAll(encodings, encoding => encoding.Clip ?? double.MaxValue)) : known).ToFloat32();
    }
}
