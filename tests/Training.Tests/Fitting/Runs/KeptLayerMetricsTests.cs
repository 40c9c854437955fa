using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A job keeps a bounded number of layer metrics.</summary>
public class KeptLayerMetricsTests
{
    [Theory]
    [InlineData(1_000, 100_000, null)]
    [InlineData(1_000, 999, null)]
    [InlineData(2, 100_000, 10)]
    public void Deep_networks_and_long_trainings_keep_evenly_spaced_epochs(int layers, int epochs, int? folds)
    {
        var spec = Specs.Small.Epochs(epochs);
        var kept = new KeptLayerMetrics(folds is { } count ? spec.Folds(count) : spec, layers);

        var included = Enumerable.Range(1, epochs).Where(kept.Includes).ToList();

        Assert.InRange((long)included.Count * layers * (1 + (folds ?? 0)), 10_000, 100_000 + (2 * layers * (1 + (folds ?? 0))));
        Assert.Equal((1, epochs), (included[0], included[^1]));
        Assert.Single(included.Zip(included.Skip(1), (previous, next) => next - previous).SkipLast(1).Distinct());
    }

    [Fact]
    public void Ordinary_trainings_keep_every_epoch() =>
        Assert.All(Enumerable.Range(1, 1_000), epoch => Assert.True(new KeptLayerMetrics(Specs.Small.Epochs(1_000), layers: 10).Includes(epoch)));

    [Fact]
    public void Epochs_between_are_reported_without_layers()
    {
        var control = new TrainingControl();
        using var run = new SmallRun
        {
            Spec = Specs.Small.Hidden(2, 2).Epochs(100_000),
            Control = control,
            Observer = new RecordingObserver
            {
                OnEpoch = scores =>
                {
                    if (scores.Epoch == 5)
                    {
                        control.Stop();
                    }
                },
            },
        };

        run.Execute();

        Assert.Equal([3, 0, 0, 3, 0], run.Observer.Epochs.Take(5).Select(scores => scores.Layers.Count));
    }
}
