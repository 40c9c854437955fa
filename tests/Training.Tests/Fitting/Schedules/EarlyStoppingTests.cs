using LearnML.Contracts;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Schedules;

/// <summary>A training stops if it no longer improves, or at the end of its time budget.</summary>
public class EarlyStoppingTests
{
    private static readonly JobSpec Overfitting = Specs.Small.Hidden(64).Momentum(0.9).LearningRate(0.05).BatchSize(16).Epochs(60);

    [Theory]
    [InlineData(StoppingMetric.Loss, 3, 0)]
    [InlineData(StoppingMetric.Accuracy, 2, 0)]
    [InlineData(StoppingMetric.Loss, 2, 0.05)]
    public void Training_stops_after_patience_and_keeps_best_epoch(StoppingMetric metric, int patience, double minimumImprovement)
    {
        using var run = new SmallRun
        {
            Spec = StopEarly(new EarlyStoppingSpec { Metric = metric, Patience = patience, MinimumImprovement = minimumImprovement }),
        };

        var outcome = run.Execute();

        var values = run.Observer.Epochs.Select(
            epoch => metric == StoppingMetric.Loss ? epoch.Validation!.Loss : -epoch.Validation!.Accuracy!.Value).ToArray();
        Assert.InRange(values.Length, patience + 1, 59);
        Assert.Equal(values.Length, CountExpectedEpochs(values, patience, minimumImprovement));
        Assert.Equal(Array.IndexOf(values, values.Min()) + 1, outcome.Report.Epoch);
        Assert.False(outcome.WasStopped);
    }

    [Fact]
    public void Each_fold_stops_separately_and_report_warns_of_selection()
    {
        using var run = new SmallRun { Spec = StopEarly(new EarlyStoppingSpec { Patience = 2 }).Folds(4) };

        var report = run.Execute().Report;

        var last = run.Observer.Epochs.Where(epoch => epoch.Fold is not null)
            .GroupBy(epoch => epoch.Fold).Select(fold => fold.Max(epoch => epoch.Epoch)).ToArray();
        Assert.NotEqual(1, last.Distinct().Count());
        Assert.Equal(
            (int)Math.Round(report.CrossValidation!.Folds.Average(fold => fold.Epoch), MidpointRounding.AwayFromZero),
            run.Observer.Epochs.Count(epoch => epoch.Fold is null));
        Assert.Contains("selectedOnFolds", report.Diagnosis.Select(diagnosis => diagnosis.Kind));
    }

    [Fact]
    public void Time_budget_stops_after_current_batch()
    {
        using var run = new SmallRun
        {
            Spec = Overfitting with { Training = Overfitting.Training with { Epochs = 100_000, TimeBudgetSeconds = 0.5 } },
        };

        var outcome = run.Execute();

        Assert.InRange(run.Observer.Epochs.Count, 1, 99_999);
        Assert.False(outcome.WasStopped);
        Assert.Contains("timeBudget", outcome.Report.Diagnosis.Select(diagnosis => diagnosis.Kind));
    }

    private static JobSpec StopEarly(EarlyStoppingSpec stopping) =>
        Overfitting with { Training = Overfitting.Training with { EarlyStopping = stopping } };

    private static int CountExpectedEpochs(double[] values, int patience, double minimumImprovement)
    {
        var (best, since) = (double.PositiveInfinity, 0);
        for (var epoch = 0; epoch < values.Length; epoch++)
        {
            (best, since) = values[epoch] < best - minimumImprovement ? (values[epoch], 0) : (best, since + 1);
            if (since == patience)
            {
                return epoch + 1;
            }
        }

        return values.Length + 1;
    }
}
