using LearnML.Contracts;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A stop or a cancellation ends a cross-validation before its last epoch.</summary>
public class CrossValidationStopTests
{
    // 200 rows in four folds: each fold trains on 150 rows in batches of 32, and the final network on all rows.
    private const int Folds = 4;
    private const int Epochs = 3;
    private const int BatchesOfFold = 5;
    private const int BatchesOfFinal = 7;

    private static readonly JobSpec Spec = Specs.Small.Folds(Folds);

    [Fact]
    public void Run_without_stop_trains_all_folds_and_final_network()
    {
        using var run = Run(Folds);

        Assert.False(run.Execute().WasStopped);

        Assert.Equal(Epochs * (BatchesOfFold + BatchesOfFinal), run.Observer.Batches.Count);
        Assert.Equal((1.0, Epochs * ((Folds * 150) + 200)), run.Observer.Batches[^1]);
        Assert.Equal(run.Observer.Batches.Order(), run.Observer.Batches);
        Assert.Equal(
            Enumerable.Range(1, Epochs).SelectMany(epoch => Enumerable.Range(1, Folds).Select(fold => ((int?)fold, epoch)))
                .Concat(Enumerable.Range(1, Epochs).Select(epoch => ((int?)null, epoch))),
            run.Observer.Epochs.Select(epoch => (epoch.Fold, epoch.Epoch)));
        Assert.All(run.Observer.Epochs, epoch => Assert.Equal(epoch.Fold is null, epoch.Validation is null));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(BatchesOfFold, 1)]
    [InlineData(BatchesOfFold + 2, 2)]
    [InlineData(Epochs * BatchesOfFold, Epochs)]
    public void Stop_ends_lockstep_folds_together_and_trains_final_network_for_same_epochs(int batch, int epochs)
    {
        var control = new TrainingControl();
        using var run = Run(Folds, control, StopAtBatches(control, batch));

        var outcome = run.Execute();

        Assert.True(outcome.WasStopped);
        Assert.Equal(batch + (epochs * BatchesOfFinal), run.Observer.Batches.Count);
        Assert.Equal(1, run.Observer.Batches[^1].Progress);
        Assert.Equal(run.Observer.Batches.Order(), run.Observer.Batches);
        Assert.Equal(200, outcome.Report.CrossValidation!.N);
        Assert.All(outcome.Report.CrossValidation.Folds, fold => Assert.Equal(epochs, fold.Epoch));
        Assert.Equal((epochs, epochs), (outcome.Report.Epoch, outcome.Description.Epoch));
    }

    [Fact]
    public void Stop_skips_folds_that_have_not_started()
    {
        var control = new TrainingControl();
        using var run = Run(1, control, StopAtBatches(control, (Epochs * BatchesOfFold) + 2));

        var outcome = run.Execute();

        // The first fold trained for three epochs, the second for one.
        var folds = outcome.Report.CrossValidation!;
        Assert.True(outcome.WasStopped);
        Assert.Equal([(1, 50, 3), (2, 50, 1)], folds.Folds.Select(fold => (fold.Fold, fold.Rows, fold.Epoch)));
        Assert.Equal(100, folds.N);
        Assert.Equal(2, outcome.Report.Epoch);
        Assert.Equal((Epochs * BatchesOfFold) + 2 + (2 * BatchesOfFinal), run.Observer.Batches.Count);
        Assert.Equal(100, File.ReadLines(run.Checkpoints.GetOutOfFoldPath(run.Checkpoint)).Skip(1).Count());
    }

    [Fact]
    public void Stop_in_first_fold_gives_deviation_0()
    {
        var control = new TrainingControl();
        using var run = Run(1, control, StopAtBatches(control, 1));

        var folds = run.Execute().Report.CrossValidation!;

        Assert.Equal(50, folds.N);
        Assert.Equal(folds.Folds.Single().Validation, folds.Mean.Validation);
        Assert.Equal((0, 0), (folds.StandardDeviation.Validation.Loss, folds.StandardDeviation.Train.Loss));
    }

    [Fact]
    public void Stop_in_final_network_keeps_its_completed_epochs()
    {
        var control = new TrainingControl();
        using var run = Run(Folds, control, StopAtBatches(control, (Epochs * BatchesOfFold) + BatchesOfFinal + 1));

        var outcome = run.Execute();

        Assert.True(outcome.WasStopped);
        Assert.Equal((Epochs * BatchesOfFold) + BatchesOfFinal + 1, run.Observer.Batches.Count);
        Assert.Equal(2, outcome.Report.Epoch);
        Assert.All(outcome.Report.CrossValidation!.Folds, fold => Assert.Equal(Epochs, fold.Epoch));
        Assert.Equal(outcome.Description.WeightsSha256, run.Checkpoints.Load(outcome.CheckpointName).Description.WeightsSha256);
    }

    [Fact]
    public void Second_stop_ends_final_network()
    {
        var control = new TrainingControl();
        using var run = Run(Folds, control, StopAtBatches(control, BatchesOfFold + 1, BatchesOfFold + 2));

        var outcome = run.Execute();

        Assert.True(outcome.WasStopped);
        Assert.Equal(BatchesOfFold + 2, run.Observer.Batches.Count);
        Assert.Equal(1, outcome.Report.Epoch);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(BatchesOfFold + 1)]
    [InlineData((Epochs * BatchesOfFold) + 1)]
    public void Cancellation_throws_within_batch_and_saves_nothing(int batch)
    {
        var control = new TrainingControl();
        using var run = Run(Folds, control, count =>
        {
            if (count == batch)
            {
                control.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(run.Execute);

        Assert.Equal(batch, run.Observer.Batches.Count);
        Assert.Empty(Directory.GetDirectories(run.Path));
    }

    private static SmallRun Run(int lockstep, TrainingControl? control = null, Action<int>? onBatch = null) => new()
    {
        Spec = Spec,
        FoldsInLockstep = lockstep,
        Control = control ?? new TrainingControl(),
        Observer = new() { OnBatch = onBatch ?? (_ => { }) },
    };

    private static Action<int> StopAtBatches(TrainingControl control, params int[] batches) => count =>
    {
        if (batches.Contains(count))
        {
            control.Stop();
        }
    };
}
