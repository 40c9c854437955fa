using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Searches;
using LearnML.Training.State;

namespace LearnML.Training.Fitting.Runs;

/// <summary>
/// How far the trials of a search came, the weights of the best of them, and the state of those that wait for their next rung. Checkpoints contain
/// all of it.
/// </summary>
internal sealed class SearchProgress
{
    /// <summary>The number of trials whose weights are kept for an ensemble.</summary>
    public const int EnsembleCandidates = 16;

    private Dictionary<int, TrialScore> trials = [];
    private Dictionary<int, byte[][]> paused = [];
    private Dictionary<int, float[][]> weights = [];

    /// <summary>The trials that have a score or diverged, by number.</summary>
    public IEnumerable<TrialScore> Trials => trials.Values.OrderBy(trial => trial.Number);

    /// <summary>The number of trials that are not trained any more.</summary>
    public int EndedTrials => trials.Values.Count(trial => trial.State != TrialState.Running);

    /// <summary>The best trials, whose weights are kept; the best one first.</summary>
    public IReadOnlyList<TrialScore> Best { get; private set; } = [];

    /// <summary>The numbers of the trials that are trained in lockstep now. A checkpoint continues them together, also beside new trials.</summary>
    public IReadOnlyList<int> Stack { get; set; } = [];

    /// <summary>Returns the weights of one of the best trials; with folds those of each fold, one after another.</summary>
    public IReadOnlyList<float[]> WeightsOf(TrialScore trial) => weights[trial.Number];

    /// <summary>Whether a trial takes part in a rung, or took part in it.</summary>
    public bool IsIn(int rung, int trial) => trials.TryGetValue(trial, out var score)
        ? score.Rung >= rung || (score.Rung == rung - 1 && score.State == TrialState.Running)
        : rung == 0;

    /// <summary>Whether a trial has ended a rung.</summary>
    public bool HasEnded(int rung, int trial) => trials.TryGetValue(trial, out var score) && score.Rung >= rung;

    /// <summary>Returns the state of a fold of a trial that waits for its next rung.</summary>
    public byte[] PausedState(Split split) => paused[split.Trial!.Number][(split.Fold ?? 1) - 1];

    /// <summary>Adds the trials of a stack that has ended a rung.</summary>
    /// <param name="training">The trainer of the stack.</param>
    /// <param name="stack">How far the trials of the stack came.</param>
    /// <param name="rung">The index of the rung.</param>
    /// <param name="goOn">The number of trials of the rung that go on with the next one; 0 for the last rung.</param>
    /// <param name="search">The search.</param>
    /// <returns>The trials that are not trained any more: those of the stack, and those that halving drops now.</returns>
    public IReadOnlyList<TrialScore> Add(SplitTrainer training, IReadOnlyList<TrainedSplit> stack, int rung, int goOn, SearchSpec search)
    {
        var stackTrials = stack
            .GroupBy(each => each.Split.Trial!.Number, (number, folds) => (Number: number, Folds: folds.OrderBy(each => each.Split.Fold).ToArray()))
            .ToArray();
        foreach (var (number, folds) in stackTrials)
        {
            if (folds.Any(fold => fold.Kept is null))
            {
                var before = trials.GetValueOrDefault(number) ?? new TrialScore(number, TrialState.Diverged, null, null);
                trials[number] = before with { State = TrialState.Diverged, Rung = rung };
                continue;
            }

            trials[number] = ToScore(number, folds, rung, goOn, search.Objective);
            Best = [.. Rank(trials.Values.Where(trial => trial.Number == number || weights.ContainsKey(trial.Number)), search.Objective)
                .Take(search.Keep == KeptTrials.Ensemble ? EnsembleCandidates : 1)];
            weights = Best.ToDictionary(trial => trial.Number, trial => trial.Number != number
                ? weights[trial.Number] : [.. folds.SelectMany(fold => training.CopyWeights(fold.Split))]);
        }

        var dropped = DropAllBut(goOn, rung, search.Objective);
        foreach (var (number, folds) in stackTrials)
        {
            paused.Remove(number);
            if (trials[number].State == TrialState.Running)
            {
                paused[number] = Array.ConvertAll(folds, fold => training.Pause(fold.Split));
            }
        }

        return [.. stackTrials.Select(trial => trial.Number).Union(dropped).Select(number => trials[number])
            .Where(trial => trial.State != TrialState.Running)];
    }

