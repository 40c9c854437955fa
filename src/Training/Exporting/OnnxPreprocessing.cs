using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Values;
using DataType = LearnML.Training.Exporting.Onnx.TensorProto.Types.DataType;

namespace LearnML.Training.Exporting;

/// <summary>Adds the columns of a table to an ONNX graph as inputs [rows, 1], and their encodings as operators.</summary>
/// <param name="graph">The graph.</param>
/// <param name="preprocessing">The columns and their encodings.</param>
internal sealed class OnnxPreprocessing(OnnxGraph graph, TablePreprocessing preprocessing)
{
    private const int MinutesPerDay = 24 * 60;

    /// <summary>Adds all columns.</summary>
    /// <returns>The name of the network's inputs, [rows, inputs].</returns>
    public string AddColumns()
    {
        // All inputs are added before any operator, so that no operator takes the name of a column.
        var inputs = preprocessing.Columns
            .Select(column => graph.AddInput(column.Name, column.Category is null ? DataType.Double : DataType.String, 1, Describe(column)))
            .ToList();
        return graph.AddOperator("Concat", [.. preprocessing.Columns.Zip(inputs, AddEncoding)], OnnxAttribute.Create("axis", 1));
    }

    private static string Describe(InputColumn column) => column switch
    {
        { Number: not null } => "A number; NaN if it is missing.",
        { Category: not null } => "A category; empty if it is missing.",
        _ => "A date as seconds since 1970-01-01T00:00; NaN if it is missing.",
    };

    private string AddEncoding(InputColumn column, string input) => column switch
    {
        { Number: { } number } => AddEncoding(number, new OnnxExpression(graph, input)),
        { Category: { } category } => AddEncoding(category, column, input),
        _ => graph.AddOperator(
            "Concat",
            column.Date!.Parts.Zip(AddDateParts(new OnnxExpression(graph, input)),
                (encoding, part) => AddStandardization(encoding, part.RoundToFloat32())),
            OnnxAttribute.Create("axis", 1)),
    };

    private static string AddEncoding(NumberEncoding encoding, OnnxExpression value) =>
        AddStandardization(encoding, (value - encoding.Offset).RoundToFloat32() + encoding.Offset);

    private static string AddStandardization(NumberEncoding encoding, OnnxExpression value)
    {
        var standardized = ((encoding.IsLog ? value.SignedLog() : value) - encoding.Mean) * encoding.InverseDeviation;
        return (encoding.Clip is { } clip ? standardized.Clip(clip) : standardized).ReplaceNaN();
    }

    /// <summary>
    /// Adds a one-hot encoding: it maps a category to the index of its input, and compares this index with the indices of all inputs.
    /// </summary>
    private string AddEncoding(CategoryEncoding encoding, InputColumn column, string input)
    {
        const long None = -1;
        var missing = encoding.Width - 1;
        var known = encoding.GetInputIndices(ValueComparer.For(column.Type))
            .SelectMany(category => BooleanComparer.GetSpellings(category.Key, column.Type).Select(text => (text, Place: (long)category.Value)));
        var fileMarks = preprocessing.Format.MissingMarks.Concat(column.Format?.MissingMarks ?? []).Except(column.Format?.Values ?? []);
        var marks = fileMarks.Append("").Select(mark => (mark, (long)missing));
        var usualMarks = MissingMarks.UsualSpellings.Select(mark => (mark, (long)missing));
        var places = marks.Concat(known).Concat(usualMarks).DistinctBy(place => place.Item1).ToList();
        var place = graph.AddMachineLearningOperator(
            "LabelEncoder",
            [input],
            OnnxAttribute.Create("keys_strings", places.Select(place => place.Item1)),
            OnnxAttribute.Create("values_int64s", places.Select(place => place.Item2)),
            OnnxAttribute.Create("default_int64", encoding.Rare.Count > 0 ? encoding.Frequent.Count : None));
        var all = graph.AddConstant([.. Enumerable.Range(0, encoding.Width).Select(index => (long)index)]);
        return graph.AddOperator("Cast", [graph.AddOperator("Equal", [place, all])], OnnxAttribute.Create("to", (long)DataType.Float));
    }

    /// <summary>
    /// Computes year, month, day, weekday and hour of a date. The calculation uses years that start in March, so that a leap day is the last day
    /// of its year. 400 years have 146,097 days. (https://howardhinnant.github.io/date_algorithms.html#civil_from_days)
    /// </summary>
    private static IEnumerable<OnnxExpression> AddDateParts(OnnxExpression seconds)
    {
        const double DaysFromMarchOfYearZero = 719_468;
        const double DaysOf400Years = 146_097;
        const double ThursdayOf1970 = 4;

        var minutes = (seconds / 60).Floor();
        var days = (minutes / MinutesPerDay).Floor();
        var shifted = days + DaysFromMarchOfYearZero;
        var era = (shifted / DaysOf400Years).Floor();
        var day = shifted - (era * DaysOf400Years);
        var year = ((day - (day / 1460).Floor() + (day / 36_524).Floor() - (day / (DaysOf400Years - 1)).Floor()) / 365).Floor();
        var dayOfYear = day - (year * 365) - (year / 4).Floor() + (year / 100).Floor();
        var month = (((dayOfYear * 5) + 2) / 153).Floor();
        var isNextYear = (month / 10).Floor();
        var weekday = days + ThursdayOf1970;

        yield return (era * 400) + year + isNextYear;
        yield return month + 3 - (isNextYear * 12);
        yield return dayOfYear - (((month * 153) + 2) / 5).Floor() + 1;
        yield return weekday - ((weekday / 7).Floor() * 7);
        yield return (minutes - (days * MinutesPerDay)) / 60;
    }
}
