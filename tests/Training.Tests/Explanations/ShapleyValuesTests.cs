using System.Numerics.Tensors;
using LearnML.Training.Explanations;
using LearnML.Training.Randomness;

namespace LearnML.Training.Tests.Explanations;

/// <summary>Shapley values, against the mean over all orders of the columns, and on linear models.</summary>
public sealed class ShapleyValuesTests
{
    private const int BackgroundRows = 5;

    /// <summary>The mean over all 4! orders, for each background row, computed order by order.</summary>
    [Fact]
    public void Few_columns_have_the_mean_over_all_orders()
    {
        ExplainedColumn[] columns = [new("a", [(0, 1)]), new("b", [(1, 2)]), new("c", [(3, 1)]), new("d", [(4, 1)])];
        var (row, background) = (Draw(1, 5), Draw(2, BackgroundRows * 5));

        var (contributions, error) = Explain(columns, row, background, Bent);

        Assert.Equal(0, error);
        var orders = Orders([0, 1, 2, 3]).ToArray();
        Assert.Equal(24, orders.Length);
        var expected = new double[4];
        foreach (var order in orders)
        {
            for (var other = 0; other < BackgroundRows; other++)
            {
                var mixed = background.AsSpan(other * 5, 5).ToArray();
                foreach (var column in order)
                {
                    var before = Bent(mixed);
                    columns[column].Copy(row, mixed);
                    expected[column] += (Bent(mixed) - before) / orders.Length / BackgroundRows;
                }
            }
        }

        for (var column = 0; column < columns.Length; column++)
        {
            Assert.Equal(expected[column], contributions[column], 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(40)]
    public void Linear_model_has_weight_times_value_less_mean(int width)
    {
        var (row, background, weights) = (Draw(3, width), Draw(4, BackgroundRows * width), Draw(5, width));

        var (contributions, error) = Explain(Single(width), row, background, values => TensorPrimitives.Dot<float>(values, weights));

        for (var column = 0; column < width; column++)
        {
            var mean = Enumerable.Range(0, BackgroundRows).Average(other => (double)background[(other * width) + column]);
            Assert.Equal(weights[column] * (row[column] - mean), contributions[column], 1e-5);
        }

        Assert.InRange(error, 0, 1e-5);
    }

    /// <summary>
    /// With eleven columns, of which one never matters, the values of the other ten are those of ten columns. The sampled ones are within four of
    /// their standard errors.
    /// </summary>
    [Fact]
    public void Sampled_values_agree_with_exact_ones()
    {
        var (row, background) = (Draw(6, 11), Draw(7, 20 * 11));

        var (sampled, error) = Explain(Single(11), row, background, Bent);
        var (exact, _) = Explain(Single(10), [.. row[..10]], [.. background.Chunk(11).SelectMany(each => each[..10])], Bent);

        Assert.InRange(error, 1e-4, 0.1);
        for (var column = 0; column < 10; column++)
        {
            Assert.InRange(sampled[column], exact[column] - (4 * error), exact[column] + (4 * error));
        }

        Assert.Equal(0, sampled[10]);
        Assert.Equal(sampled, Explain(Single(11), row, background, Bent).Contributions);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(10, 7)]
    [InlineData(12, 1)]
    [InlineData(30, 64)]
    public void Contributions_sum_to_the_prediction_less_the_base(int width, int rows)
    {
        var (row, background) = (Draw(8, width), Draw(9, rows * width));

        var (contributions, _) = Explain(Single(width), row, background, values => 200_000 * Bent(values));

        var mean = background.Chunk(width).Average(each => 200_000 * Bent(each));
        Assert.Equal((200_000 * Bent(row)) - mean, contributions.Sum(), 1e-6);
    }

    [Fact]
    public void Number_of_passes_is_known_in_advance()
    {
        foreach (var width in new[] { 1, 4, 10, 11, 25 })
        {
            var (passes, background) = (0L, Draw(10, BackgroundRows * width));
            var shapley = new ShapleyValues(Single(width), background, width, seed: 0);

            shapley.Explain(
                (inputs, values) => passes += values.Length,
                Draw(11, width), 0, new double[BackgroundRows], new double[width], CancellationToken.None);

            Assert.Equal(shapley.PassesPerRow, passes);
        }
    }

    private static (double[] Contributions, double Error) Explain(
        ExplainedColumn[] columns, float[] row, float[] background, Func<float[], double> model)
    {
        var contributions = new double[columns.Length];
        var shapley = new ShapleyValues(columns, background, row.Length, seed: 0);
        var error = shapley.Explain(
            (inputs, values) =>
            {
                for (var index = 0; index < values.Length; index++)
                {
                    values[index] = model(inputs.Slice(index * row.Length, row.Length).ToArray());
                }
            },
            row,
            model(row),
            [.. background.Chunk(row.Length).Select(model)],
            contributions,
            CancellationToken.None);
        return (contributions, error);
    }

    /// <summary>A model whose columns act together. It uses the first ten values.</summary>
    private static double Bent(float[] values)
    {
        var used = values.AsSpan(0, Math.Min(10, values.Length));
        var sum = 0.0;
        for (var index = 0; index < used.Length; index++)
        {
            sum += (index % 3 == 0 ? 0.5 : -0.3) * used[index] * used[(index + 1) % used.Length];
        }

        return Math.Tanh(sum);
    }

    private static ExplainedColumn[] Single(int width) =>
        [.. Enumerable.Range(0, width).Select(column => new ExplainedColumn($"column{column}", [(column, 1)]))];

    private static float[] Draw(ulong seed, int count)
    {
        var random = new SplitMix64(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(item => Orders([.. items.Where(other => other != item)]).Select(order => (int[])[item, .. order]));
}
