using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Memory;
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

    /// <summary>
    /// The number of rows that all trials train on, in all epochs together. With halving, it is not known before which trials go on.
    /// </summary>
    public long Samples => split.Train.LongLength * (spec.Search!.Algorithm == SearchAlgorithm.Halving
        ? (long)(Rung.CountEpochs(Rungs) * specs.Average(trial => trial.Network.Ensemble))
        : specs.Sum(trial => (long)trial.Training.Epochs * trial.Network.Ensemble));

    private int Candidates => spec.Search!.Keep == KeptTrials.Ensemble ? SearchProgress.EnsembleCandidates : 1;

    private IReadOnlyList<Rung> Rungs => field ??= Rung.Create(spec.Search!.Algorithm, specs.Count, spec.Training.Epochs);

    /// <summary>Trains the trials that have not ended yet, until the search is complete or is stopped.</summary>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public void Run(StopCondition stopCondition, RunProgress run)
    {
        MemoryCheck.RequireSearch(specs, Rungs.Count > 1 ? Rungs[1].Trials : 0, Candidates, data);
        for (var rung = 0; rung < Rungs.Count; rung++)
        {
            var trials = specs.Select((trial, index) => new Trial(index + 1, trial)).Where(trial => run.Search.IsIn(rung, trial.Number));
            foreach (var stack in TrialStacks.Create(trials, trial => trialsInLockstep ?? LockstepPolicy.TrialsInLockstep(trial, data, device)))
            {
                if (run.Search.Best.Count > 0 && stopCondition.IsMet)
                {
                    return;
                }

                Train(stack, rung, stopCondition, run);
            }
        }
    }

    /// <summary>
    /// Trains the trials of a stack for a rung. When half of them have ended, the others go on as a smaller stack, so that they do not pay for those.
    /// </summary>
    private void Train(IReadOnlyList<Trial> stack, int rung, StopCondition stopCondition, RunProgress run)
    {
        var epochs = Rungs.Count == 1 ? stack[0].Spec.Training.Epochs : Rungs[rung].Epochs;
        var epoch = rung == 0 ? 0 : Rungs[rung - 1].Epochs;
        Func<Split, byte[]> paused = split => run.Search.PausedState(split.Trial!.Number);
        while (stack.Where(trial => !run.Search.HasEnded(rung, trial.Number)).ToArray() is [var first, ..] waiting)
        {
            using var training = new SplitTrainer(first.Spec, data, [.. waiting.Select(trial => split with { Trial = trial })], device);
            if (epoch > 0 && !run.IsResuming)
            {
                var numbers = waiting.Select(trial => trial.Number).ToHashSet();
                training.Continue(paused, epoch, [.. run.History.Where(scores => numbers.Contains(scores.Trial!.Value))]);
            }

            var trained = training.RunTrials(epochs, spec.EpochToKeep(), stopCondition, run);
            epoch = training.CompletedEpochs;
            var isComplete = epoch == epochs || training.IsStopped;
            var states = trained.Where(each => !isComplete && !each.HasEnded).ToDictionary(
                each => each.Split.Trial!.Number, each => training.Pause(each.Split));
            paused = split => states[split.Trial!.Number];
            var goOn = rung + 1 < Rungs.Count ? Rungs[rung + 1].Trials : 0;
            var ended = run.Search.Add(training, [.. trained.Where(each => isComplete || each.HasEnded)], rung, goOn, spec.Search!);
            foreach (var trial in ended)
            {
                run.ReportTrial(trial.Number, trial.State, trial.Epoch, run.History);
            }

            run.ReportTrials(specs.Count);
        }
    }

    /// <summary>Returns the network that becomes the model.</summary>
    /// <exception cref="DivergedException">All trials diverged.</exception>
    public SearchModel ChooseModel(RunProgress run, CancellationToken cancellationToken)
    {
        if (run.Search.Best is not [var best, ..])
        {
            using var training = new SplitTrainer(specs[0], data, [split], device);
            _ = training.Run(specs[0].Training.Epochs, spec.EpochToKeep(), StopCondition.Never, run);
            throw new InvalidOperationException("All trials of the search diverged, but the first one does not diverge alone.");
        }

        var model = new SearchModel(specs[best.Number - 1], [best.Number], run.Search.WeightsOf(best));
        if (spec.Search!.Keep == KeptTrials.Best)
        {
            return model;
        }

        var candidates = run.Search.Best.Where(trial => TrialStacks.HaveSameLayers(model.Spec, specs[trial.Number - 1])).ToArray();
        var networks = model.Spec.Network.Ensemble;
        using var all = new SplitTrainer(model.WithEnsemble(networks * candidates.Length), data, [split], device);
        all.Load([.. candidates.SelectMany(run.Search.WeightsOf)]);
        var outputs = all.PredictValidation(cancellationToken).Chunk(networks).Select(each => Ensemble.AverageOutputs(data.Task, each)).ToArray();
        var chosen = EnsembleSelection.Choose(
            outputs.Length,
            NetworkSpec.MaximumEnsemble / networks,
            members => all.ErrorOf(spec.Search.Objective, [.. members.Select(member => outputs[member])]));
        return model with
        {
            Spec = model.WithEnsemble(networks * chosen.Count),
            Trials = [.. chosen.Select(member => candidates[member].Number)],
            Weights = [.. chosen.SelectMany(member => run.Search.WeightsOf(candidates[member]))],
        };
    }

    /// <summary>Creates the report's section on the search.</summary>
    public SearchReport CreateReport(SearchModel model, RunProgress run)
    {
        var values = TrialSampler.Choose(spec.Search!, spec.Training.Seed);
        return new SearchReport(spec.Search!.Objective, model.Trials[0],
        [
            .. values.Select((value, index) => run.Search.Trials.FirstOrDefault(trial => trial.Number == index + 1) is { } ended
                ? new SearchTrial(index + 1, value, ToEnded(ended.State), ended.Score, ended.Epoch)
                : new SearchTrial(index + 1, value, TrialState.Skipped, null, null)),
        ])
        {
            Ensemble = spec.Search.Keep == KeptTrials.Ensemble ? model.Trials : null,
        };
    }

    /// <summary>The state of a trial after the search. A stop ends trials that would have gone on.</summary>
    private static TrialState ToEnded(TrialState state) => state == TrialState.Running ? TrialState.Finished : state;
}
