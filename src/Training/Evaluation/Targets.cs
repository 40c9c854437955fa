namespace LearnML.Training.Evaluation;

/// <summary>The targets of rows: the true classes or numbers.</summary>
/// <param name="Classes">The class index of each row; empty for regression.</param>
/// <param name="Values">The number of each row, in the unit of the target; empty for classification.</param>
internal sealed record Targets(int[] Classes, float[] Values)
{
    /// <summary>The weight of each row in the scores; empty if all rows have the same weight.</summary>
    public float[] Weights { get; init; } = [];

    /// <summary>The sum of the weights; the number of rows if all have the same weight.</summary>
    public double TotalWeight => Weights.Length == 0 ? Count : Weights.Sum(weight => (double)weight);

    /// <summary>The number of rows.</summary>
    public int Count => Math.Max(Classes.Length, Values.Length);

    /// <summary>Whether two rows have the same target.</summary>
    public bool AreEqual(int row, int other) => Classes.Length > 0 ? Classes[row] == Classes[other] : Values[row] == Values[other];

    /// <summary>Returns the targets of some of the rows, in the order of <paramref name="rows"/>.</summary>
    public Targets SelectRows(long[] rows) => new(
        Classes.Length > 0 ? Array.ConvertAll(rows, row => Classes[row]) : [], Values.Length > 0 ? Array.ConvertAll(rows, row => Values[row]) : [])
    {
        Weights = Weights.Length > 0 ? Array.ConvertAll(rows, row => Weights[row]) : [],
    };

    /// <summary>Concatenates the targets of different rows.</summary>
    public static Targets Concat(IReadOnlyList<Targets> all) =>
        new([.. all.SelectMany(each => each.Classes)], [.. all.SelectMany(each => each.Values)])
        {
            Weights = [.. all.SelectMany(each => each.Weights)],
        };

    /// <summary>Returns the weight of a row; 1 if all rows have the same weight.</summary>
    public double WeightOf(int row) => Weights.Length == 0 ? 1 : Weights[row];

    /// <summary>Returns the mean of a value of each row, weighted by the weights.</summary>
    public double Mean(Func<int, double> valueOf)
    {
        double sum = 0;
        for (var row = 0; row < Count; row++)
        {
            sum += WeightOf(row) * valueOf(row);
        }

        return sum / TotalWeight;
    }
}
