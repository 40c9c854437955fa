using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tests.Fitting.Runs;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Searches;

/// <summary>Searches whose trials are scored by cross-validation.</summary>
public class FoldSearchTests
{
    private const int Folds = ResumableRuns.Folds;

    private static readonly JobSpec Spec = ResumableRuns.Spec.Dropout(0.2).Folds(Folds) with
    {
        Search = new SearchSpec
        {
            Trials = 4,
            Space = new Dictionary<string, SearchRange>
            {
                ["network.hidden"] = new() { Choice = [Element("[12]"), Element("[8, 8]")] },
                ["optimizer.learningRate"] = new() { LogUniform = [0.01, 0.5] },
            },
        },
    };

    [Fact]
    public void Score_of_a_trial_is_the_mean_of_its_folds_and_the_best_is_trained_on_all_rows_as_a_job_of_its_own()
    {
        using var run = ResumableRuns.Run(Spec, 0, CheckpointInterval.Default);

        var outcome = run.Execute();

        var search = outcome.Report.Search!;
        var best = search.Trials.MinBy(trial => trial.Score)!;
        Assert.Equal(search.Best, best.Number);
        Assert.Equal(Folds, outcome.Report.CrossValidation!.Folds.Count);
        Assert.Equal(best.Score!.Value, outcome.Report.CrossValidation.Folds.Average(fold => fold.Validation.Loss), 1e-5);
        Assert.Equal(best.Epoch, outcome.Report.Epoch);

        // The same spec as a job of its own.
        Assert.Null(outcome.Description.Spec.Search);
        using var alone = ResumableRuns.Run(outcome.Description.Spec, 0, CheckpointInterval.Default);
        var expected = alone.Execute().Report;
        Assert.Equal(expected.Validation!.Loss, outcome.Report.Validation!.Loss, 1e-5);
        Assert.Equal(expected.Train!.Loss, outcome.Report.Train!.Loss, 1e-5);
        Assert.Equal(expected.Validation.Accuracy, outcome.Report.Validation.Accuracy);
        Assert.All(expected.CrossValidation!.Folds.Zip(outcome.Report.CrossValidation.Folds),
            folds => Assert.Equal(folds.First.Validation.Loss, folds.Second.Validation.Loss, 1e-5));
    }

    [Fact]
    public void Watchers_see_the_mean_of_the_folds_of_each_trial_and_then_the_final_network()
    {
        using var run = ResumableRuns.Run(Spec, 0, CheckpointInterval.Default);

        var report = run.Execute().Report;

        var epochs = run.Observer.Epochs;
        Assert.All(epochs, epoch => Assert.Null(epoch.Fold));
        Assert.Equal((Spec.Search!.Trials!.Value + 1) * Spec.Training.Epochs, epochs.Count);
        Assert.All(report.Search!.Trials, trial => Assert.Equal(
            trial.Score!.Value, epochs.Single(epoch => epoch.Trial == trial.Number && epoch.Epoch == trial.Epoch).Validation!.Loss, 1e-6));
        Assert.Equal(Enumerable.Range(1, Spec.Training.Epochs), epochs.Where(epoch => epoch.Trial is null).Select(epoch => epoch.Epoch));
        Assert.Equal(
            report.Search.Trials.Select(trial => (trial.Number, trial.Epoch)),
            run.Observer.TrialEnds.Select(end => (end.Trial, end.Epoch)).Order());
        Assert.Equal(1, run.Observer.Batches[^1].Progress);
    }

    [Fact]
    public void Trials_in_one_stack_score_as_those_trained_one_by_one()
    {
        var spec = Spec with { Search = Spec.Search! with { Space = Without("network.hidden") } };
        using var run = ResumableRuns.Run(spec, 0, CheckpointInterval.Default);

        var trials = run.Execute().Report.Search!.Trials;

        foreach (var trial in trials)
        {
            var alone = spec with
            {
                Search = null,
                Optimizer = spec.Optimizer with { LearningRate = trial.Values["optimizer.learningRate"].GetDouble() },
            };
            using var single = ResumableRuns.Run(alone, 1, CheckpointInterval.Default);
            Assert.Equal(trial.Score!.Value, single.Execute().Report.CrossValidation!.Mean.Validation.Loss, 1e-5);
        }
    }

    [Fact]
    public void An_ensemble_is_chosen_and_scored_on_rows_that_its_members_were_not_trained_on()
    {
        var search = ResumableRuns.Cases["search with early stopping, an ensemble of trials"].Search;
        var spec = Spec.Adam(rate: 0.005, weightDecay: 0).Epochs(12) with { Search = search };
        using var run = ResumableRuns.Run(spec, 0, CheckpointInterval.Default);

        var outcome = run.Execute();

        var report = outcome.Report.Search!;
        Assert.True(report.Ensemble!.Count > 1);
        Assert.Equal(report.Ensemble.Count, outcome.Description.Spec.Network.Ensemble);
        Assert.True(outcome.Report.CrossValidation!.Mean.Validation.Loss < report.Trials[report.Best - 1].Score);

        // The members learn all rows with settings of their own.
        var final = run.Observer.Epochs.Where(epoch => epoch.Trial is null).ToArray();
        Assert.Equal(12, final.Length);
        Assert.True(final[^1].Train.Loss < final[0].Train.Loss);
        Assert.True(outcome.Report.Train!.Loss < outcome.Report.Validation!.Loss);
    }

    [Fact]
    public void A_trial_diverges_with_all_its_folds()
    {
        var spec = Spec with
        {
            Search = new SearchSpec
            {
                Algorithm = SearchAlgorithm.Grid,
                Space = new Dictionary<string, SearchRange> { ["optimizer.learningRate"] = new() { Choice = [Element("0.1"), Element("1e30")] } },
            },
        };
        using var run = ResumableRuns.Run(spec, 0, CheckpointInterval.Default);

        var trials = run.Execute().Report.Search!.Trials;

        Assert.Equal([TrialState.Finished, TrialState.Diverged], trials.Select(trial => trial.State));
        Assert.Equal((2, null), run.Observer.TrialEnds.Select(end => (end.Trial, end.Epoch)).First());
    }

    [Fact]
    public void A_stopped_search_trains_the_final_network_of_the_best_trial_so_far()
    {
        var spec = Spec with { Search = Spec.Search! with { Algorithm = SearchAlgorithm.Halving, Trials = 6 } };
        using var run = ResumableRuns.Run(spec.Epochs(9), 0, CheckpointInterval.Default);
        var control = new TrainingControl();
        var observer = new RecordingObserver { OnEpoch = scores => ResumableRuns.When(scores is { Trial: not null, Epoch: 2 }, control.Stop) };

        var outcome = run.Execute(run.Spec, observer, control);

        Assert.True(outcome.WasStopped);
        var trials = outcome.Report.Search!.Trials;
        Assert.Equal(trials.Min(trial => trial.Score), trials[outcome.Report.Search.Best - 1].Score);
        Assert.Equal(Folds, outcome.Report.CrossValidation!.Folds.Count);
        Assert.Contains(observer.Epochs, epoch => epoch.Trial is null);
    }

    private static Dictionary<string, SearchRange> Without(string path) => Spec.Search!.Space.Where(field => field.Key != path).ToDictionary();

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}
