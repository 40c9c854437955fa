namespace LearnML.Training.Networks.Planning;

/// <summary>What a network knows about its inputs. A width alone stands for inputs of one kind, such as pixels.</summary>
/// <param name="Width">The number of inputs per row.</param>
public sealed record NetworkInputs(int Width)
{
    /// <summary>The widths of the columns of a table that the inputs come from, in their order; null if each input is a column of its own.</summary>
    public IReadOnlyList<int>? Columns { get; init; }

    /// <summary>The positions of the scaled numbers among the inputs, in ascending order. Default: none.</summary>
    public IReadOnlyList<int> Numbers { get; init; } = [];

    /// <summary>The one-hot inputs of category columns, in their order. Default: none.</summary>
    public IReadOnlyList<CategoryInputs> Categories { get; init; } = [];

    /// <summary>The widths of the columns.</summary>
    internal IReadOnlyList<int> ColumnWidths => Columns ?? [.. Enumerable.Repeat(1, Width)];

    /// <summary>Returns inputs of one kind.</summary>
    public static implicit operator NetworkInputs(int width) => new(width);
}
