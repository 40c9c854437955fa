namespace LearnML.Training.Networks.Planning;

/// <summary>A layer at the inputs that hides the category of a row in a column with probability <c>Rate</c> in training.</summary>
/// <param name="Width">The number of inputs per row.</param>
/// <param name="Columns">The number of category columns.</param>
/// <param name="Rate">The probability.</param>
internal sealed record PlannedCategoryDropout(int Width, int Columns, double Rate) : PlannedLayer(NetworkPath, Width, Width)
{
    /// <summary>The path in the network. The layers after it are counted from 0, as without it.</summary>
    public const string NetworkPath = "categoryDropout";
}
