namespace LearnML.Training.Networks.Planning;

/// <summary>
/// Columns that go through one product of a category embedding. The product computes the outputs of all its columns for each input, so with many
/// columns in one product most of it would be zeros.
/// </summary>
/// <param name="Start">The first row of the table.</param>
/// <param name="Rows">The number of rows of the table: the inputs of the columns, in a batched network of the member that has the most.</param>
/// <param name="Columns">The number of columns.</param>
internal sealed record CategoryGroup(int Start, int Rows, int Columns)
{
    /// <summary>The number of columns of all groups but the last.</summary>
    public const int MaximumColumns = 16;
}
