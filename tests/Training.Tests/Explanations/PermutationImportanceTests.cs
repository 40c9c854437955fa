using System.Numerics.Tensors;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Explanations;
using LearnML.Training.Preprocessing;
using LearnML.Training.Randomness;

namespace LearnML.Training.Tests.Explanations;

/// <summary>Permutation importance, on models whose importance is known.</summary>
public sealed class PermutationImportanceTests
{
    private const int Seeds = 200;

    private static readonly string[] Pair = ["a", "c"];

    private static readonly float[] Likely = [0.2f, 0.8f];

    private static readonly float[] Unlikely = [0.8f, 0.2f];

    /// <summary>
    /// With two rows, a shuffle either changes nothing or swaps the values. The model is 3a + b with targets 1 and 5, so with a = 1, 2 and b = 0, 1
    /// the outputs are 3 and 7 and the losses 4 and 4. A swap of a gives 6 and 4: 25 and 1, a rise of 18 in all, 9 per row. A swap of b gives 4 and
    /// 6: 9 and 1, a rise of 1 per row.
    /// </summary>
    [Fact]
    public void Two_rows_have_the_importance_computed_by_hand()
    {
        float[] inputs = [1, 0, 2, 1];
        var losses = new RowLosses(new Targets([], [1, 5]), new TargetEncoding(false, 0, 1), outputsPerRow: 1);
        const int repeats = 400;
        var sums = Compute(Linear(3, 1), Columns(1, 1), inputs, losses, repeats, seed: 0);

        var swaps = Enumerable.Range(0, repeats).Count(repeat => sums.Differences[repeat] != 0);
        Assert.InRange(swaps, 160, 240);
        Assert.All(sums.Differences[..repeats], difference => Assert.True(difference is 0 or 18, $"{difference}"));
        Assert.All(sums.Differences[repeats..], difference => Assert.True(difference is 0 or 2, $"{difference}"));
        var importance = sums.ToImportance(Columns(1, 1));
        Assert.Equal(["column0", "column1"], importance.Select(column => column.Column));
        Assert.Equal(9.0 * swaps / repeats, importance[0].Mean, 1e-12);
        Assert.Equal(1.0 * swaps / repeats, importance[1].Mean, 1e-12);
        var share = (double)swaps / repeats;
        Assert.Equal(9 * Math.Sqrt(share * (1 - share) * repeats / (repeats - 1)), importance[0].StandardDeviation, 1e-9);

        // The rows rise by 21 and -3, and each gives its value to the other: both influences are 18 s - 9 s - 9 s, so there is no spread.
        Assert.Equal(importance[0].Mean, importance[0].Low, 1e-9);
        Assert.Equal(importance[0].Mean, importance[0].High, 1e-9);
    }

    /// <summary>
    /// For a linear model of independent columns, the importance is 2 · weight² · variance (the mean squared difference of two values, Fisher,
    /// Rudin and Dominici 2019, section 8), here 2, and 0.5 for the other.
    /// </summary>
    [Fact]
    public void Linear_model_has_the_importance_of_the_formula()
    {
        var (inputs, targets) = Draw(seed: 3, rows: 4000, random => [random.NextNormal(), random.NextNormal()], row => row[0] + (row[1] / 2));
        var importance = Compute(Linear(1, 0.5f), inputs, targets, repeats: 20, seed: 7);

        Assert.Equal("column0", importance[0].Column);
        Assert.Equal(2, importance[0].Mean, 0.1);
        Assert.Equal(0.5, importance[1].Mean, 0.03);
        Assert.InRange(2, importance[0].Low, importance[0].High);
        Assert.InRange(0.5, importance[1].Low, importance[1].High);
        Assert.True(importance.All(column => column.PValue < 1e-10));
        Assert.Equal(importance, Compute(Linear(1, 0.5f), inputs, targets, repeats: 20, seed: 7));
        Assert.NotEqual(importance, Compute(Linear(1, 0.5f), inputs, targets, repeats: 20, seed: 8));
    }

