namespace LearnML.Training.Tables;

/// <summary>What a caller knows of a CSV file, so that it is not guessed. What is null is.</summary>
public sealed record CsvOverrides
{
    /// <summary>Between the fields of a row.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Around fields that hold delimiters or line breaks.</summary>
    public char? Quote { get; init; }

    /// <summary>Whether the first row holds the column names.</summary>
    public bool? Header { get; init; }

    /// <summary>The encoding by its IANA name.</summary>
    public string? Encoding { get; init; }

    /// <summary>Before the decimals of a number.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>The fields that stand for a missing value, beside the empty one.</summary>
    public IReadOnlyList<string>? MissingMarks { get; init; }
}
