using LearnML.Contracts;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>In a long epoch, gradient norms are measured on some steps only.</summary>
public class GradientNormTests
{
    private static readonly JobSpec Spec = Specs.Small.Hidden(16).LearningRate(0.01).Epochs(2);

    // A norm that no gradient reaches changes no gradient, but needs the norm of every step.
    [Theory]
    [InlineData(1, false)]
    [InlineData(32, true)]
    public void Norms_of_some_steps_are_close_to_those_of_all_and_change_no_weight(int batchSize, bool areAllMeasured)
    {
        var spec = Spec.BatchSize(batchSize);
        using var some = new SmallRun { Spec = spec };
        using var all = new SmallRun { Spec = spec with { Optimizer = spec.Optimizer with { ClipNorm = 1e30 } } };

        Assert.Equal(all.Execute().Description.WeightsSha256, some.Execute().Description.WeightsSha256);

        foreach (var (expected, actual) in all.Observer.Epochs.Zip(some.Observer.Epochs))
        {
            Assert.Equal(areAllMeasured, expected.GradientNorm == actual.GradientNorm);
            Assert.InRange(actual.GradientNorm / expected.GradientNorm, 0.7, 1.4);
        }
    }
}
