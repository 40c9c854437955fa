using LearnML.Training.Randomness;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tests.Tables.Values;

public class DistinctCounterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void Few_values_are_counted_exactly(int values)
    {
        var counter = Count(values);

        Assert.Equal((true, values), (counter.IsExact, counter.Count));
    }

    /// <summary>Four standard errors; the seed is fixed.</summary>
    [Theory]
    [InlineData(100_001)]
    [InlineData(1_000_000)]
    [InlineData(10_000_000)]
    public void Many_are_estimated_within_a_few_percent(int values)
    {
        var counter = Count(values);

        Assert.False(counter.IsExact);
        Assert.InRange(counter.Count, 0.968 * values, 1.032 * values);
    }

    /// <summary>Each value twice, for that must not count.</summary>
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
