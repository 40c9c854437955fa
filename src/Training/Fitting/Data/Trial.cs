using LearnML.Contracts;

namespace LearnML.Training.Fitting.Data;

/// <summary>
/// One trial of a search. Trials that are trained in lockstep differ only in what members can have of their own: seed, dropout rates, learning
/// rate and its schedule, weight decay, momentum, clip norm and early stopping.
/// </summary>
/// <param name="Number">The number of the trial, from 1.</param>
/// <param name="Spec">The spec of the trial, as a job of its own would have it.</param>
internal sealed record Trial(int Number, JobSpec Spec);
