using LearnML.Contracts;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Inspection;

/// <summary>What the caller says about a table. Everything else is detected.</summary>
public sealed record InspectionOptions
{
    /// <summary>The maximum number of characters of a column name.</summary>
    public const int MaximumNameLength = 1000;

    /// <summary>The default for the maximum number of columns.</summary>
    public const int DefaultMaximumColumns = 10_000;

    /// <summary>The default for the largest share of invalid cells in a column whose type the caller sets.</summary>
    public const double DefaultMaximumInvalidShare = 0.05;

    /// <summary>The character between the fields of a row; null: it is detected.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The character around fields; null: it is detected.</summary>
    public char? Quote { get; init; }

    /// <summary>The IANA name of the encoding; null: it is detected.</summary>
    public string? Encoding { get; init; }

    /// <summary>The parts that a later correction can change.</summary>
    public DatasetPatch Settings { get; init; } = new();

    /// <summary>The maximum number of columns.</summary>
    public int MaximumColumns { get; init; } = DefaultMaximumColumns;

    /// <summary>The files that the CSV file was made from; null if it is not known.</summary>
    public TableSource? Source { get; init; }

    /// <summary>The column to predict; null if it is not known yet.</summary>
    internal string? Target => Settings.Target;

    /// <summary>The types that the caller sets, by column name.</summary>
    internal IReadOnlyDictionary<string, ColumnType> Types => Settings.Columns ?? new Dictionary<string, ColumnType>();

    /// <summary>The names of the columns to leave out of training.</summary>
    internal IReadOnlyList<string> Excluded => Settings.Exclude ?? [];

    /// <summary>The largest share of invalid cells in a column whose type the caller sets, 0 to 1.</summary>
    internal double MaximumInvalidShare => Settings.MaximumInvalidShare ?? DefaultMaximumInvalidShare;

    /// <summary>The format of the file, as far as the caller sets it.</summary>
    public CsvOverrides Format => new()
    {
        Delimiter = Delimiter,
        Quote = Quote,
        Header = Settings.Header ?? (IsHeaderKnown ? true : null),
        Encoding = Encoding,
        DecimalMark = Settings.DecimalMark ?? CsvFormatReuse.DecimalMarkFor(Settings.Thousands),
        MissingMarks = Settings.MissingMarks,
    };

    /// <summary>Whether the kind of file names its columns, so that the first row is certainly a header.</summary>
    private bool IsHeaderKnown => Source is { Kind: TableFileKind.Parquet or TableFileKind.JsonLines } or { Files.Count: > 1 };
}
