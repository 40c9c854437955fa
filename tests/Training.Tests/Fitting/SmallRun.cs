using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Fitting;
using LearnML.Training.Tests.Datasets;

namespace LearnML.Training.Tests.Fitting;

/// <summary>A run of a small spec on a few drawn images, in a folder of its own.</summary>
internal sealed class SmallRun : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SmallRun() => Checkpoints = new CheckpointFolder(Path);

    public JobSpec Spec { get; init; } = Specs.Small;

    public ImageDataset Dataset { get; init; } = Images.Small;

    public RecordingObserver Observer { get; init; } = new();

    public TrainingControl Control { get; init; } = new();

    /// <summary>How many folds are trained together; null leaves it to the cost rule.</summary>
    public int? FoldsInLockstep { get; init; }

    public Guid JobId { get; } = new("7f7f0a8e-52c4-4d3a-9a39-1f4a4c1c7d11");

    /// <summary>Where its checkpoint lies.</summary>
    public string Path => folder["job"];

    public CheckpointFolder Checkpoints { get; }

    public TrainingOutcome Execute() =>
        new TrainingRun(JobId, Spec, Dataset, Checkpoints, "cpu") { FoldsInLockstep = FoldsInLockstep }.Execute(Observer, Control);

    public void Dispose()
    {
        folder.Dispose();
    }
}
