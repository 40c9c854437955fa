using LearnML.Contracts;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tests.Preprocessing;

/// <summary>The inputs of numbers, computed by hand.</summary>
public class NumberEncodingTests
{
    // The median is 2, and the quartiles are 1 and 3.
    private static readonly double[] Numbers = [4, 0, 2, 3, 1];

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 0.5)]
    [InlineData(-2, -2)]
    [InlineData(double.NaN, 0)]
    public void Robust_scaling_subtracts_median_and_divides_by_distance_of_quartiles(double number, float expected) =>
        Assert.Equal([expected], Encode(new PreprocessingSpec { Scaling = NumberScaling.Robust }, number));

    [Fact]
    public void Robust_scaling_of_mostly_equal_numbers_divides_by_half_of_range()
    {
        var encoding = NumberEncoding.Fit([5, 5, 5, 5, 5, 9], new PreprocessingSpec { Scaling = NumberScaling.Robust });

        Assert.Equal((5, 2), (encoding.Center, encoding.Scale));
    }

    // The ranks of 0, 1, 2, 3, 4 are 0.1, 0.3, 0.5, 0.7, 0.9. A number between two is interpolated, and one beyond them has the score of the last.
    [Theory]
    [InlineData(0, -1.2815516f)]
    [InlineData(1, -0.5244005f)]
    [InlineData(2, 0)]
    [InlineData(2.5, 0.5244005f / 2)]
    [InlineData(1e9, 1.2815516f)]
    [InlineData(double.NaN, 0)]
    public void Quantile_scaling_maps_ranks_to_normal_distribution(double number, float expected) =>
        Assert.Equal(expected, Encode(new PreprocessingSpec { Scaling = NumberScaling.Quantile }, number)[0], 1e-6f);

    [Fact]
    public void Equal_numbers_have_their_middle_rank()
    {
        var scale = QuantileScale.Fit([1, 0, 0, 0]);

        Assert.Equal([0, 1], scale.Numbers);
        Assert.Equal(-0.3186394, scale.Scores[0], 1e-7); // rank 3/8
        Assert.Equal(1.1503494, scale.Scores[1], 1e-7); // rank 7/8
    }

    [Fact]
    public void Many_numbers_are_stored_as_few_and_map_nearly_alike()
    {
        double[] numbers = [.. Enumerable.Range(0, 10_000).Select(row => Math.Exp(row / 1000.0))];

        var scale = QuantileScale.Fit(numbers);

        Assert.InRange(scale.Numbers.Count, 100, 129);
        Assert.All(numbers.Index().Where(number => number.Index % 97 == 0 && number.Index is > 100 and < 9900), number =>
            Assert.Equal(NormalDistribution.Quantile((number.Index + 0.5) / 10_000), scale.Score(number.Item), 0.02));
    }

    // From scipy.stats.norm.ppf.
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(1e-20, -9.262340089798408)]
    public void Normal_quantiles_match_reference(double share, double expected) =>
        Assert.Equal(expected, NormalDistribution.Quantile(share), 1e-12);

    // A scaled number of 4 becomes 4 / sqrt(1 + 16/9) = 2.4, and no number exceeds 3.
    [Theory]
    [InlineData(10, 2.4f)]
    [InlineData(-6, -2.4f)]
    [InlineData(1e12, 3)]
    public void Smooth_clip_approaches_its_limit(double number, float expected) => Assert.Equal(
        expected, Encode(new PreprocessingSpec { Scaling = NumberScaling.Robust, SmoothClip = 3 }, number)[0], 1e-6f);

    [Theory]
    [InlineData(true, double.NaN, new[] { 0f, 1 })]
    [InlineData(true, 2, new[] { 0f, 0 })]
    [InlineData(false, double.NaN, new[] { 0f })]
    public void Missing_numbers_have_their_own_input_if_training_rows_have_some(bool hasMissing, double number, float[] expected) =>
        Assert.Equal(expected, Encode(new PreprocessingSpec { MissingIndicators = true }, number, hasMissing));

    // Two bins: from 0 to 2, and from 2 to 4.
    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0.5, 0.25, 0)]
    [InlineData(3.5, 1, 0.75)]
    [InlineData(99, 1, 1)]
    [InlineData(double.NaN, 0, 0)]
    public void Bins_tell_which_share_of_them_lies_below_number(double number, float first, float second) =>
        Assert.Equal([first, second], Encode(new PreprocessingSpec { Bins = 2 }, number)[1..]);

    [Theory]
    [InlineData(new double[] { 7, 7, 7, 7 }, 1)]
    [InlineData(new double[] { 0, 1, 1, 0 }, 1)]
    [InlineData(new double[] { 0, 0, 0, 1, 2, 2 }, 3)]
    [InlineData(new double[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5 }, 5)]
    [InlineData(new double[0], 1)]
    public void Few_different_numbers_have_few_bins(double[] numbers, int width) =>
        Assert.Equal(width, NumberEncoding.Fit(numbers, new PreprocessingSpec { Bins = 4 }).Width);

    private static float[] Encode(PreprocessingSpec spec, double number, bool hasMissing = false)
    {
        var encoding = NumberEncoding.Fit(Numbers, spec, hasMissing);
        var (one, many) = (new float[encoding.Width], new float[2 * encoding.Width]);
        encoding.Encode(number, one);
        encoding.Transform([(float)number, 0], many, encoding.Width);

        // The float32 numbers of a table give the same inputs, up to their rounding.
        Assert.All(one.Zip(many), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        return one;
    }
}
