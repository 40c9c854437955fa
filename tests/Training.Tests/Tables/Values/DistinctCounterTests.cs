using LearnML.Training.Randomness;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tests.Tables.Values;

public class DistinctCounterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void Counter_counts_few_values_exactly(int values)
    {
        var counter = Count(values);

        Assert.Equal((true, values), (counter.IsExact, counter.Count));
    }

    /// <summary>The tolerance is four standard errors. The seed is fixed.</summary>
    [Theory]
    [InlineData(100_001)]
    [InlineData(1_000_000)]
    [InlineData(10_000_000)]
    public void Counter_estimates_many_values_within_4_percent(int values)
    {
        var counter = Count(values);

        Assert.False(counter.IsExact);
        Assert.InRange(counter.Count, 0.968 * values, 1.032 * values);
    }

    /// <summary>Adds each value twice, because repeated values must not count.</summary>
    private static DistinctCounter Count(int values)
    {
        var counter = new DistinctCounter();
        for (var pass = 0; pass < 2; pass++)
        {
            var hashes = new SplitMix64(1);
            for (var value = 0; value < values; value++)
            {
                counter.Add(hashes.NextUInt64());
            }
        }

        return counter;
    }
}
