using LearnML.Training.Preprocessing;

namespace LearnML.Training.Explanations;

/// <summary>A column of a table, or a group of columns that belong together, as the inputs of a network.</summary>
/// <param name="Name">The column's name; for a group, the names of its columns joined by <c> + </c>.</param>
/// <param name="Inputs">The first input and the number of inputs of each column.</param>
internal sealed record ExplainedColumn(string Name, IReadOnlyList<(int Start, int Width)> Inputs)
{
    private const string Separator = " + ";

    /// <summary>The columns of a group; null for a single column.</summary>
    public IReadOnlyList<string>? Group { get; private init; }

    /// <summary>Returns the columns of a table in their order. A group stands in the place of its first column.</summary>
    /// <param name="table">The encodings of the columns.</param>
    /// <param name="groups">The names of the columns that belong together; no column twice, and only columns of the table.</param>
    public static IReadOnlyList<ExplainedColumn> List(TablePreprocessing table, IReadOnlyList<IReadOnlyList<string>> groups)
    {
        var (inputs, start) = (new Dictionary<string, (int Start, int Width)>(StringComparer.Ordinal), 0);
        foreach (var column in table.Columns)
        {
            inputs.Add(column.Name, (start, column.Width));
            start += column.Width;
        }

        var groupOf = groups.SelectMany(group => group.Select(name => (name, group)))
            .ToDictionary(pair => pair.name, pair => pair.group, StringComparer.Ordinal);
        return
        [
            .. table.Columns
                .Select(column => groupOf.TryGetValue(column.Name, out var group) ? group : [column.Name])
                .DistinctBy(group => group[0])
                .Select(group => new ExplainedColumn(string.Join(Separator, group), [.. group.Select(name => inputs[name])])
                {
                    Group = group.Count > 1 ? group : null,
                }),
        ];
    }

    /// <summary>Copies the inputs of these columns from one row to another.</summary>
    public void Copy(ReadOnlySpan<float> from, Span<float> to)
    {
        foreach (var (start, width) in Inputs)
        {
            from.Slice(start, width).CopyTo(to[start..]);
        }
    }
}
