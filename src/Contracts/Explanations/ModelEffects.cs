namespace LearnML.Contracts;

/// <summary>The effects of the columns of a model version.</summary>
public sealed record ModelEffects
{
    /// <summary>The default number of points of a column.</summary>
    public const int DefaultPoints = 20;

    /// <summary>The smallest number of points.</summary>
    public const int MinimumPoints = 2;

    /// <summary>The largest number of points.</summary>
    public const int MaximumPoints = 100;

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The version.</summary>
    public required int Version { get; init; }

    /// <summary>What the model predicts.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>The class whose probability is the prediction; null for regression.</summary>
    public string? Class { get; init; }

    /// <summary>The number of rows with a target that the model knows.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of rows that were used: all, or a random sample if there are too many.</summary>
    public required int UsedRows { get; init; }

    /// <summary>The effect of each column, in the order of the model; or the only effect that was asked for.</summary>
    public required IReadOnlyList<ColumnEffect> Effects { get; init; }

    /// <summary>What was left out or treated as missing, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
