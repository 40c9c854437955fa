using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Memory;
using LearnML.Training.Fitting.Searches;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Trains the trials of a search, stack by stack.</summary>
/// <param name="spec">The spec of the job, with a search.</param>
/// <param name="data">The data to train on.</param>
/// <param name="folds">The rows that every trial trains on, and those that score it: the folds, or one split without cross-validation.</param>
/// <param name="device">The device to train on.</param>
/// <param name="trialsInLockstep">The largest number of trials to train in lockstep; null lets <see cref="LockstepPolicy"/> decide.</param>
internal sealed class SearchRun(
    JobSpec spec, TrainingData data, IReadOnlyList<Split> folds, Device device, int? trialsInLockstep = null)
{
    /// <summary>The spec of each trial.</summary>
    public IReadOnlyList<JobSpec> Specs { get; } = TrialSpecs.Create(spec);

    /// <summary>
    /// The number of rows that all trials train on, in all epochs together. With halving, it is not known before which trials go on.
    /// </summary>
    public long Samples => folds.Sum(fold => fold.Train.LongLength) * (spec.Search!.Algorithm == SearchAlgorithm.Halving
        ? (long)(Rung.CountEpochs(Rungs) * Specs.Average(trial => trial.Network.Ensemble))
        : Specs.Sum(trial => (long)trial.Training.Epochs * trial.Network.Ensemble));

    private int Candidates => spec.Search!.Keep == KeptTrials.Ensemble ? SearchProgress.EnsembleCandidates : 1;

    private KeptEpoch KeptEpoch => spec.Validation.Folds is null ? spec.EpochToKeep() : spec.EpochToKeepPerFold();

    private IReadOnlyList<Rung> Rungs => field ??= Rung.Create(spec.Search!.Algorithm, Specs.Count, spec.Training.Epochs);

    /// <summary>Trains the trials that have not ended yet, until the search is complete or is stopped.</summary>
    /// <exception cref="DivergedException">All trials diverged.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public void Run(StopCondition stopCondition, RunProgress run)
    {
        MemoryCheck.RequireSearch(Specs, Rungs.Count > 1 ? Rungs[1].Trials : 0, Candidates, folds.Count, data);
        for (var rung = 0; rung < Rungs.Count; rung++)
        {
            var trials = Specs.Select((trial, index) => new Trial(index + 1, trial)).Where(trial => run.Search.IsIn(rung, trial.Number));
            foreach (var stack in CreateStacks([.. trials], run))
            {
                if (run.Search.Best.Count > 0 && stopCondition.IsMet)
                {
                    return;
                }

                Train(stack, rung, stopCondition, run);
            }
        }

        if (run.Search.Best.Count == 0)
        {
            ThrowDivergence(run);
        }
    }

    /// <summary>Creates the report's section on the search.</summary>
    public SearchReport CreateReport(SearchModel model, RunProgress run)
    {
        var values = TrialSampler.Choose(spec.Search!, spec.Training.Seed);
        return new SearchReport(spec.Search!.Objective, model.Trials[0].Number,
        [
            .. values.Select((value, index) => run.Search.Trials.FirstOrDefault(trial => trial.Number == index + 1) is { } ended
                ? new SearchTrial(index + 1, value, ToEnded(ended.State), ended.Score, ended.Epoch)
                : new SearchTrial(index + 1, value, TrialState.Skipped, null, null)),
        ])
        {
            Ensemble = spec.Search.Keep == KeptTrials.Ensemble ? [.. model.Trials.Select(trial => trial.Number)] : null,
        };
    }

    /// <summary>Returns the stacks of a rung. The stack of a restored checkpoint is the first.</summary>
    private IEnumerable<IReadOnlyList<Trial>> CreateStacks(IReadOnlyList<Trial> trials, RunProgress run)
    {
        var restored = run.IsResuming ? trials.Where(trial => run.Search.Stack.Contains(trial.Number)).ToArray() : [];
        var others = TrialStacks.Create(trials.Except(restored), trial => trialsInLockstep ?? LockstepPolicy.TrialsInLockstep(
            trial, folds.Count, data.Inputs, data.OutputWidth, device.type != DeviceType.CPU, TorchDevices.GetMemoryBytes(device.ToString())));
        return restored.Length == 0 ? others : others.Prepend(restored);
    }

    /// <summary>
    /// Trains the trials of a stack for a rung. When half of them have ended, the others go on as a smaller stack, so that they do not pay for those.
    /// </summary>
    private void Train(IReadOnlyList<Trial> stack, int rung, StopCondition stopCondition, RunProgress run)
    {
        var epochs = Rungs.Count == 1 ? stack[0].Spec.Training.Epochs : Rungs[rung].Epochs;
        var epoch = rung == 0 ? 0 : Rungs[rung - 1].Epochs;
        Func<Split, byte[]> paused = run.Search.PausedState;
        while (stack.Where(trial => !run.Search.HasEnded(rung, trial.Number)).ToArray() is [var first, ..] waiting)
        {
            using var training = new SplitTrainer(
                first.Spec, data, [.. waiting.SelectMany(trial => folds.Select(fold => fold with { Trial = trial }))], device);
            if (epoch > 0 && !run.IsResuming)
            {
                var numbers = waiting.Select(trial => trial.Number).ToHashSet();
                training.Continue(paused, epoch, [.. run.History.Where(scores => numbers.Contains(scores.Trial!.Value))]);
            }

            run.Search.Stack = [.. waiting.Select(trial => trial.Number)];
            var trained = training.RunTrials(epochs, KeptEpoch, stopCondition, run);
            epoch = training.CompletedEpochs;
            var isComplete = epoch == epochs || training.IsStopped;
            var states = trained.Where(each => !isComplete && !each.HasEnded).ToDictionary(
                each => (each.Split.Trial!.Number, each.Split.Fold), each => training.Pause(each.Split));
            paused = split => states[(split.Trial!.Number, split.Fold)];
            var goOn = rung + 1 < Rungs.Count ? Rungs[rung + 1].Trials : 0;
            var ended = run.Search.Add(training, [.. trained.Where(each => isComplete || each.HasEnded)], rung, goOn, spec.Search!);
            foreach (var trial in ended)
            {
                run.ReportTrial(trial.Number, trial.State, trial.Epoch, trial.FindValidation(run.History));
            }

            run.ReportTrials(Specs.Count);
        }
    }

    /// <summary>Trains the first trial alone, with all its folds, because any can have diverged. This explains that of the search.</summary>
    private void ThrowDivergence(RunProgress run)
    {
        using var training = new SplitTrainer(Specs[0], data, folds, device);
        _ = training.Run(Specs[0].Training.Epochs, KeptEpoch.Last, StopCondition.Never, run);
        throw new InvalidOperationException("All trials of the search diverged, but the first one does not diverge alone.");
    }

    /// <summary>The state of a trial after the search. A stop ends trials that would have gone on.</summary>
    private static TrialState ToEnded(TrialState state) => state == TrialState.Running ? TrialState.Finished : state;
}
