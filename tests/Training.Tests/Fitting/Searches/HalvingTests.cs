using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Fitting.Searches;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.Tests.Fitting.Runs;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Searches;

/// <summary>Searches by successive halving.</summary>
public class HalvingTests
{
    private const int Trials = 10;
    private const int Epochs = 7;

    // 7 epochs have rungs after 1, 3 and 7. The seed of a trial that runs as a job of its own would also choose the validation rows.
    private static readonly JobSpec Spec = ResumableRuns.Spec.Epochs(Epochs).Dropout(0.2) with
    {
        Optimizer = new OptimizerSpec { Kind = OptimizerKind.AdamW, Schedule = new ScheduleSpec { Kind = ScheduleKind.Cosine } },
        Search = new SearchSpec
        {
            Algorithm = SearchAlgorithm.Halving,
            Trials = Trials,
            Space = new Dictionary<string, SearchRange>
            {
                ["network.hidden"] = new() { Choice = [Element("[12]"), Element("[6]"), Element("[8, 8]")] },
                ["network.dropout"] = new() { Uniform = [0.1, 0.4] },
                ["optimizer.learningRate"] = new() { LogUniform = [0.0002, 0.05] },
                ["optimizer.weightDecay"] = new() { LogUniform = [0.001, 0.1] },
            },
        },
    };

    [Theory]
    [InlineData(64, 30, "4:64 10:22 30:8")]
    [InlineData(10, 7, "1:10 3:4 7:2")]
    [InlineData(2, 1, "1:2")]
    [InlineData(1, 1000, "112:1 334:1 1000:1")]
    public void A_third_of_the_trials_goes_on_after_each_rung(int trials, int epochs, string expected)
    {
        var rungs = Rung.Create(SearchAlgorithm.Halving, trials, epochs);

        Assert.Equal(expected, string.Join(' ', rungs.Select(rung => $"{rung.Epochs}:{rung.Trials}")));
    }

    [Fact]
    public void Epochs_of_all_rungs_are_counted_once()
    {
        // 64 trials have 4 epochs, 22 have 6 more, and 8 have 20 more.
        Assert.Equal(256 + 132 + 160, Rung.CountEpochs(Rung.Create(SearchAlgorithm.Halving, 64, 30)));
        Assert.Equal(1920, Rung.CountEpochs(Rung.Create(SearchAlgorithm.Random, 64, 30)));
    }

    [Fact]
    public void Trials_with_the_best_scores_go_on_as_if_they_had_been_trained_alone()
    {
        using var run = ResumableRuns.Run(Spec, 0, CheckpointInterval.Default);

        var outcome = run.Execute();

        var trials = outcome.Report.Search!.Trials;
        var epochs = run.Observer.Epochs.ToLookup(scores => scores.Trial!.Value);
        Assert.Equal([1, 1, 1, 1, 1, 1, 3, 3, 7, 7], trials.Select(trial => epochs[trial.Number].Count()).Order());
        Assert.All(trials, trial => Assert.Equal(
            epochs[trial.Number].Count() == Epochs ? TrialState.Finished : TrialState.Dropped, trial.State));
        AssertBestGoOn(1, count: 4);
        AssertBestGoOn(3, count: 2);

        // The trial alone, with the same epochs of its schedule.
        var best = trials[outcome.Report.Search.Best - 1];
        Assert.Equal(trials.Min(trial => trial.Score), best.Score);
        Assert.Equal(best.Score!.Value, outcome.Report.Validation!.Loss, 1e-5);
        using var alone = ResumableRuns.Run(outcome.Description.Spec, 0, CheckpointInterval.Default);
        var report = alone.Execute().Report;
        Assert.Equal(report.Validation!.Loss, best.Score.Value, 1e-5);
        Assert.All(alone.Observer.Epochs.Zip(epochs[best.Number]),
            epoch => Assert.Equal(epoch.First.Validation!.Loss, epoch.Second.Validation!.Loss, 1e-5));

        void AssertBestGoOn(int after, int count)
        {
            var ranked = epochs.Where(trial => trial.Count() >= after).OrderBy(trial => trial.Take(after).Min(scores => scores.Validation!.Loss));
            Assert.All(ranked.Take(count), trial => Assert.True(trial.Count() > after));
        }
    }

    [Fact]
    public void Stacks_do_not_change_which_trials_go_on()
    {
        Assert.Equal(RunInStacksOf(Trials), RunInStacksOf(1));
        Assert.Equal(RunInStacksOf(Trials), RunInStacksOf(2));

        static string[] RunInStacksOf(int trials)
        {
            using var scope = NewDisposeScope();
            using var data = TrainingData.Create(Spec, ResumableRuns.Dataset, CPU);
            var run = new RunProgress(new RecordingObserver());
            new SearchRun(Spec, data, [DataSplitter.CreateSingle(Spec, data)], CPU, trials).Run(
                new StopCondition(new TrainingControl(), new TrainingClock(), null), run);
            return
            [
                .. run.Search.Trials.Select(
                    trial => FormattableString.Invariant($"{trial.Number} {trial.State} {trial.Score:f4} {trial.Epoch}")),
            ];
        }
    }

    [Fact]
    public void A_trial_that_diverges_later_keeps_its_earlier_score()
    {
        // The learning rate is 0.1 in the first epoch and enormous in the second.
        var spec = ResumableRuns.Spec.Epochs(3) with
        {
            Optimizer = new OptimizerSpec { Schedule = new ScheduleSpec { Kind = ScheduleKind.Step, StepEpochs = 1, Factor = 1e25 } },
            Search = new SearchSpec
            {
                Algorithm = SearchAlgorithm.Halving,
                Trials = 1,
                Space = new Dictionary<string, SearchRange> { ["optimizer.learningRate"] = new() { Choice = [Element("0.1")] } },
            },
        };
        using var run = ResumableRuns.Run(spec, 0, CheckpointInterval.Default);

        var report = run.Execute().Report;

        var trial = Assert.Single(report.Search!.Trials);
        Assert.Equal((TrialState.Diverged, 1), (trial.State, trial.Epoch));
        Assert.Equal(run.Observer.Epochs[0].Validation!.Loss, trial.Score);
        Assert.Equal(trial.Score!.Value, report.Validation!.Loss, 1e-5);
    }

    [Fact]
    public void A_stopped_halving_keeps_the_best_trial_so_far()
    {
        using var run = ResumableRuns.Run(Spec, 0, CheckpointInterval.Default);
        var control = new TrainingControl();
        var observer = new RecordingObserver { OnEpoch = scores => ResumableRuns.When(scores is { Epoch: 2 }, control.Stop) };

        var outcome = run.Execute(run.Spec, observer, control);

        Assert.True(outcome.WasStopped);
        var trials = outcome.Report.Search!.Trials;
        Assert.Equal(Trials, trials.Count(trial => trial.Score is not null));
        Assert.Equal(trials.Min(trial => trial.Score), trials[outcome.Report.Search.Best - 1].Score);
        Assert.Equal(trials.Min(trial => trial.Score)!.Value, outcome.Report.Validation!.Loss, 1e-5);
    }

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}
