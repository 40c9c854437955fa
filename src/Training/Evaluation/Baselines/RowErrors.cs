namespace LearnML.Training.Evaluation.Baselines;

/// <summary>The errors of predictions, row by row.</summary>
/// <param name="Losses">The loss of each row.</param>
/// <param name="Errors">Classification: 1 if the class is wrong, otherwise 0. Regression: the squared error in the unit of the target.</param>
internal sealed record RowErrors(double[] Losses, double[] Errors)
{
    /// <summary>Concatenates the errors of different rows.</summary>
    public static RowErrors Concat(IReadOnlyList<RowErrors> all) =>
        new([.. all.SelectMany(each => each.Losses)], [.. all.SelectMany(each => each.Errors)]);
}
