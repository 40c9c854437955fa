namespace LearnML.Contracts;

/// <summary>A doubt about a table: what was read how, left out or filled, and what to do about it.</summary>
public sealed record Attention
{
    /// <summary>The column's name; null if the doubt is about whole rows.</summary>
    public string? Column { get; init; }

    /// <summary>The kind of the doubt.</summary>
    public required AttentionKind Kind { get; init; }

    /// <summary>The number of cells, or of rows if <see cref="Column"/> is null, that the doubt is about.</summary>
    public required int Cells { get; init; }

    /// <summary>The first lines of the file with such cells, from 1; at most 5.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>Some of the texts in question; at most 5.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>What was found and what was done, as one or two sentences.</summary>
    public required string Message { get; init; }

    /// <summary>What changes the reading; null if only the file itself can be changed.</summary>
    public AttentionAction? Action { get; init; }
}
