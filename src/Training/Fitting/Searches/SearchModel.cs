using LearnML.Contracts;

namespace LearnML.Training.Fitting.Searches;

/// <summary>The network that a search found.</summary>
/// <param name="Spec">Its spec, as a job of its own would have it.</param>
/// <param name="Trials">The trials that it consists of, the best one first.</param>
internal sealed record SearchModel(JobSpec Spec, IReadOnlyList<TrialScore> Trials);
