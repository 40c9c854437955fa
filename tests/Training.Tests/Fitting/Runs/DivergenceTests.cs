using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.Tests.Fitting.Data;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A diverged network is not saved.</summary>
public class DivergenceTests
{
    [Theory]
    [InlineData(null, "in epoch 1:")]
    [InlineData(4, "in epoch 1 of fold")]
    public void Divergence_error_names_epoch_and_fold(int? folds, string where)
    {
        var spec = Specs.Small.LearningRate(1e30);
        using var run = new SmallRun { Spec = folds is null ? spec : spec.Folds(4) };

        var exception = Assert.Throws<DivergedException>(run.Execute);

        Assert.Contains(where, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(run.Path));
    }

    // A small first batch may have a tiny loss by chance.
    [Fact]
    public void Training_continues_if_first_batch_has_tiny_loss()
    {
        using var scope = NewDisposeScope();
        using var data = new MixedTrainingData();
        var spec = Specs.Small.Hidden(8).Adam(rate: 0.001, weightDecay: 0).BatchSize(1).Folds(5);
        var lowest = double.PositiveInfinity;
        for (var seed = 0; seed < 20; seed++)
        {
            using var training = new SplitTrainer(spec.Seed(seed), data, DataSplitter.CreateFolds(spec.Validation, data, seed), CPU);
            var observer = new RecordingObserver();
            training.Run(2, KeptEpoch.Last, StopCondition.Never, new RunProgress(observer));
            lowest = observer.Epochs.Min(fold => Math.Min(lowest, fold.Train.Loss));
        }

        // The networks learn: the baseline loss is 1.
        Assert.InRange(lowest, 0, 0.95);
    }

    // The final network of a cross-validation has no validation rows that would show a bad last step.
    [Fact]
    public void Divergence_in_last_step_is_detected_without_validation_rows()
    {
        using var scope = NewDisposeScope();
        using var data = new ImageTrainingData(GlyphImages.Small, CPU);
        using var training = new SplitTrainer(Specs.Small.LearningRate(1e38).BatchSize(200), data, [new Split(null, data.TrainRows, [])], CPU);

        var exception = Assert.Throws<DivergedException>(() =>
            training.Run(1, KeptEpoch.Last, StopCondition.Never, new RunProgress(new RecordingObserver())));

        Assert.Contains("in epoch 1", exception.Message, StringComparison.Ordinal);
    }
}
