using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>Epochs, batch size, seed, device and other training settings.</summary>
public sealed record TrainingSpec
{
    private readonly Defaulted<int> epochs = new(10, IsSet: false);
    private readonly Defaulted<int> batchSize = new(256, IsSet: false);

    /// <summary>The number of passes over the training rows, 1 to 100,000, or to the service's own limit. Default: 10; for a table 50.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs
    {
        get => epochs.Value;
        init => epochs = new(value, IsSet: true);
    }

    /// <summary>Rows per step, 1 to 1,048,576; the last batch of an epoch may be smaller. Default: 256; for a table 64.</summary>
    [Range(1, 1 << 20)]
    public int BatchSize
    {
        get => batchSize.Value;
        init => batchSize = new(value, IsSet: true);
    }

    /// <summary>How much the rows of each class count in the loss. Default: <c>none</c>. Only for classification.</summary>
    public ClassWeights ClassWeights { get; init; } = ClassWeights.None;

    /// <summary>
    /// The share of the true class's probability that the loss spreads evenly over all classes, in [0, 1). Default: 0. Only for
    /// classification. (Szegedy et al. 2016, https://arxiv.org/abs/1512.00567)
    /// </summary>
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// How the rates of all dropout layers change from epoch to epoch. Default: they are constant. (Holzmüller et al. 2024 use <c>flatCos</c>,
    /// https://arxiv.org/abs/2407.04491)
    /// </summary>
    public StrengthSchedule DropoutSchedule { get; init; }

    /// <summary>When to end before the last epoch. Default: no early stopping.</summary>
    public EarlyStoppingSpec? EarlyStopping { get; init; }

    /// <summary>
    /// The training ends with the current batch after this many seconds, above 0. In a cross-validation, the folds together get a share of
    /// the budget and the final network gets the rest. Default: no limit.
    /// </summary>
    [Range(0d, 31_536_000d, MinimumIsExclusive = true)]
    public double? TimeBudgetSeconds { get; init; }

    /// <summary>The precision of the computations in linear layers. Default: <c>float32</c>.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>
    /// Determines the initial weights, the holdout or the folds, the order of the rows and the dropped units. On the CPU, the same
    /// seed gives exactly the same losses on the same machine with the same number of threads. Default: 0.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>
    /// <c>auto</c> (a GPU if there is one), <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>. Default: <c>auto</c>.
    /// </summary>
    public string Device { get; init; } = "auto";

    /// <summary>Whether <see cref="Epochs"/> was set.</summary>
    internal bool AreEpochsSet => epochs.IsSet;

    /// <summary>Whether <see cref="BatchSize"/> was set.</summary>
    internal bool IsBatchSizeSet => batchSize.IsSet;
}
