namespace LearnML.Training.Evaluation.Baselines;

/// <summary>The errors of predictions, row by row.</summary>
/// <param name="Losses">The loss of each row.</param>
/// <param name="Errors">Classification: 1 if the class is wrong, otherwise 0. Regression: the squared error in the unit of the target.</param>
internal sealed record RowErrors(double[] Losses, double[] Errors)
{
    /// <summary>The weight of each row; empty if all rows have the same weight.</summary>
    public float[] Weights { get; init; } = [];

    /// <summary>Concatenates the errors of different rows.</summary>
    public static RowErrors Concat(IReadOnlyList<RowErrors> all) =>
        new([.. all.SelectMany(each => each.Losses)], [.. all.SelectMany(each => each.Errors)])
        {
            Weights = [.. all.SelectMany(each => each.Weights)],
        };

    /// <summary>Returns the errors of the rows that have a weight above 0.</summary>
    public RowErrors WithoutWeightlessRows()
    {
        if (Array.TrueForAll(Weights, weight => weight > 0))
        {
            return this;
        }

        int[] rows = [.. Enumerable.Range(0, Weights.Length).Where(row => Weights[row] > 0)];
        return new RowErrors(Array.ConvertAll(rows, row => Losses[row]), Array.ConvertAll(rows, row => Errors[row]))
        {
            Weights = Array.ConvertAll(rows, row => Weights[row]),
        };
    }

    /// <summary>Returns the mean of a number of each row, weighted by the weights.</summary>
    public double Mean(double[] values) => Weights.Length == 0
        ? values.Average()
        : values.Index().Sum(value => value.Item * Weights[value.Index]) / Weights.Sum(weight => (double)weight);
}
