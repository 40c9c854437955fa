using System.Text.RegularExpressions;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Reading;

/// <summary>Profiles a CSV file in two passes: the first infers the types of its columns, the second computes their statistics.</summary>
public sealed partial class TableInspector
{
    /// <summary>The default for the maximum number of columns.</summary>
    public const int DefaultMaximumColumns = 10_000;

    private readonly CsvFormat format;
    private readonly MissingMarks missingMarks;
    private readonly TableProblemCollector problems;
    private readonly CsvScanner scanner;

    private TableInspector(string path, string fileName, CsvFormat format, int maximumColumns)
    {
        (this.format, missingMarks, problems) = (format, new MissingMarks(format.MissingMarks), new TableProblemCollector(fileName));
        scanner = new CsvScanner(path, format, missingMarks, problems, maximumColumns);
    }

    /// <summary>Returns the profile of a file: its format, columns, types and statistics.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="fileName">The file's name for error messages.</param>
    /// <param name="overrides">The parts of the format that the caller sets; the rest is detected.</param>
    /// <param name="types">The types that the caller sets, by column name; the others are inferred.</param>
    /// <param name="excluded">The names of the columns to exclude from training.</param>
    /// <param name="maximumColumns">The maximum number of columns.</param>
    /// <exception cref="TableFormatException">The file is not a table that can be trained on. The exception lists up to 20 problems.</exception>
    public static TableProfile Inspect(
        string path,
        string fileName,
        CsvOverrides overrides,
        IReadOnlyDictionary<string, ColumnType> types,
        IReadOnlyCollection<string> excluded,
        int maximumColumns = DefaultMaximumColumns)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var inspector = new TableInspector(path, fileName, CsvSniffer.Sniff(path, fileName, overrides, maximumColumns), maximumColumns);
        var profile = inspector.Inspect(types, excluded);

        // Detected missing marks are those that occur in the file. Marks that the caller sets are all kept.
        return profile with { Format = profile.Format with { MissingMarks = overrides.MissingMarks ?? inspector.missingMarks.Found } };
    }

    private TableProfile Inspect(IReadOnlyDictionary<string, ColumnType> types, IReadOnlyCollection<string> excluded)
    {
        scanner.ReadColumnNames();
        CheckColumnNames(types.Keys.Concat(excluded));

        var inferences = scanner.ColumnNames.Select(_ => new ColumnTypeInference(format.DecimalMark)).ToArray();
        scanner.VisitCells((line, column, text) => inferences[column].Add(text, line));
        if (scanner.RowCount == 0)
        {
            problems.Add(null, null, "it has no rows below its header");
        }

        problems.ThrowIfAny();
        var columnTypes = scanner.ColumnNames.Zip(
            inferences, (name, inference) =>
                types.TryGetValue(name, out var type) ? CheckRequestedType(name, type, inference) : inference.Type).ToArray();
        problems.ThrowIfAny();

        var statistics = columnTypes.Zip(inferences, (type, inference) => new ColumnStatistics(type, inference, format.DecimalMark)).ToArray();
        scanner.VisitCells((_, column, text) => statistics[column].Add(text));
        var excludedNames = excluded.ToHashSet(StringComparer.Ordinal);
        return new TableProfile(format, scanner.RowCount, [.. scanner.ColumnNames.Select((name, column) => new ColumnProfile
        {
            Name = name,
            Type = types.ContainsKey(name)
                ? columnTypes[column] : RefineType(name, column, columnTypes[column], inferences[column], statistics[column]),
            Excluded = excludedNames.Contains(name),
            Count = inferences[column].ValueCount,
            Missing = inferences[column].MissingCount,
            Distinct = statistics[column].DistinctCount,
            Numbers = statistics[column].Numbers,
            Dates = statistics[column].Dates,
            Top = statistics[column].MostFrequent,
        })]);
    }

    private void CheckColumnNames(IEnumerable<string> known)
    {
        var names = scanner.ColumnNames;
        var line = format.Header ? 1 : (int?)null;
        if (names.Length == 0)
        {
            problems.Add(null, null, "it has no rows");
        }

        foreach (var (column, _) in names.Index().Where(name => name.Item.Length == 0))
        {
            problems.Add(line, null, $"column {column + 1} has no name; give it one, or remove the column (pandas: index=False)");
        }

        foreach (var problem in TableProblem.ForRepeatedNames(line, names.Where(name => name.Length > 0)))
        {
            problems.Add(problem);
        }

        var more = names.Length > TableProblemCollector.MaximumCount ? ", ..." : "";
        var listed = string.Join(", ", names.Take(TableProblemCollector.MaximumCount)) + more;
        foreach (var name in known.Except(names).Take(TableProblemCollector.MaximumCount))
        {
            problems.Add(null, name, $"there is no such column; the columns are {listed}");
        }

        problems.ThrowIfAny();
    }

    /// <summary>Returns the type that the caller set. Reports a problem if the values do not fit it.</summary>
    private ColumnType CheckRequestedType(string name, ColumnType type, ColumnTypeInference inference)
    {
        var firstInvalidLine = type switch
        {
            ColumnType.Numeric => inference.FirstNonNumberLine,
            ColumnType.Date => inference.FirstNonDateLine,
            _ => null,
        };
        if (firstInvalidLine is { } line)
        {
            var expected = type == ColumnType.Date ? "date" : "number";
            problems.Add(line, name, $"the value is not a {expected}, so the column cannot be {type.ToString().ToLowerInvariant()}");
        }

        if (type == ColumnType.Boolean && !inference.IsBoolean)
        {
            problems.Add(null, name, "the column does not have two values that mean yes and no, so it cannot be boolean");
        }

        return type;
    }

    /// <summary>Refines an inferred type to a constant or an identifier, by the number of distinct values.</summary>
    private static ColumnType RefineType(string name, int column, ColumnType type, ColumnTypeInference inference, ColumnStatistics statistics)
    {
        if (statistics.DistinctCount <= 1)
        {
            return ColumnType.Constant;
        }

        var isUnique = inference.MissingCount == 0 && statistics.AreAllDistinct;
        return type switch
        {
            ColumnType.Numeric when column == 0 && inference.IsRowNumber => ColumnType.Identifier,
            ColumnType.Numeric when isUnique && inference.IsWhole && IdentifierName().IsMatch(name) => ColumnType.Identifier,
            ColumnType.Categorical when isUnique => ColumnType.Identifier,
            _ => type,
        };
    }

    [GeneratedRegex("(^|_| |-)id$|Id$|ID$", RegexOptions.CultureInvariant)]
    private static partial Regex IdentifierName();
}
