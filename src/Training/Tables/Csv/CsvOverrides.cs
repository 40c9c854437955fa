namespace LearnML.Training.Tables.Csv;

/// <summary>The parts of a CSV file's format that the caller sets. Every part that is null is detected.</summary>
public sealed record CsvOverrides
{
    /// <summary>The character between the fields of a row.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The character around fields that contain delimiters or line breaks.</summary>
    public char? Quote { get; init; }

    /// <summary>Whether the first row contains the column names.</summary>
    public bool? Header { get; init; }

    /// <summary>The IANA name of the encoding.</summary>
    public string? Encoding { get; init; }

    /// <summary>The decimal separator of numbers.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>The fields that mean a missing value, besides the empty field.</summary>
    public IReadOnlyList<string>? MissingMarks { get; init; }
}
