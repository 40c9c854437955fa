using LearnML.Contracts;

namespace LearnML.Training.Fitting.Searches;

/// <summary>A trial that has ended.</summary>
/// <param name="Number">The number of the trial, from 1.</param>
/// <param name="State">Finished or diverged.</param>
/// <param name="Score">The objective on the validation rows in the kept epoch; null if the trial diverged.</param>
/// <param name="Epoch">The kept epoch; null if the trial diverged.</param>
internal sealed record FinishedTrial(int Number, TrialState State, double? Score, int? Epoch);
