using System.Globalization;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Values;
using DataType = LearnML.Training.Exporting.Onnx.TensorProto.Types.DataType;

namespace LearnML.Training.Exporting;

/// <summary>Adds the one-hot encodings of categories to an ONNX graph.</summary>
/// <param name="graph">The graph.</param>
/// <param name="missingMarks">The texts that mean a missing value, besides the empty text.</param>
internal sealed class OnnxCategories(OnnxGraph graph, IReadOnlyList<string> missingMarks)
{
    private const long Unseen = -1;
    private const int LongestPaddedNumber = 8;

    /// <summary>
    /// Adds all categorical columns. The number of its column is put before each text, so that one table maps the texts of all columns to their
    /// inputs. Then each input is compared with the input that the text of its column has.
    /// </summary>
    public OnnxBlock AddColumns(IReadOnlyList<OnnxColumn> columns)
    {
        string[] prefixes = [.. columns.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"{index}:"))];
        var (keys, values, unseen) = (new List<string>(), new List<long>(), new long[columns.Count]);
        var (inputs, columnOfInput) = (new List<int>(), new List<long>());
        foreach (var (index, (column, start)) in columns.Index())
        {
            var (encoding, first) = (column.Category!, inputs.Count);
            var known = encoding.GetInputIndices(ValueComparer.For(column.Type))
                .SelectMany(category => BooleanComparer.GetSpellings(category.Key, column.Type).Select(text => (Text: text, Place: category.Value)));
            var numbers = new CategoryLookup(encoding, column.Type).Numbers
                .SelectMany(number => GetSpellings(number.Number).Select(text => (Text: text, Place: number.Input)));
            var marks = missingMarks.Append("").Concat(column.Format?.MissingMarks ?? []).Except(column.Format?.Values ?? []);
            var missing = marks.Select(mark => (Text: mark, Place: encoding.Width - 1));
            var usual = MissingMarks.UsualSpellings.Select(mark => (Text: mark, Place: encoding.Width - 1));
            foreach (var (text, place) in missing.Concat(known).Concat(usual).Concat(numbers).DistinctBy(each => each.Text, StringComparer.Ordinal))
            {
                keys.Add(prefixes[index] + text);
                values.Add(first + place);
            }

            unseen[index] = encoding.Rare.Count > 0 ? first + encoding.Frequent.Count : Unseen;
            inputs.AddRange(Enumerable.Range(start, encoding.Width));
            columnOfInput.AddRange(Enumerable.Repeat((long)index, encoding.Width));
        }

        var texts = graph.AddConcatenation(columns.Select(column => column.Column.Name));
        var placeOfText = graph.AddMachineLearningOperator(
            "LabelEncoder",
            [graph.AddOperator("StringConcat", [graph.AddConstant(prefixes), texts])],
            OnnxAttribute.Create("keys_strings", keys),
            OnnxAttribute.Create("values_int64s", values),
            OnnxAttribute.Create("default_int64", Unseen));
        var isUnseen = graph.AddOperator("Equal", [placeOfText, graph.AddConstant(Unseen)]);
        var chosen = graph.AddOperator("Where", [isUnseen, graph.AddConstant(unseen), placeOfText]);
        var chosenOfInput = graph.AddOperator("Gather", [chosen, graph.AddConstant([.. columnOfInput])], OnnxAttribute.Create("axis", 1));
        var all = graph.AddConstant([.. Enumerable.Range(0, inputs.Count).Select(input => (long)input)]);
        var isChosen = graph.AddOperator("Equal", [chosenOfInput, all]);
        return new OnnxBlock(graph.AddOperator("Cast", [isChosen], OnnxAttribute.Create("to", (long)DataType.Float)), inputs);
    }

    /// <summary>Returns the usual spellings of a number: 2 and 2.0 and, with leading zeros, 02 to 00000002 and 02.0 to 00000002.0.</summary>
    private static IEnumerable<string> GetSpellings(double number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return text.All(char.IsAsciiDigit)
            ? Enumerable.Range(text.Length, Math.Max(LongestPaddedNumber - text.Length, 0) + 1)
                .Select(length => text.PadLeft(length, '0')).SelectMany(padded => new[] { padded, padded + ".0" })
            : [text];
    }
}
