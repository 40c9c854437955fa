using LearnML.Contracts;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>On the CPU, the seed determines a run to the last bit.</summary>
public class SeedTests
{
    private static readonly JobSpec Spec = Specs.Small.Hidden(128, 64).Dropout(0.2, 0.5).Momentum(0.9).LearningRate(0.02).Epochs(4);

    [Fact]
    public void Same_seed_gives_same_results() => Assert.Equal(TrainAndMeasure(Spec), TrainAndMeasure(Spec));

    [Fact]
    public void Same_seed_gives_same_results_beside_other_training()
    {
        var alone = TrainAndMeasure(Spec);

        using var neighbour = new BackgroundTraining();
        for (var again = 0; again < 5; again++)
        {
            Assert.Equal(alone, TrainAndMeasure(Spec));
        }
    }

    [Fact]
    public void Different_seed_gives_different_results()
    {
        var (first, second) = (TrainAndMeasure(Spec), TrainAndMeasure(Spec.Seed(1)));

        Assert.All(first.Zip(second), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    // Returns the hash of the weights, and the losses and gradient norm of each epoch.
    private static List<object> TrainAndMeasure(JobSpec spec)
    {
        using var run = new SmallRun { Spec = spec };
        var outcome = run.Execute();
        Assert.Equal(spec.Training.Epochs, run.Observer.Epochs.Count);
        return
        [
            outcome.Description.WeightsSha256,
            .. run.Observer.Epochs.Select(epoch => (object)(epoch.Train.Loss, epoch.Validation!.Loss, epoch.GradientNorm)),
        ];
    }
}
