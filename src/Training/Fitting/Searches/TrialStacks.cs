using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Fitting.Data;

namespace LearnML.Training.Fitting.Searches;

/// <summary>Groups the trials of a search into stacks. The trials of a stack are trained in lockstep, as members of one batched network.</summary>
internal static class TrialStacks
{
    /// <summary>Returns the stacks, in the order of their first trials.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="maximumTrials">Returns the largest number of trials in a stack with a spec like this.</param>
    public static IReadOnlyList<IReadOnlyList<Trial>> Create(IEnumerable<Trial> trials, Func<JobSpec, int> maximumTrials) =>
    [
        .. trials.GroupBy(trial => DescribeShape(trial.Spec), StringComparer.Ordinal)
            .SelectMany(shape => shape.Chunk(maximumTrials(shape.First().Spec))),
    ];

    /// <summary>Whether the networks of two trials have the same layers, so that they can be members of one network.</summary>
    public static bool HaveSameLayers(JobSpec first, JobSpec second) => DescribeLayers(first) == DescribeLayers(second);

    private static string DescribeLayers(JobSpec spec) => JsonSerializer.Serialize(EqualizeMembers(spec.Network), WireFormat.Options);

    /// <summary>Returns a text that is equal for two specs if they differ only in what members can have of their own.</summary>
    private static string DescribeShape(JobSpec spec) => JsonSerializer.Serialize(
        spec with
        {
            Network = EqualizeMembers(spec.Network),
            Optimizer = spec.Optimizer with { LearningRate = null, Schedule = new ScheduleSpec(), WeightDecay = 0, Momentum = 0, ClipNorm = null },
            Training = spec.Training with { Seed = 0, EarlyStopping = null, LabelSmoothing = 0 },
        },
        WireFormat.Options);

    private static NetworkSpec EqualizeMembers(NetworkSpec network) => network with
    {
        Initialization = network.Initialization.Kind == InitializationKind.DataDriven ? network.Initialization : new InitializationSpec(),
        Dropout = network.Dropout?.Select(HasDropout).ToArray(),
        InputDropout = network.InputDropout is { } rate ? HasDropout(rate) : null,
    };

    // A rate of 0 has no layer.
    private static double HasDropout(double rate) => rate > 0 ? 0.5 : 0;
}
