using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Searches;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Trains the trials of a search, stack by stack, and finds the best one.</summary>
/// <param name="spec">The spec of the job, with a search.</param>
/// <param name="data">The data to train on.</param>
/// <param name="split">The rows that every trial trains on, and those that score it.</param>
/// <param name="device">The device to train on.</param>
/// <param name="trialsInLockstep">The largest number of trials to train in lockstep; null lets <see cref="LockstepPolicy"/> decide.</param>
internal sealed class SearchRun(JobSpec spec, TrainingData data, Split split, Device device, int? trialsInLockstep = null)
{
    private readonly IReadOnlyList<JobSpec> specs = TrialSpecs.Create(spec);

    /// <summary>The number of rows that all trials train on, in all epochs together.</summary>
    public long Samples => specs.Sum(trial => (long)trial.Training.Epochs * trial.Network.Ensemble * split.Train.LongLength);

    /// <summary>Trains the trials that have not ended yet, until the search is complete or is stopped.</summary>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public void Run(StopCondition stopCondition, RunProgress run)
    {
        var ended = run.Search.Finished.Select(trial => trial.Number).ToHashSet();
        foreach (var stack in TrialStacks.Create(specs, trial => trialsInLockstep ?? LockstepPolicy.TrialsInLockstep(trial, data, device)))
        {
            if (stack.All(trial => ended.Contains(trial.Number)))
            {
                continue;
            }

            if (run.Search.Best is not null && stopCondition.IsMet)
            {
                break;
            }

            using var training = new SplitTrainer(stack[0].Spec, data, [.. stack.Select(trial => split with { Trial = trial })], device);
            var results = training.Run(stack[0].Spec.Training.Epochs, spec.EpochToKeep(), stopCondition, run);
            run.Search.Add(training, stack.Select(trial => trial.Number), results, spec.Search!.Objective);
            run.ReportTrials(specs.Count);
        }
    }

    /// <summary>Returns the spec of the best trial; that of the first one if all trials diverged.</summary>
    public JobSpec BestSpec(RunProgress run) => specs[(run.Search.Best?.Number ?? 1) - 1];

    /// <summary>Loads the best trial into a trainer of its own spec, and evaluates it.</summary>
    /// <exception cref="Evaluation.DivergedException">All trials diverged.</exception>
    public SplitResult EvaluateBest(SplitTrainer training, StopCondition stopCondition, RunProgress run) => run.Search.Best is { } best
        ? training.Evaluate(run.Search.BestWeights, best.Epoch!.Value, [.. run.History.Where(scores => scores.Trial == best.Number)], stopCondition)
        : training.Run(specs[0].Training.Epochs, spec.EpochToKeep(), StopCondition.Never, run)[0];

    /// <summary>Creates the report's section on the search.</summary>
    public SearchReport CreateReport(RunProgress run)
    {
        var values = TrialSampler.Choose(spec.Search!, spec.Training.Seed);
        return new SearchReport(spec.Search!.Objective, run.Search.Best?.Number ?? 1,
        [
            .. values.Select((value, index) => run.Search.Finished.FirstOrDefault(trial => trial.Number == index + 1) is { } ended
                ? new SearchTrial(index + 1, value, ended.State, ended.Score, ended.Epoch)
                : new SearchTrial(index + 1, value, TrialState.Skipped, null, null)),
        ]);
    }
}
