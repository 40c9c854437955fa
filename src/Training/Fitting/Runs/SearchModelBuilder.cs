using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Searches;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Makes the model of a search from its best trials.</summary>
/// <param name="spec">The spec of the job, with a search.</param>
/// <param name="data">The data that the trials were trained on.</param>
/// <param name="folds">The folds, or one split without cross-validation.</param>
/// <param name="specs">The spec of each trial.</param>
/// <param name="device">The device to train on.</param>
internal sealed class SearchModelBuilder(
    JobSpec spec, TrainingData data, IReadOnlyList<Split> folds, IReadOnlyList<JobSpec> specs, Device device)
{
    /// <summary>Returns the best trial, or the trials that make the best ensemble on the validation rows.</summary>
    public SearchModel Choose(SearchProgress search, CancellationToken cancellationToken)
    {
        var best = search.Best[0];
        var bestSpec = specs[best.Number - 1];
        if (spec.Search!.Keep == KeptTrials.Best)
        {
            return new SearchModel(bestSpec, [best]);
        }

        var candidates = search.Best.Where(trial => TrialStacks.HaveSameLayers(bestSpec, specs[trial.Number - 1])).ToArray();
        var networks = bestSpec.Network.Ensemble;
        using var all = LoadFolds(new SearchModel(WithTrials(bestSpec, candidates.Length), candidates), search);
        var outputs = all.PredictValidation(cancellationToken).ToDictionary(
            fold => fold.Key, fold => fold.Value.Chunk(networks).Select(each => Ensemble.AverageOutputs(data.Task, each)).ToArray());
        var chosen = EnsembleSelection.Choose(
            candidates.Length,
            NetworkSpec.MaximumEnsemble / networks,
            members => folds.Average(fold => all.ErrorOf(fold, spec.Search.Objective, [.. members.Select(member => outputs[fold][member])])));
        return new SearchModel(WithTrials(bestSpec, chosen.Count), [.. chosen.Select(member => candidates[member])]);
    }

    /// <summary>Scores the networks of the folds. Each row is predicted by the networks that were not trained on it.</summary>
    public CrossValidationRun CrossValidate(SearchModel model, RunProgress run, StopCondition stopCondition)
    {
        using var training = LoadFolds(model, run.Search);
        var best = model.Trials[0];
        var results = training.Evaluate(
            fold => best.FoldEpochs[fold.Fold!.Value - 1],
            [.. run.History.Where(scores => scores.Trial == best.Number && scores.Fold is not null)],
            stopCondition);
        return new CrossValidationRun(model.Spec, data, spec.Explain is null || data.TestRows.Length > 0
            ? results : training.AddImportance(results, spec.Validation.Folds!.Value, stopCondition.CancellationToken));
    }

    /// <summary>Trains each chosen trial on all rows, for as many epochs as its folds kept, and returns the weights.</summary>
    /// <exception cref="DivergedException">The training of a network diverged.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public IReadOnlyList<float[]> TrainFinal(SearchModel model, Split final, StopCondition stopCondition, RunProgress run)
    {
        Split[] splits =
        [
            .. model.Trials.Select(trial => final with { Trial = new Trial(trial.Number, specs[trial.Number - 1]), Epochs = trial.Epoch }),
        ];
        using var training = new SplitTrainer(specs[model.Trials[0].Number - 1], data, splits, device);
        _ = training.Run(model.Trials.Max(trial => trial.Epoch!.Value), KeptEpoch.Last, stopCondition, run);
        return [.. splits.SelectMany(training.CopyWeights)];
    }

    private SplitTrainer LoadFolds(SearchModel model, SearchProgress search)
    {
        var training = new SplitTrainer(model.Spec, data, folds, device);
        var weights = model.Trials.Select(trial => search.WeightsOf(trial)).ToArray();
        foreach (var (index, fold) in folds.Index())
        {
            training.Load(fold, [.. weights.SelectMany(trial => trial.Chunk(trial.Count / folds.Count).ElementAt(index))]);
        }

        return training;
    }

    /// <summary>Returns the spec of a trial with the networks of several.</summary>
    private static JobSpec WithTrials(JobSpec spec, int trials) =>
        spec with { Network = spec.Network with { Ensemble = spec.Network.Ensemble * trials } };
}
