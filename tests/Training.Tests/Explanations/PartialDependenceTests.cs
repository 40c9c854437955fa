using LearnML.Training.Explanations;

namespace LearnML.Training.Tests.Explanations;

/// <summary>Effects of functions whose partial dependence is known, and the points of columns.</summary>
public sealed class PartialDependenceTests
{
    private const int Width = 3;

    // Four rows of the columns a (one input), and b (two inputs).
    private static readonly float[] Rows = [1, 10, 100, 2, 20, 200, 3, 30, 300, 4, 40, 400];

    private static readonly ExplainedColumn A = new("a", [(0, 1)]);
    private static readonly ExplainedColumn B = new("b", [(1, 2)]);

    /// <summary>f = a · b1 + b2. With a = 3, the rows have 3 · 10 + 100, 3 · 20 + 200, ...; the mean is 3 · 25 + 250.</summary>
    [Fact]
    public void Value_is_set_in_all_rows_and_the_rest_stays()
    {
        var dependence = new PartialDependence(Function, Rows, Width);

        var first = dependence.Compute([A], [[2], [0]], TestContext.Current.CancellationToken);
        var second = dependence.Compute([B], [[3]], TestContext.Current.CancellationToken);
        var pair = dependence.Compute([A, B], [[0, 1], [3, 3]], TestContext.Current.CancellationToken);
        var again = dependence.Compute([A], [[2], [0]], TestContext.Current.CancellationToken);

        Assert.Equal([130, 260, 390, 520, 110, 220, 330, 440], first);
        Assert.Equal([440, 480, 520, 560], second); // a · 40 + 400
        Assert.Equal([220, 220, 220, 220, 560, 560, 560, 560], pair);
        Assert.Equal(first, again);
    }

    /// <summary>More rows and points than fit into one call give the same as one point at a time.</summary>
    [Fact]
    public void Calls_are_batched()
    {
        float[] rows = [.. Enumerable.Range(0, 3000 * Width).Select(value => (float)(value % 97))];
        int[][] points = [.. Enumerable.Range(0, 7).Select(point => new[] { 13 * point })];
        var dependence = new PartialDependence(Function, rows, Width);

        var together = dependence.Compute([B], points, TestContext.Current.CancellationToken);

        var alone = points.SelectMany(point =>
            new PartialDependence(Function, rows, Width).Compute([B], [point], TestContext.Current.CancellationToken));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Few_numbers_are_all_points_with_their_rows()
    {
        var (points, rows) = EffectGrid.Choose([3.0, null, 1.0, 3.0, 2.0, null], 5);

        Assert.Equal([1, 2, 3, null], points.Select(point => point.Number));
        Assert.Equal([1, 1, 2, 2], points.Select(point => point.Rows));
        Assert.Equal([2, 4, 0, 1], rows);
    }

    /// <summary>Of the numbers 0 to 100, five points stand at 0, 25, 50, 75 and 100; 12.5 is half way between the first two.</summary>
    [Fact]
    public void Many_numbers_have_evenly_spaced_points()
    {
        var (points, rows) = EffectGrid.Choose([.. Enumerable.Range(0, 101).Select(number => (IComparable?)(double)number)], 5);

        Assert.Equal([0, 25, 50, 75, 100], points.Select(point => point.Number));
        Assert.Equal([13, 25, 25, 25, 13], points.Select(point => point.Rows));
        Assert.Equal([0, 25, 50, 75, 100], rows);
    }

    [Fact]
    public void Most_frequent_categories_and_dates_are_points()
    {
        var (categories, _) = EffectGrid.Choose(["x", "z", "y", "y", "x", "y"], 2);
        var (dates, _) = EffectGrid.Choose([new DateTime(2030, 2, 1), new DateTime(2030, 1, 31, 6, 0, 0)], 5);

        Assert.Equal(["y", "x"], categories.Select(point => point.Text));
        Assert.Equal([3, 2], categories.Select(point => point.Rows));
        Assert.Equal(["2030-01-31T06:00:00", "2030-02-01"], dates.Select(point => point.Text));
    }

    private static void Function(ReadOnlySpan<float> inputs, Span<double> values)
    {
        Assert.InRange(values.Length, 1, 8192);
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = (inputs[row * Width] * inputs[(row * Width) + 1]) + inputs[(row * Width) + 2];
        }
    }
}
