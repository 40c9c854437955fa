using LearnML.Api.Hosting;
using LearnML.Contracts;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Networks.Planning;

namespace LearnML.Api.Specs;

/// <summary>A valid spec.</summary>
/// <param name="Spec">The spec with every default filled in.</param>
/// <param name="Queue">The queue for its device.</param>
/// <param name="Inputs">The number of inputs of its network; for a table the largest possible number.</param>
/// <param name="Outputs">The number of outputs of its network.</param>
/// <param name="UsesUpload">Whether its dataset is an uploaded one.</param>
public sealed record CheckedSpec(JobSpec Spec, string Queue, NetworkInputs Inputs, int Outputs, bool UsesUpload)
{
    /// <summary>The number of training rows of its dataset; 0 if it is not known before the dataset is read.</summary>
    public required long Rows { get; init; }

    /// <summary>Whether the job runs on a GPU.</summary>
    public bool IsGpu => Queue != TrainingServer.CpuQueue;

    /// <summary>The number of rows without those that are set apart as a test part.</summary>
    public double RowsWithoutTest => Rows * (1 - (Spec.Validation.TestFraction ?? 0));

    /// <summary>How the trials of a search are trained; null without a search.</summary>
    public SearchPlan? SearchPlan => Spec.Search is null ? null : field ??= SearchPlan.Create(Spec, Inputs, Outputs, RowsWithoutTest, IsGpu);

    /// <summary>Why the spec has its task, as a sentence.</summary>
    public required string TaskReason { get; init; }

    /// <summary>The doubts about the table that matter for the spec; empty for images.</summary>
    public IReadOnlyList<Attention> Attention { get; init; } = [];

    /// <summary>What to know about fields before the job runs.</summary>
    public IReadOnlyList<PreviewNote> Notes { get; init; } = [];
}
