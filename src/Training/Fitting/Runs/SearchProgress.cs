using LearnML.Contracts;
using LearnML.Training.Fitting.Searches;
using LearnML.Training.State;

namespace LearnML.Training.Fitting.Runs;

/// <summary>The trials of a search that have ended, and the weights of the best of them. Checkpoints contain both.</summary>
internal sealed class SearchProgress
{
    private List<FinishedTrial> finished = [];
    private int bestNumber;
    private float[][] bestWeights = [];

    /// <summary>The trials that have ended, in the order in which they did.</summary>
    public IReadOnlyList<FinishedTrial> Finished => finished;

    /// <summary>The best trial; null before one has ended with a score.</summary>
    public FinishedTrial? Best => finished.Find(trial => trial.Number == bestNumber);

    /// <summary>The weights of the best trial.</summary>
    public IReadOnlyList<float[]> BestWeights => bestWeights;

    /// <summary>Adds the trials of a stack that has ended.</summary>
    /// <param name="training">The trainer of the stack, with the weights of the kept epochs.</param>
    /// <param name="trials">The numbers of all trials of the stack.</param>
    /// <param name="results">The results of the trials that did not diverge.</param>
    /// <param name="objective">The metric to choose by.</param>
    public void Add(SplitTrainer training, IEnumerable<int> trials, IReadOnlyList<SplitResult> results, StoppingMetric objective)
    {
        foreach (var number in trials)
        {
            if (results.FirstOrDefault(result => result.Split.Trial!.Number == number) is not { } result)
            {
                finished.Add(new FinishedTrial(number, TrialState.Diverged, null, null));
                continue;
            }

            var score = SearchObjective.ScoreOf(objective, result.KeptScores.Validation);
            var isBest = SearchObjective.IsBetter(objective, score, Best?.Score);
            finished.Add(new FinishedTrial(number, TrialState.Finished, score, result.Epoch));
            if (isBest)
            {
                (bestNumber, bestWeights) = (number, training.CopyWeights(number));
            }
        }
    }

    /// <summary>Saves the ended trials to the state, or restores them from it.</summary>
    public void SaveOrRestore(TrainingState state)
    {
        if (state.IsRestoring ? !state.HasValue("trials") : finished.Count == 0)
        {
            return;
        }

        finished = state.SaveOrRestoreValue("trials", finished);
        bestNumber = state.SaveOrRestoreValue("trials.best", bestNumber);
        var count = state.SaveOrRestoreValue("trials.bestWeights", bestWeights.Length);
        bestWeights = [.. Enumerable.Range(0, count).Select(index =>
            state.SaveOrRestoreArray($"trials.bestWeights.{index}", state.IsRestoring ? [] : bestWeights[index]))];
    }
}
