using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Searches;
using LearnML.Training.Tests.Fitting.Runs;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Searches;

/// <summary>Searches, from the spec to the report.</summary>
public class SearchTests
{
    // The seed of a trial that runs as a job of its own would also choose the validation rows.
    private static readonly JobSpec Spec = ResumableRuns.Cases["search"] with
    {
        Search = ResumableRuns.Cases["search"].Search! with
        {
            Space = ResumableRuns.Cases["search"].Search!.Space.Where(field => field.Key != "training.seed").ToDictionary(),
        },
    };

    [Fact]
    public void Best_trial_is_the_model_and_scores_as_a_job_of_its_own()
    {
        using var run = ResumableRuns.Run(Spec, 0, CheckpointInterval.Default);

        var outcome = run.Execute();

        var report = outcome.Report.Search!;
        Assert.Equal([1, 2, 3, 4, 5, 6], report.Trials.Select(trial => trial.Number));
        var best = report.Trials.MinBy(trial => trial.Score)!;
        Assert.Equal(report.Best, best.Number);
        Assert.Equal(best.Score!.Value, outcome.Report.Validation!.Loss, 1e-5);
        Assert.Equal(best.Epoch, outcome.Report.Epoch);
        Assert.Equal((6, 6, best.Number, best.Score), run.Observer.EndedTrials[^1]);
        Assert.Equal(6 * Spec.Training.Epochs, run.Observer.Epochs.Count);

        var trial = outcome.Description.Spec;
        Assert.Null(trial.Search);
        Assert.Equal(best.Values["optimizer.learningRate"].GetDouble(), trial.Optimizer.LearningRate);
        using var alone = ResumableRuns.Run(trial, 0, CheckpointInterval.Default);
        Assert.Equal(alone.Execute().Report.Validation!.Loss, outcome.Report.Validation.Loss, 1e-5);
    }

    [Fact]
    public void A_trial_that_diverges_has_no_score()
    {
        using var run = ResumableRuns.Run(Varied("optimizer.learningRate", "0.05", "1e30"), 0, CheckpointInterval.Default);

        var search = run.Execute().Report.Search!;

        Assert.Equal([(TrialState.Finished, true), (TrialState.Diverged, false)], search.Trials.Select(each => (each.State, each.Score is not null)));
        Assert.Equal(1, search.Best);
    }

    [Fact]
    public void A_search_whose_trials_all_diverge_fails_as_a_job_does()
    {
        using var run = ResumableRuns.Run(Varied("optimizer.learningRate", "1e29", "1e30"), 0, CheckpointInterval.Default);

        var exception = Assert.Throws<DivergedException>(() => run.Execute());

        Assert.StartsWith("The training diverged in epoch 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_search_keeps_the_best_trial_so_far()
    {
        using var run = ResumableRuns.Run(Varied("network.hidden", "[4]", "[8]", "[16]"), 0, CheckpointInterval.Default);
        var control = new TrainingControl();
        var observer = new RecordingObserver { OnEpoch = scores => ResumableRuns.When(scores is { Trial: 2, Epoch: 2 }, control.Stop) };

        var outcome = run.Execute(run.Spec, observer, control);

        Assert.True(outcome.WasStopped);
        Assert.Equal([TrialState.Finished, TrialState.Finished, TrialState.Skipped], outcome.Report.Search!.Trials.Select(trial => trial.State));
    }

    [Fact]
    public void Trials_of_one_shape_make_one_stack()
    {
        var specs = TrialSpecs.Create(Spec with
        {
            Search = Spec.Search! with
            {
                Trials = 40,
                Space = new Dictionary<string, SearchRange>(Spec.Search.Space)
                {
                    ["network.dropout"] = new() { Uniform = [0.1, 0.5] },
                    ["optimizer.weightDecay"] = new() { Choice = [Element("0"), Element("0.1")] },
                    ["training.labelSmoothing"] = new() { Uniform = [0, 0.3] },
                    ["network.initialization.kind"] = new() { Choice = [Element("\"default\""), Element("\"kaimingNormal\"")] },
                },
            },
        });

        var stacks = TrialStacks.Create(specs.Select((spec, index) => new Trial(index + 1, spec)), _ => 15);

        Assert.Equal(40, stacks.Sum(stack => stack.Count));
        Assert.All(stacks, stack => Assert.Single(stack.Select(trial => trial.Spec.Network.Hidden!.Count).Distinct()));
        Assert.All(stacks, stack => Assert.InRange(stack.Count, 1, 15));
        Assert.InRange(stacks.Count, 3, 4);
    }

    private static JobSpec Varied(string path, params string[] values) => ResumableRuns.Spec with
    {
        Search = new SearchSpec
        {
            Algorithm = SearchAlgorithm.Grid,
            Space = new Dictionary<string, SearchRange> { [path] = new() { Choice = [.. values.Select(Element)] } },
        },
    };

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}
