using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting.Searches;
using LearnML.Training.Tests.Fitting.Runs;

namespace LearnML.Training.Tests.Fitting.Searches;

/// <summary>Searches that keep an ensemble of trials.</summary>
public class EnsembleSelectionTests
{
    /// <summary>The target is 0. The members predict these numbers, and an ensemble predicts their mean.</summary>
    private static readonly double[] Predictions = [1, 1.5, -2, -0.5, 4];

    [Fact]
    public void The_member_whose_ensemble_is_the_best_is_added_and_the_best_ensemble_is_kept()
    {
        // 1; with -0.5 it is 0.25; with -2 it is worse again, 0.5; with 1.5 it is 0; with 4 it would be 0.8.
        Assert.Equal([0, 3, 2, 1], Choose(5));
        Assert.Equal([0, 1], Choose(3, [1, -2, 5]));
        Assert.Equal([0], Choose(1));
    }

    [Fact]
    public void An_ensemble_without_better_members_is_the_best_candidate() =>
        Assert.Equal([0], EnsembleSelection.Choose(3, 10, members => members.Count));

    [Fact]
    public void An_ensemble_has_at_most_all_candidates() =>
        Assert.Equal([0, 1, 2], EnsembleSelection.Choose(3, 10, members => -members.Count));

    [Fact]
    public void Ensemble_of_trials_is_better_than_the_best_trial_on_the_rows_that_chose_it()
    {
        using var run = ResumableRuns.Run(ResumableRuns.Cases["search with early stopping, an ensemble of trials"], 0, CheckpointInterval.Default);

        var outcome = run.Execute();

        var search = outcome.Report.Search!;
        Assert.Equal(search.Best, search.Ensemble![0]);
        Assert.InRange(search.Ensemble.Count, 2, 8);
        Assert.Equal(search.Ensemble.Count, outcome.Description.Spec.Network.Ensemble);
        Assert.True(outcome.Report.Validation!.Loss < search.Trials.Min(trial => trial.Score));

        // Every trial trained until its own early stopping, in stacks that became smaller.
        var epochs = run.Observer.Epochs.CountBy(scores => scores.Trial!.Value).ToDictionary();
        Assert.Equal(8, epochs.Count);
        Assert.True(epochs.Values.Distinct().Count() > 2);
        Assert.All(search.Trials, trial => Assert.True(epochs[trial.Number] == 12 || epochs[trial.Number] == trial.Epoch + 2));
    }

    [Fact]
    public void Trials_score_as_alone_after_others_have_left_their_stack()
    {
        var spec = ResumableRuns.Cases["search with early stopping, an ensemble of trials"];
        spec = spec with
        {
            Search = spec.Search! with
            {
                Keep = KeptTrials.Best,
                Space = spec.Search.Space.Where(field => field.Key != "training.seed").ToDictionary(),
            },
        };
        using var run = ResumableRuns.Run(spec, 0, CheckpointInterval.Default);

        var search = run.Execute().Report.Search!;

        Assert.Null(search.Ensemble);
        var last = search.Trials.MaxBy(trial => run.Observer.Epochs.Count(scores => scores.Trial == trial.Number))!;
        using var alone = ResumableRuns.Run(TrialSpecs.Create(spec)[last.Number - 1], 0, CheckpointInterval.Default);
        alone.Execute();
        Assert.All(run.Observer.Epochs.Where(scores => scores.Trial == last.Number).Zip(alone.Observer.Epochs), epoch =>
            Assert.Equal(epoch.Second.Validation!.Loss, epoch.First.Validation!.Loss, 1e-5));
    }

    private static IReadOnlyList<int> Choose(int candidates, double[]? predictions = null) => EnsembleSelection.Choose(
        candidates, 10, members => Math.Abs(members.Average(member => (predictions ?? Predictions)[member])));
}
