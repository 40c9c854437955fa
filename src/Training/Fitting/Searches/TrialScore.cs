using LearnML.Contracts;

namespace LearnML.Training.Fitting.Searches;

/// <summary>How far a trial came, and its score.</summary>
/// <param name="Number">The number of the trial, from 1.</param>
/// <param name="State">
/// Running for a trial that waits for its next rung; finished or dropped for one that is not trained any more. A diverged trial has the score of the
/// last rung that it reached.
/// </param>
/// <param name="Score">The objective on the validation rows in the kept epoch; null if the trial diverged before the first rung.</param>
/// <param name="Epoch">The kept epoch; null without a score.</param>
/// <param name="Rung">The index of the last <see cref="Rung"/> that the trial was trained for.</param>
internal sealed record TrialScore(int Number, TrialState State, double? Score, int? Epoch, int Rung = 0);
