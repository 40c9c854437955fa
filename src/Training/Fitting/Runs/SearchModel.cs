using LearnML.Contracts;

namespace LearnML.Training.Fitting.Runs;

/// <summary>The network that a search found.</summary>
/// <param name="Spec">Its spec, as a job of its own would have it.</param>
/// <param name="Trials">The numbers of the trials that it consists of, the best one first.</param>
/// <param name="Weights">The weights of all its members.</param>
internal sealed record SearchModel(JobSpec Spec, IReadOnlyList<int> Trials, IReadOnlyList<float[]> Weights)
{
    /// <summary>Returns the spec with another number of members.</summary>
    public JobSpec WithEnsemble(int members) => Spec with { Network = Spec.Network with { Ensemble = members } };
}
