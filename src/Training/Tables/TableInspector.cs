using System.Text.RegularExpressions;
using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Reads a file twice to learn what it holds: first the types of its columns, then their figures.</summary>
public sealed partial class TableInspector
{
    /// <summary>The most columns of a table, unless the caller says otherwise.</summary>
    public const int MostColumns = 10_000;

    private readonly CsvFormat format;
    private readonly MissingMarks missing;
    private readonly TableProblems problems;
    private readonly CsvScan scan;
    private readonly int mostColumns;

    private TableInspector(string path, string fileName, CsvFormat format, int mostColumns)
    {
        this.mostColumns = mostColumns;
        (this.format, missing, problems) = (format, new MissingMarks(format.MissingMarks), new TableProblems(fileName));
        scan = new CsvScan(path, format, missing, problems);
    }

    /// <summary>What a file holds.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="fileName">What the caller calls it, for messages.</param>
    /// <param name="overrides">What the caller knows of its format.</param>
    /// <param name="types">What the caller knows of its columns, by their names.</param>
    /// <param name="excluded">The columns that the caller wants left out.</param>
    /// <param name="mostColumns">How many columns it may have.</param>
    /// <exception cref="TableFormatException">It is not a table that can be learned from; every reason is named.</exception>
    public static TableProfile Inspect(
        string path, string fileName, CsvOverrides overrides, IReadOnlyDictionary<string, ColumnType> types, IReadOnlyCollection<string> excluded, int mostColumns = MostColumns)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var inspector = new TableInspector(path, fileName, CsvSniffer.Sniff(path, fileName, overrides), mostColumns);
        var profile = inspector.Inspect(types, excluded);

        // What is found out is what occurs anywhere in the file; what the caller knows is kept as it is.
        return profile with { Format = profile.Format with { MissingMarks = overrides.MissingMarks ?? inspector.missing.Met } };
    }

    private TableProfile Inspect(IReadOnlyDictionary<string, ColumnType> types, IReadOnlyCollection<string> excluded)
    {
        scan.ReadNames();
        CheckNames(types.Keys.Concat(excluded));

        var texts = scan.Names.Select(_ => new ColumnText(format.DecimalMark)).ToArray();
        scan.EachCell((line, column, text) => texts[column].Add(text, line));
        if (scan.Rows == 0)
        {
            problems.Add(null, null, "it has no rows below its header");
        }

        problems.ThrowIfAny();
        var wanted = scan.Names.Zip(texts, (name, text) => types.TryGetValue(name, out var type) ? Fitting(name, type, text) : text.Type).ToArray();
        problems.ThrowIfAny();

        var figures = wanted.Zip(texts, (type, text) => new ColumnFigures(type, text, format.DecimalMark)).ToArray();
        scan.EachCell((_, column, text) => figures[column].Add(text));
        return new TableProfile(format, scan.Rows, [.. scan.Names.Select((name, column) => new ColumnProfile
        {
            Name = name,
            Type = types.ContainsKey(name) ? wanted[column] : Final(name, column, wanted[column], texts[column], figures[column]),
            Excluded = excluded.Contains(name),
            Count = texts[column].Count,
            Missing = texts[column].Missing,
            Distinct = figures[column].Distinct,
            Numbers = figures[column].Numbers,
            Dates = figures[column].Dates,
            Top = figures[column].MostFrequent,
        })]);
    }

    private void CheckNames(IEnumerable<string> known)
    {
        var names = scan.Names;
        var line = format.Header ? 1 : (int?)null;
        if (names.Length == 0)
        {
            problems.Add(null, null, "it has no rows");
        }

        if (names.Length > mostColumns)
        {
            problems.Add(line, null, $"it has {names.Length} columns; at most {mostColumns} can be read");
        }

        foreach (var (column, _) in names.Index().Where(name => name.Item.Length == 0))
        {
            problems.Add(line, null, $"column {column + 1} has no name; give it one, or take the column out (pandas: index=False)");
        }

        foreach (var name in names.Where(name => name.Length > 0).CountBy(name => name).Where(name => name.Value > 1))
        {
            problems.Add(line, name.Key, $"{name.Value} columns have this name");
        }

        foreach (var name in known.Except(names))
        {
            problems.Add(null, name, $"there is no such column; there are {string.Join(", ", names.Take(TableProblems.Most))}{(names.Length > TableProblems.Most ? ", ..." : "")}");
        }

        problems.ThrowIfAny();
    }

    /// <summary>The type that the caller asks for, if the values allow it.</summary>
    private ColumnType Fitting(string name, ColumnType type, ColumnText text)
    {
        var firstWrong = type switch
        {
            ColumnType.Numeric => text.FirstNoNumber,
            ColumnType.Date => text.FirstNoDate,
            _ => null,
        };
        if (firstWrong is { } line)
        {
            problems.Add(line, name, $"the value is no {(type == ColumnType.Date ? "date" : "number")}, so the column cannot be {type.ToString().ToLowerInvariant()}");
        }

        if (type == ColumnType.Boolean && !text.IsBoolean)
        {
            problems.Add(null, name, "the column does not have two values that mean yes and no, so it cannot be boolean");
        }

        return type;
    }

    private static ColumnType Final(string name, int column, ColumnType type, ColumnText text, ColumnFigures figures)
    {
        if (figures.Distinct <= 1)
        {
            return ColumnType.Constant;
        }

        var differs = text.Missing == 0 && figures.AllDiffer;
        return type switch
        {
            ColumnType.Numeric when (column == 0 && text.IsRowNumber) || (differs && text.IsWhole && IdentifierName().IsMatch(name)) => ColumnType.Identifier,
            ColumnType.Categorical when differs => ColumnType.Identifier,
            _ => type,
        };
    }

    [GeneratedRegex("(^|_| |-)id$|Id$|ID$", RegexOptions.CultureInvariant)]
    private static partial Regex IdentifierName();
}
