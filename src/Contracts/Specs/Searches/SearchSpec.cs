using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace LearnML.Contracts;

/// <summary>
/// Makes a job a search: it trains the spec many times with different values, side by side where that is faster, and keeps the best network.
/// </summary>
public sealed record SearchSpec
{
    /// <summary>The maximum number of trials.</summary>
    public const int MaximumTrials = 1000;

    /// <summary>The default of <see cref="Trials"/>.</summary>
    public const int DefaultTrials = 20;

    /// <summary>How the values are chosen. Default: <c>random</c>. (Bergstra and Bengio 2012, https://jmlr.org/papers/v13/bergstra12a.html)</summary>
    public SearchAlgorithm Algorithm { get; init; } = SearchAlgorithm.Random;

    /// <summary>
    /// The number of trials of a random search or of halving, 1 to 1,000. A grid has as many as there are combinations. Default: 20.
    /// </summary>
    [Range(1, MaximumTrials)]
    public int? Trials { get; init; }

    /// <summary>
    /// The fields to vary, by their paths in the spec, for example <c>optimizer.learningRate</c>. Only fields of <c>network</c>, <c>optimizer</c> and
    /// <c>training</c>. At least one, at most 20. Required.
    /// </summary>
    public IReadOnlyDictionary<string, SearchRange> Space { get; init; } = new Dictionary<string, SearchRange>();

    /// <summary>
    /// The values of the first trials, by the paths of the fields, for example those that are known to be good. The others are drawn. At most as many
    /// as there are trials. Not in a grid. Default: none.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, JsonElement>>? First { get; init; }

    /// <summary>The metric on the validation rows that chooses the best trial, with folds its mean. Default: <c>loss</c>.</summary>
    public StoppingMetric Objective { get; init; } = StoppingMetric.Loss;

    /// <summary>Which trials become the model. Default: <c>best</c>.</summary>
    public KeptTrials Keep { get; init; } = KeptTrials.Best;
}
