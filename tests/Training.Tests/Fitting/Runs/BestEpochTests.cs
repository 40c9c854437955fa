using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A run keeps the epoch with the lowest validation loss.</summary>
public class BestEpochTests
{
    // With few rows and large steps, the validation loss rises long before the last epoch.
    private static SmallRun Overfitting() => new()
    {
        Dataset = GlyphImages.Draw(60, 50),
        Spec = Specs.Small.Hidden(64).Momentum(0.9).BatchSize(16).Epochs(30),
    };

    [Fact]
    public void Checkpoint_and_report_are_of_best_epoch()
    {
        using var run = Overfitting();

        var outcome = run.Execute();

        var best = run.Observer.Epochs.MinBy(epoch => epoch.Validation!.Loss)!;
        Assert.InRange(best.Epoch, 1, 29);
        Assert.Equal(best.Epoch, outcome.Description.Epoch);
        Assert.Equal(best.Epoch, outcome.Report.Epoch);
        Assert.Equal(best.Validation!.Loss, outcome.Description.Validation.Loss, 1e-6);
        Assert.Equal(best.Validation.Accuracy, outcome.Report.Validation!.Accuracy);
        Assert.Equal(outcome.Description.Epoch, run.Checkpoints.Load(outcome.CheckpointName).Description.Epoch);
        Assert.Single(Directory.GetDirectories(run.Path));
    }

    [Fact]
    public void Report_is_consistent()
    {
        using var run = Overfitting();

        var report = run.Execute().Report;

        var rows = report.ConfusionMatrix!.Sum(row => row.Sum());
        var hits = report.ConfusionMatrix!.Select((row, index) => row[index]).Sum();
        Assert.Equal(50, rows);
        Assert.Equal((double)hits / rows, report.Test!.Accuracy);
        Assert.Equal(report.ConfusionMatrix!.Sum(row => row.Sum(cell => Math.Min(cell, 20))), report.Samples!.Count);
        Assert.Equal(report.ConfusionMatrix!.Select(row => row.Sum()), report.PerClass!.Select(score => score.Rows));
        Assert.DoesNotContain(report.Diagnosis, diagnosis => diagnosis.Kind == "selectedOnTest");
    }

    [Fact]
    public void Report_warns_of_epoch_selected_on_test_part()
    {
        using var run = new SmallRun { Spec = Specs.Small.ValidateOnTestPart() };

        var report = run.Execute().Report;

        Assert.Single(report.Diagnosis, diagnosis => diagnosis.Kind == "selectedOnTest");
        Assert.Equal(report.Test, report.Validation);
    }
}
