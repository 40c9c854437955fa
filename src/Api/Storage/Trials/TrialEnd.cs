using LearnML.Contracts;

namespace LearnML.Api.Storage.Trials;

/// <summary>The end of a trial of a search, as the training tells it.</summary>
/// <param name="Trial">The number of the trial, from 1.</param>
/// <param name="State">Finished, dropped or diverged.</param>
/// <param name="Epoch">The epoch that it keeps; null without one.</param>
/// <param name="Validation">The validation metrics of that epoch; null without one.</param>
internal sealed record TrialEnd(int Trial, TrialState State, int? Epoch, Metrics? Validation);
