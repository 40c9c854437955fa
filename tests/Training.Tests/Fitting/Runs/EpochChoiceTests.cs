using LearnML.Contracts;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>With <c>bestOfOtherFolds</c>, the rows of a fold do not choose the epoch of the network that they score.</summary>
public class EpochChoiceTests
{
    private const int Folds = 4;
    private const int Patience = 3;

    private static readonly ImageDataset Dataset = GlyphImages.Draw(203, 30);

    // The high learning rate makes the losses rise and fall.
    private static readonly JobSpec Spec =
        Specs.Small.LearningRate(0.1).Momentum(0.9).Epochs(12).BatchSize(16).Folds(Folds, keep: KeptEpoch.BestOfOtherFolds);

    private static readonly JobSpec Stopping =
        Spec with { Training = Spec.Training with { EarlyStopping = new EarlyStoppingSpec { Patience = Patience }, Epochs = 40 } };

    [Fact]
    public void Fold_keeps_epoch_with_lowest_geometric_mean_loss_of_other_folds()
    {
        using var run = new SmallRun { Spec = Spec, Dataset = Dataset };

        var report = run.Execute().Report;

        var chosen = Enumerable.Range(1, Folds).Select(fold => MeanOfOthers(run, fold).MinBy(epoch => epoch.Loss).Epoch).ToArray();
        Assert.NotEqual(Enumerable.Repeat(12, Folds), chosen);
        AssertKept(run, report, chosen);
        Assert.StartsWith(
            "Each fold kept the epoch with the lowest loss on the rows of the other folds, ", report.EpochReason, StringComparison.Ordinal);
        Assert.EndsWith($"the mean number of these epochs: {report.Epoch}.", report.EpochReason, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Diagnosis, diagnosis => diagnosis.Kind == "selectedOnFolds");
    }

    [Fact]
    public void Early_stopping_follows_other_folds_and_ends_all_together()
    {
        using var run = new SmallRun { Spec = Stopping, Dataset = Dataset };

        var report = run.Execute().Report;

        var ends = Enumerable.Range(1, Folds).Select(fold => ApplyPatience([.. MeanOfOthers(run, fold)])).ToArray();
        AssertKept(run, report, [.. ends.Select(end => end.Kept)]);
        Assert.All(
            run.Observer.Epochs.Where(epoch => epoch.Fold is not null).GroupBy(epoch => epoch.Fold),
            fold => Assert.Equal(ends.Max(end => end.Last), fold.Max(epoch => epoch.Epoch)));
        Assert.True(ends.Max(end => end.Last) < 40, "The training did not stop early.");
        Assert.DoesNotContain(report.Diagnosis, diagnosis => diagnosis.Kind == "selectedOnFolds");
    }

    [Theory]
    [InlineData(KeptEpoch.Best, null, "The model has the epoch with the lowest loss on the validation rows: 7.")]
    [InlineData(KeptEpoch.Last, null, "The model has the last epoch: 7.")]
    [InlineData(null, 5, "Each fold kept its last epoch, so no row chose one. The model was trained for as many epochs: 7.")]
    [InlineData(KeptEpoch.Best, 5,
        "Each fold kept the epoch with the lowest loss on its own rows. The model was trained for the mean number of these epochs: 7.")]
    public void Report_explains_choice(KeptEpoch? keep, int? folds, string expected) =>
        Assert.Equal(expected, (Specs.Small with { Validation = new ValidationSpec { Keep = keep, Folds = folds } }).Explain(7));

    [Fact]
    public void Folds_of_large_network_still_train_together()
    {
        using var data = new ImageTrainingData(GlyphImages.Small, CPU);
        var spec = Spec.Hidden(4096, 4096);

        Assert.Equal(1, LockstepPolicy.FoldsInLockstep(spec.Folds(Folds), data, CPU));
        Assert.Equal(Folds, LockstepPolicy.FoldsInLockstep(spec.Folds(Folds, keep: KeptEpoch.BestOfOtherFolds), data, CPU));
    }

    private static IEnumerable<(int Epoch, double Loss)> MeanOfOthers(SmallRun run, int fold) => run.Observer.Epochs
        .Where(epoch => epoch.Fold is not null && epoch.Fold != fold)
        .GroupBy(epoch => epoch.Epoch)
        .Select(epoch => (epoch.Key, Math.Exp(epoch.Average(scores => Math.Log(scores.Validation!.Loss)))))
        .OrderBy(epoch => epoch.Key);

    private static (int Kept, int Last) ApplyPatience((int Epoch, double Loss)[] epochs)
    {
        var best = epochs[0];
        foreach (var epoch in epochs[1..])
        {
            best = epoch.Loss < best.Loss ? epoch : best;
            if (epoch.Epoch - best.Epoch == Patience)
            {
                return (best.Epoch, epoch.Epoch);
            }
        }

        return (best.Epoch, epochs[^1].Epoch);
    }

    private static void AssertKept(SmallRun run, Report report, int[] epochs)
    {
        var folds = report.CrossValidation!.Folds;
        Assert.Equal(epochs, folds.Select(fold => fold.Epoch));
        Assert.All(folds, fold => Approximately.Equal(
            run.Observer.Epochs.Single(epoch => epoch.Fold == fold.Fold && epoch.Epoch == fold.Epoch).Validation!.Loss, fold.Validation.Loss));
        Assert.Equal((int)Math.Round(epochs.Average(), MidpointRounding.AwayFromZero), report.Epoch);
    }
}