    /// <summary>Saves the trials to the state, or restores them from it.</summary>
    public void SaveOrRestore(TrainingState state)
    {
        if (state.IsRestoring ? state.HasValue("trials.stack") : Stack.Count > 0)
        {
            Stack = state.SaveOrRestoreValue("trials.stack", Stack.ToArray());
        }

        if (state.IsRestoring ? !state.HasValue("trials") : trials.Count == 0)
        {
            return;
        }

        trials = state.SaveOrRestoreValue("trials", Trials.ToArray()).ToDictionary(trial => trial.Number);
        Best = [.. state.SaveOrRestoreValue("trials.best", Best.Select(trial => trial.Number).ToArray()).Select(number => trials[number])];
        weights = Best.ToDictionary(trial => trial.Number, trial => SaveOrRestore(
            state, $"trials.weights.{trial.Number}", weights.GetValueOrDefault(trial.Number) ?? []));
        paused = trials.Values.Where(trial => trial.State == TrialState.Running).ToDictionary(
            trial => trial.Number, trial => SaveOrRestorePaused(state, trial, paused.GetValueOrDefault(trial.Number) ?? []));
    }

    private static byte[][] SaveOrRestorePaused(TrainingState state, TrialScore trial, byte[][] states)
    {
        var name = $"trials.paused.{trial.Number}";
        string[] names = trial.FoldEpochs.Count == 0 ? [name] : [.. trial.FoldEpochs.Select((_, fold) => $"{name}.{fold}")];
        return [.. names.Select((each, fold) => state.SaveOrRestoreArray(each, state.IsRestoring ? [] : states[fold]))];
    }

    /// <summary>The score of a trial whose folds have ended a rung; without folds it has one split.</summary>
    private static TrialScore ToScore(int number, TrainedSplit[] folds, int rung, int goOn, StoppingMetric objective)
    {
        var state = goOn == 0 || folds[0].HasEnded ? TrialState.Finished : TrialState.Running;
        double?[] scores = Array.ConvertAll(folds, fold => SearchObjective.ScoreOf(objective, fold.Kept!.Validation));
        int[] epochs = Array.ConvertAll(folds, fold => fold.Kept!.Epoch);
        var score = Array.TrueForAll(scores, each => each is not null) ? scores.Average() : null;
        return new TrialScore(number, state, score, EpochSelection.Average(epochs), rung)
        {
            FoldEpochs = folds[0].Split.Fold is null ? [] : epochs,
        };
    }

    private static float[][] SaveOrRestore(TrainingState state, string name, float[][] arrays)
    {
        var count = state.SaveOrRestoreValue(name, arrays.Length);
        return [.. Enumerable.Range(0, count).Select(index => state.SaveOrRestoreArray($"{name}.{index}", state.IsRestoring ? [] : arrays[index]))];
    }

    private static IOrderedEnumerable<TrialScore> Rank(IEnumerable<TrialScore> trials, StoppingMetric objective) =>
        trials.OrderBy(trial => trial.Score is null).ThenBy(trial => objective == StoppingMetric.Accuracy ? -trial.Score : trial.Score)
            .ThenBy(trial => trial.Number);

    /// <summary>
    /// Drops the trials of a rung that cannot go on, because enough others have better scores. The result does not depend on the order of the stacks.
    /// </summary>
    /// <returns>The numbers of the trials that were dropped now.</returns>
    private int[] DropAllBut(int count, int rung, StoppingMetric objective)
    {
        var ranked = Rank(trials.Values.Where(trial => trial.Rung == rung && trial.State is TrialState.Running or TrialState.Finished), objective);
        TrialScore[] dropped = [.. ranked.Skip(count).Where(trial => trial.State == TrialState.Running)];
        foreach (var trial in dropped)
        {
            trials[trial.Number] = trial with { State = TrialState.Dropped };
            paused.Remove(trial.Number);
        }

        return Array.ConvertAll(dropped, trial => trial.Number);
    }
}
