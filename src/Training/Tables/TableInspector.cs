using System.Text.RegularExpressions;
using LearnML.Contracts;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables;

/// <summary>Reads a file twice to learn what it holds: first the types of its columns, then their figures.</summary>
public sealed partial class TableInspector
{
    private const int MostColumns = 10_000;
    private const int MostProblems = 20;

    private readonly string path;
    private readonly string fileName;
    private readonly CsvFormat format;
    private readonly List<TableProblem> problems = [];
    private string[] names = [];
    private int rows;

    private TableInspector(string path, string fileName, CsvFormat format) => (this.path, this.fileName, this.format) = (path, fileName, format);

    /// <summary>What a file holds.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="fileName">What the caller calls it, for messages.</param>
    /// <param name="overrides">What the caller knows of its format.</param>
    /// <param name="types">What the caller knows of its columns, by their names.</param>
    /// <param name="excluded">The columns that the caller wants left out.</param>
    /// <exception cref="TableFormatException">It is not a table that can be learned from; every reason is named.</exception>
    public static TableProfile Inspect(
        string path, string fileName, CsvOverrides overrides, IReadOnlyDictionary<string, ColumnType> types, IReadOnlyCollection<string> excluded)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var inspector = new TableInspector(path, fileName, CsvSniffer.Sniff(path, fileName, overrides));
        return inspector.Inspect(types, excluded);
    }

    private TableProfile Inspect(IReadOnlyDictionary<string, ColumnType> types, IReadOnlyCollection<string> excluded)
    {
        ReadNames();
        CheckNames(types.Keys.Concat(excluded));
        var texts = names.Select(_ => new ColumnText()).ToArray();
        EachRow((row, column, text) =>
        {
            if (text.IsEmpty || IsMissing(text))
            {
                texts[column].AddMissing();
            }
            else
            {
                texts[column].Add(text, row, format.DecimalMark);
            }
        });
        Require(rows > 0, null, null, "it has no rows below its header");
        ThrowIfAny();
        var wanted = names.Select((name, column) => types.TryGetValue(name, out var type) ? Fitting(name, type, texts[column]) : texts[column].Type).ToArray();
        ThrowIfAny();

        var figures = wanted.Select(type => new ColumnFigures(type, format.DecimalMark)).ToArray();
        EachRow((_, column, text) =>
        {
            if (!text.IsEmpty && !IsMissing(text))
            {
                figures[column].Add(text);
            }
        });
        return new TableProfile(format, rows, [.. names.Select((name, column) => new ColumnProfile
        {
            Name = name,
            Type = types.ContainsKey(name) ? wanted[column] : Final(name, wanted[column], texts[column], figures[column].Distinct),
            Excluded = excluded.Contains(name),
            Count = texts[column].Count,
            Missing = texts[column].Missing,
            Distinct = figures[column].Distinct,
            Numbers = figures[column].Numbers,
            Dates = figures[column].Dates,
            Top = figures[column].MostFrequent,
        })]);
    }

    private delegate void CellAction(int row, int column, ReadOnlySpan<char> text);

    private void ReadNames()
    {
        Read(reader =>
        {
            while (reader.Read() && names.Length == 0)
            {
                if (reader.RowFieldCount > 1 || !reader.GetFieldSpan(0).IsEmpty)
                {
                    names = [.. Enumerable.Range(0, reader.RowFieldCount).Select(field => format.Header ? reader.GetFieldSpan(field).Trim().ToString() : CsvFile.NameOf(field))];
                }
            }
        });
    }

    private void CheckNames(IEnumerable<string> known)
    {
        var line = format.Header ? 1 : (int?)null;
        Require(names.Length > 0, null, null, "it has no rows");
        Require(names.Length <= MostColumns, line, null, $"it has {names.Length} columns; at most {MostColumns} can be read");
        foreach (var (column, name) in names.Index().Where(name => name.Item.Length == 0))
        {
            Require(false, line, null, $"column {column + 1} has no name");
        }

        foreach (var name in names.Where(name => name.Length > 0).CountBy(name => name).Where(name => name.Value > 1))
        {
            Require(false, line, name.Key, $"{name.Value} columns have this name");
        }

        foreach (var name in known.Except(names))
        {
            Require(false, null, name, $"there is no such column; there are {string.Join(", ", names.Take(MostProblems))}{(names.Length > MostProblems ? ", ..." : "")}");
        }

        ThrowIfAny();
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
        if (firstWrong is { } row)
        {
            Require(false, CsvFile.LineOf(path, format, row), name, $"the value is no {(type == ColumnType.Date ? "date" : "number")}, so the column cannot be {type.ToString().ToLowerInvariant()}");
        }

        Require(type != ColumnType.Boolean || text.IsBoolean, null, name, "the column does not have two values that mean yes and no, so it cannot be boolean");
        return type;
    }

    private static ColumnType Final(string name, ColumnType type, ColumnText text, int distinct)
    {
        if (distinct <= 1)
        {
            return ColumnType.Constant;
        }

        var differs = text.Missing == 0 && distinct == text.Count;
        return type switch
        {
            ColumnType.Numeric when text.IsRowNumber || (differs && text.IsWhole && IdentifierName().IsMatch(name)) => ColumnType.Identifier,
            ColumnType.Categorical when differs => ColumnType.Identifier,
            _ => type,
        };
    }

    private void EachRow(CellAction action)
    {
        rows = 0;
        Read(reader =>
        {
            var header = format.Header;
            while (reader.Read())
            {
                if (CsvFile.IsBlank(reader, names.Length))
                {
                    continue;
                }

                if (header)
                {
                    header = false;
                    continue;
                }

                rows++;
                if (reader.RowFieldCount != names.Length)
                {
                    Require(false, CsvFile.LineOf(path, format, reader.RowNumber), null, $"the row has {reader.RowFieldCount} fields where the {(format.Header ? "header" : "first row")} has {names.Length}");
                    if (problems.Count == MostProblems)
                    {
                        return;
                    }

                    continue;
                }

                for (var column = 0; column < names.Length; column++)
                {
                    action(reader.RowNumber, column, reader.GetFieldSpan(column));
                }
            }
        });
        ThrowIfAny();
    }

    private void Read(Action<CsvDataReader> read)
    {
        using var reader = CsvFile.Open(path, format);
        try
        {
            read(reader);
        }
        catch (CsvRecordTooLargeException)
        {
            Require(false, CsvFile.LineOf(path, format, reader.RowNumber + 1), null, $"the row has more than {CsvFile.LongestRow} characters; is a quote never closed, or the file no CSV?");
        }
        catch (CsvFormatException exception)
        {
            var row = Math.Max(exception.RowNumber, 1);
            Require(false, CsvFile.LineOf(path, format, row), Name(exception.FieldOrdinal), "a quoted field is never closed, or goes on after its closing quote");
        }

        ThrowIfAny();
    }

    private string? Name(int column) => column >= 0 && column < names.Length ? names[column] : null;

    private bool IsMissing(ReadOnlySpan<char> text)
    {
        foreach (var mark in format.MissingMarks)
        {
            if (text.SequenceEqual(mark))
            {
                return true;
            }
        }

        return false;
    }

    private void Require(bool right, int? line, string? column, string reason)
    {
        if (!right && problems.Count < MostProblems)
        {
            problems.Add(new TableProblem(line, column, reason));
        }
    }

    private void ThrowIfAny()
    {
        if (problems.Count > 0)
        {
            throw new TableFormatException(fileName, problems);
        }
    }

    [GeneratedRegex("(^|_| |-)id$|Id$|ID$", RegexOptions.CultureInvariant)]
    private static partial Regex IdentifierName();
}