    /// <summary>
    /// A least-squares fit to few rows gives a column of noise a weight. On rows that it was not fitted on, its importance is 0, and the interval
    /// must know it.
    /// </summary>
    [Fact]
    public void Noise_has_zero_in_its_interval_in_95_of_100_seeds()
    {
        var (held, small) = (0, 0);
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var (fitted, known) = Draw(seed, rows: 20, Row, Target);
            var (inputs, targets) = Draw(seed + 1_000_000, rows: 100, Row, Target);
            var noise = Compute(Linear(LeastSquares(fitted, known)), inputs, targets, repeats: 10, (long)seed)
                .Single(column => column.Column == "column1");
            held += noise.Low <= 0 && noise.High >= 0 ? 1 : 0;
            small += noise.PValue < 0.05 ? 1 : 0;
        }

        Assert.True(held >= 0.95 * Seeds, $"{held} of {Seeds}");
        Assert.InRange(small, 0, 0.075 * Seeds);

        static double[] Row(SplitMix64 random) => [random.NextNormal(), random.NextNormal(), random.NextNormal()];
        static double Target(double[] row) => row[0] + row[2];
    }

    /// <summary>Two equal columns share the prediction. Together they matter four times as much as one of them.</summary>
    [Fact]
    public void Columns_of_a_group_are_shuffled_together()
    {
        var (inputs, _) = Draw(seed: 5, rows: 1000, random =>
        {
            var value = random.NextNormal();
            return [value, random.NextNormal(), value];
        }, row => row[0]);
        var targets = Enumerable.Range(0, 1000).Select(row => inputs[3 * row]).ToArray();
        var table = Table("a", "b", "c");

        var alone = Compute(Linear(0.5f, 0, 0.5f), inputs, targets, 10, 1, ExplainedColumn.List(table, []));
        var together = Compute(Linear(0.5f, 0, 0.5f), inputs, targets, 10, 1, ExplainedColumn.List(table, [Pair]));

        Assert.Equal(["a + c", "b"], together.Select(column => column.Column));
        Assert.Equal(Pair, together[0].Columns!);
        Assert.Null(together[1].Columns);
        Assert.Equal(4 * alone[0].Mean, together[0].Mean, 1e-3);
        Assert.Equal(new ColumnImportance("b", 0, 0, 0, 0, 1), together[1]);
    }

    /// <summary>A row of weight 3 has the influence of three equal rows on the mean.</summary>
    [Fact]
    public void Weights_weigh_rows()
    {
        float[] inputs = [1, 2, 4, 8];
        var weighted = new RowLosses(
            new Targets([], [0, 0, 0, 0]) { Weights = [1, 3, 0, 2] }, new TargetEncoding(false, 0, 1), outputsPerRow: 1);
        var sums = Compute(Linear(1), Columns(1), inputs, weighted, repeats: 2, seed: 4);

        var random = new SplitMix64(4);
        int[][] orders = [random.NextPermutation(4), random.NextPermutation(4)];
        double[] weights = [1, 3, 0, 2];
        Assert.Equal(
            orders.Select(order => Enumerable.Range(0, 4).Sum(row => weights[row] * (Square(inputs[order[row]]) - Square(inputs[row])))),
            sums.Differences);
        Assert.Equal(6, sums.Weight);

        static double Square(double value) => value * value;
    }

    /// <summary>Class 1 has the probability 0.8 where the input is 1, and 0.2 where it is 0; the loss is the logarithm.</summary>
    [Fact]
    public void Classes_have_the_cross_entropy()
    {
        float[] inputs = [0, 1];
        var losses = new RowLosses(new Targets([0, 1], []), encoding: null, outputsPerRow: 2);
        var sums = Compute(Classify, Columns(1), inputs, losses, repeats: 40, seed: 0);

        var swapped = sums.Differences.Where(difference => difference != 0).ToArray();
        Assert.NotEmpty(swapped);
        Assert.All(swapped, difference => Assert.Equal(2 * (Math.Log(0.8) - Math.Log(0.2)), difference, 1e-5));

        static float[][] Classify(IReadOnlyList<ReadOnlyMemory<float>> models, CancellationToken cancellationToken) =>
            [[.. models[0].ToArray().SelectMany(value => value == 1 ? Likely : Unlikely)]];
    }

    /// <summary>The sums of folds add up to those of all their rows.</summary>
    [Fact]
    public void Folds_add_up()
    {
        var first = new ImportanceSums(10, 10, [1, 2, 3, 4], [5, 6]);
        var second = new ImportanceSums(20, 15, [10, 20, 30, 40], [50, 60]);

        var sums = ImportanceSums.Add([first, second]);

        Assert.Equal(30, sums.Rows);
        Assert.Equal(25, sums.Weight);
        Assert.Equal([11.0, 22, 33, 44], sums.Differences);
        Assert.Equal([55.0, 66], sums.Squares);
    }

    /// <summary>Reference values: scipy.stats.t.sf(t, freedom) of SciPy 1.10.</summary>
    [Theory]
    [InlineData(0, 5, 0.5)]
    [InlineData(1, 1, 0.25)]
    [InlineData(2.5, 1, 0.12111894159084346)]
    [InlineData(2.5, 2, 0.06480586011075554)]
    [InlineData(2.5, 3, 0.04385332350403277)]
    [InlineData(-1.3, 10, 0.8886170913965777)]
    [InlineData(2.0, 99, 0.024119846686316487)]
    [InlineData(4.0, 1459, 3.325805815810111e-05)]
    [InlineData(double.PositiveInfinity, 7, 0)]
    public void Tail_of_Students_t_equals_the_reference(double t, int freedom, double expected) =>
        Assert.Equal(expected, StudentDistribution.UpperTail(t, freedom), 1e-12);

    private static ComputeOutputs Linear(params float[] weights) => (models, _) =>
        [.. models.Select(inputs => inputs.ToArray().Chunk(weights.Length).Select(row => TensorPrimitives.Dot<float>(row, weights)).ToArray())];

    private static ImportanceSums Compute(
        ComputeOutputs model, IReadOnlyList<ExplainedColumn> columns, float[] inputs, RowLosses losses, int repeats, long seed) =>
        PermutationImportance.Compute(
            model, [new ShuffledRows(columns, inputs, losses, repeats, seed)], columns.Count, repeats, CancellationToken.None)[0];

    private static IReadOnlyList<ExplainedColumn> Columns(params int[] widths) =>
        [.. widths.Select((width, index) => new ExplainedColumn($"column{index}", [(widths[..index].Sum(), width)]))];

    private static TablePreprocessing Table(params string[] names) => new(
        new CsvFormat { Delimiter = ',', Quote = '"', Header = true, Encoding = "utf-8", DecimalMark = '.', MissingMarks = [] },
        [.. names.Select(name => new InputColumn { Name = name, Type = ColumnType.Numeric, Number = new NumberEncoding(0, 1) })]);

    private static IReadOnlyList<ColumnImportance> Compute(
        ComputeOutputs model, float[] inputs, float[] targets, int repeats, long seed, IReadOnlyList<ExplainedColumn>? columns = null)
    {
        columns ??= Columns([.. Enumerable.Repeat(1, inputs.Length / targets.Length)]);
        var losses = new RowLosses(new Targets([], targets), new TargetEncoding(false, 0, 1), outputsPerRow: 1);
        return Compute(model, columns, inputs, losses, repeats, seed).ToImportance(columns);
    }

    private static (float[] Inputs, float[] Targets) Draw(ulong seed, int rows, Func<SplitMix64, double[]> draw, Func<double[], double> targetOf)
    {
        var random = new SplitMix64(seed);
        var all = Enumerable.Range(0, rows).Select(_ => draw(random)).ToArray();
        return ([.. all.SelectMany(row => row.Select(value => (float)value))], [.. all.Select(row => (float)(targetOf(row) + random.NextNormal()))]);
    }

    /// <summary>Fits a linear model by gradient descent on the normal equations of a few columns.</summary>
    private static float[] LeastSquares(float[] inputs, float[] targets)
    {
        var (rows, width) = (targets.Length, inputs.Length / targets.Length);
        var weights = new double[width];
        for (var step = 0; step < 500; step++)
        {
            var gradient = new double[width];
            for (var row = 0; row < rows; row++)
            {
                var error = Enumerable.Range(0, width).Sum(column => weights[column] * inputs[(row * width) + column]) - targets[row];
                for (var column = 0; column < width; column++)
                {
                    gradient[column] += error * inputs[(row * width) + column] / rows;
                }
            }

            for (var column = 0; column < width; column++)
            {
                weights[column] -= 0.3 * gradient[column];
            }
        }

        return Array.ConvertAll(weights, weight => (float)weight);
    }
}
