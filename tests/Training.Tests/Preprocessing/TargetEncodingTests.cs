using LearnML.Contracts;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Tests.Preprocessing;

public class TargetEncodingTests
{
    private const double Margin = 0.1;

    private static readonly float[] Prices = [1, 10, 100, 1000];

    [Theory]
    [InlineData(TargetTransform.None)]
    [InlineData(TargetTransform.Standardize)]
    [InlineData(TargetTransform.Log)]
    [InlineData(TargetTransform.Auto)]
    public void Decoding_reverses_encoding(TargetTransform transform)
    {
        var encoding = TargetEncoding.Fit(transform, Prices, Margin);

        Assert.All(encoding.Encode(Prices).Zip(Prices), pair => Assert.Equal(pair.Second, encoding.Decode(pair.First), pair.Second * 1e-5));
    }

    [Fact]
    public void Transform_none_changes_nothing() => Assert.Equal(Prices, TargetEncoding.Fit(TargetTransform.None, Prices, Margin).Encode(Prices));

    [Fact]
    public void Standardized_targets_have_mean_0_and_deviation_1()
    {
        var encoded = TargetEncoding.Fit(TargetTransform.Standardize, [2, 4, 6], Margin).Encode([2, 4, 6]);

        Assert.Equal([-1f, 0, 1], encoded);
    }

    [Theory]
    [InlineData(new float[] { 1, 10, 100, 1000 }, true)]
    [InlineData(new float[] { 1, 2, 3, 4 }, false)]
    [InlineData(new float[] { 0, 10, 100, 1000 }, false)]
    [InlineData(new float[] { -1, 10, 100, 1000 }, false)]
    public void Auto_uses_logarithm_if_it_reduces_skewness(float[] values, bool isLog) =>
        Assert.Equal(isLog, TargetEncoding.Fit(TargetTransform.Auto, values, Margin).IsLog);

    [Fact]
    public void Constant_target_can_be_decoded() =>
        Assert.Equal(5, TargetEncoding.Fit(TargetTransform.Standardize, [5, 5], Margin).Decode(0));

    // The range of the prices is 999, and a tenth of it is 99.9.
    [Theory]
    [InlineData(TargetTransform.Standardize, 1e6f, 1099.9)]
    [InlineData(TargetTransform.Standardize, -1e6f, -98.9)]
    [InlineData(TargetTransform.Log, 1e6f, 1099.9)]
    [InlineData(TargetTransform.Log, -1e6f, 0)]
    [InlineData(TargetTransform.Log, float.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(TargetTransform.Standardize, float.NaN, double.NaN)]
    public void Prediction_stays_near_range_of_training_rows(TargetTransform transform, float output, double expected)
    {
        var encoding = TargetEncoding.Fit(transform, Prices, Margin);

        Assert.Equal(expected, encoding.Decode(output), 1e-9);
    }

    [Fact]
    public void Target_none_has_no_bounds() => Assert.Equal(1e6, TargetEncoding.Fit(TargetTransform.None, Prices, Margin).Decode(1e6f));
}
