using LearnML.Api.Jobs.Running;

namespace LearnML.Api.Tests.Jobs.Running;

/// <summary>The number of epoch spans in a trace grows slowly with the length of the training.</summary>
public sealed class SpanSamplerTests
{
    [Theory]
    [InlineData(3, 3)]
    [InlineData(64, 64)]
    [InlineData(10_000, 425)]
    [InlineData(100_000, 570)]
    public void Sampler_keeps_all_epochs_of_a_short_training_and_some_of_a_long_one(int epochs, int most)
    {
        var sampler = new SpanSampler();
        var parts = new List<int>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            if (sampler.ShouldSample())
            {
                parts.Add(sampler.Pending);
                sampler.MarkSampled();
            }
        }

        Assert.InRange(parts.Count, Math.Min(64, epochs), most);
        Assert.All(parts.Take(64), part => Assert.Equal(1, part));
        Assert.Equal(epochs, parts.Sum() + sampler.Pending);
        Assert.InRange(sampler.Pending, 0, epochs / 64);
    }
}
