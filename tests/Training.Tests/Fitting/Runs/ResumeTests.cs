using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.State;
using LearnML.Training.Tests.Support;
using static LearnML.Training.Tests.Fitting.Runs.ResumableRuns;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>An interrupted run that resumes from its latest checkpoint gives the same result, bit for bit, as an uninterrupted run.</summary>
public class ResumeTests
{
    public static TheoryData<string, int> CasesAndLockstep => [.. Cases.Keys.SelectMany(name => new[] { (name, 0), (name, 1), (name, Folds) })
        .Where(way => Cases[way.name].Validation.Folds is null == (way.Item2 == 0))
        .Select(way => new TheoryDataRow<string, int>(way.name, way.Item2))];

    // The run is interrupted several times at random places: within or after an epoch, in any fold, or in the final network.
    [Theory]
    [MemberData(nameof(CasesAndLockstep))]
    public void Run_released_many_times_gives_same_result(string name, int lockstep)
    {
        var random = new Random(name.Length + lockstep);
        using var uninterrupted = Run(Cases[name], lockstep, CheckpointInterval.Default);
        var expected = uninterrupted.Execute();
        using var run = Run(Cases[name], lockstep, CheckpointInterval.Default);
        var (observer, releases) = (new RecordingObserver(), 0);
        TrainingOutcome? actual = null;
        while (actual is null)
        {
            var control = new TrainingControl();
            var last = random.Next(1, 1 + (uninterrupted.Observer.Batches.Count / 3));
            observer = new RecordingObserver { OnBatch = batches => When(batches == last, control.Release) };
            try
            {
                actual = run.Execute(run.Spec, observer, control);
            }
            catch (OperationCanceledException)
            {
                releases++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"released {releases} times");
        Assert.InRange(releases, 2, int.MaxValue);
        AssertSame(expected, uninterrupted, actual, run, observer);
    }

    [Theory]
    [MemberData(nameof(CasesAndLockstep))]
    public void Interrupted_run_gives_same_result(string name, int lockstep)
    {
        var random = new Random(name.Length + lockstep);
        using var uninterrupted = Run(Cases[name], lockstep, CheckpointInterval.Default);
        var expected = uninterrupted.Execute();
        foreach (var interval in new[] { EveryEpoch, EveryBatch })
        {
            using var run = Run(Cases[name], lockstep, interval);
            var last = random.Next(1, uninterrupted.Observer.Batches.Count);
            var interrupted = new RecordingObserver
            {
                OnBatch = batches => When(batches == last, () => throw new InvalidOperationException("interrupted")),
            };
            Assert.Throws<InvalidOperationException>(() => run.Execute(run.Spec, interrupted, new TrainingControl()));

            var observer = new RecordingObserver();
            var actual = run.Execute(run.Spec, observer, new TrainingControl());

            Assert.InRange(interrupted.SavedCheckpoints, interval == EveryBatch ? last - 1 : 0, int.MaxValue);
            AssertSame(expected, uninterrupted, actual, run, observer);
        }
    }

    [Fact]
    public void Each_optimizer_restores_its_state()
    {
        foreach (var kind in Enum.GetValues<OptimizerKind>())
        {
            AssertResumesAfterInterruption(
                With(new OptimizerSpec { Kind = kind, WeightDecay = 0.01, Momentum = kind == OptimizerKind.Sgd ? 0.9 : 0 }));
        }
    }

    [Fact]
    public async Task Interrupted_table_run_gives_same_result()
    {
        using var folder = new TemporaryFolder();
        var table = (TableDataset)await new Polynomial(folder["generated"]).LoadAsync(TestContext.Current.CancellationToken);
        AssertResumesAfterInterruption((Spec with { Target = "y" }).Adam(rate: 0.005, weightDecay: 0).Hidden(8).Dropout(0.2).Folds(Folds), table);
    }

    [Fact]
    public void Observer_receives_start_resume_and_ended_folds()
    {
        using var run = Run(Spec.Folds(Folds), 2, EveryEpoch);
        var interrupted = new RecordingObserver
        {
            OnEpoch = scores => When(scores is { Epoch: 2, Fold: 4 }, () => throw new InvalidOperationException("interrupted")),
        };
        Assert.Throws<InvalidOperationException>(() => run.Execute(run.Spec, interrupted, new TrainingControl()));
        var observer = new RecordingObserver();

        var outcome = run.Execute(run.Spec, observer, new TrainingControl());

        Assert.Equal([(Dataset.Train.RowCount, outcome.Description.Parameters)], observer.Starts);
        Assert.Equal(observer.Starts, interrupted.Starts);
        Assert.Empty(interrupted.Resumes);
        Assert.Equal([("3,4", 1)], observer.Resumes);
        Assert.Equal([1, 2, 3, 4], interrupted.EndedFolds.Concat(observer.EndedFolds).Select(fold => fold.Fold));
        var scores = outcome.Report.CrossValidation!.Folds;
        Assert.Equal(scores.Select(fold => fold.Epoch), interrupted.EndedFolds.Concat(observer.EndedFolds).Select(fold => fold.Epoch));
        // The report adds in a different order.
        Assert.All(scores.Zip(interrupted.EndedFolds.Concat(observer.EndedFolds)),
            fold => Assert.Equal(fold.First.Validation.Loss, fold.Second.Loss, 1e-6));
    }

    [Fact]
    public void Run_does_not_resume_with_other_splits_than_it_began_with()
    {
        using var run = Run(Spec, 1, EveryBatch);
        Interrupt(run, afterEpoch: 1);
        var otherSplit = run.Spec with { Validation = run.Spec.Validation with { Assignment = FoldAssignment.Stratified } };

        var exception = Assert.Throws<CheckpointException>(() => run.Execute(otherSplit, new RecordingObserver(), new TrainingControl()));

        Assert.Contains("divided the rows into training and validation rows in another way", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertResumesAfterInterruption(JobSpec spec, TableDataset? table = null)
    {
        using var uninterrupted = Run(spec, 1, CheckpointInterval.Default, table);
        var expected = uninterrupted.Execute();
        using var run = Run(spec, 1, EveryBatch, table);
        var last = uninterrupted.Observer.Batches.Count / 2;
        Assert.Throws<InvalidOperationException>(() => run.Execute(
            run.Spec, new RecordingObserver { OnBatch = batches => When(batches == last, () => throw new InvalidOperationException("interrupted")) },
            new TrainingControl()));

        var observer = new RecordingObserver();
        var actual = run.Execute(run.Spec, observer, new TrainingControl());

        AssertSame(expected, uninterrupted, actual, run, observer);
    }

    // A process that dies in the second epoch of each life would otherwise never get on.
    [Fact]
    public void Run_after_a_crash_gets_on_by_an_epoch_in_every_life()
    {
        var spec = Spec.Epochs(4);
        using var uninterrupted = Run(spec, 0, CheckpointInterval.Default);
        using var run = new SmallRun { Spec = spec, Dataset = Dataset, SaveInterval = new(TimeSpan.FromHours(1), null), IsAfterCrash = true };
        for (var life = 1; life <= 3; life++)
        {
            Interrupt(run, afterEpoch: life);
            Assert.Single(LatestCheckpointFiles(run), file => file.Contains($"latest-{life:D8}-", StringComparison.Ordinal));
        }

        var observer = new RecordingObserver();
        var resumed = run.Execute(spec, observer, new TrainingControl());

        AssertSame(uninterrupted.Execute(), uninterrupted, resumed, run, observer);
    }

    [Fact]
    public void Run_that_follows_no_crash_keeps_the_usual_interval()
    {
        using var run = Run(Spec, 0, new(TimeSpan.FromHours(1), null));

        Interrupt(run, afterEpoch: 2);

        Assert.Empty(LatestCheckpointFiles(run));
    }
}
