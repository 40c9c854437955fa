namespace LearnML.Contracts;

/// <summary>How important the columns of a model version are on labelled rows.</summary>
public sealed record ModelExplanation
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The version that was explained.</summary>
    public required int Version { get; init; }

    /// <summary>What the model predicts.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>The number of rows with a target that the model knows.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of rows that were shuffled: all, or a random sample that the seed chooses, if there are too many.</summary>
    public required int UsedRows { get; init; }

    /// <summary>The number of shuffles of each column.</summary>
    public required int Repeats { get; init; }

    /// <summary>The seed of the shuffles.</summary>
    public required long Seed { get; init; }

    /// <summary>The importance of each column, the most important first.</summary>
    public required IReadOnlyList<ColumnImportance> Importance { get; init; }

    /// <summary>What was left out or treated as missing, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
