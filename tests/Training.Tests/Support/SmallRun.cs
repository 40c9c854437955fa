using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Tests.Devices;

namespace LearnML.Training.Tests.Support;

/// <summary>A run of a small spec on a few generated images, in a temporary folder.</summary>
internal sealed class SmallRun : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private long token;

    public SmallRun() => Checkpoints = new CheckpointFolder(Path);

    public JobSpec Spec { get; init; } = Specs.Small;

    public ImageDataset Dataset { get; init; } = GlyphImages.Small;

    /// <summary>A table to train on instead of the images.</summary>
    public TableDataset? Table { get; init; }

    public RecordingObserver Observer { get; init; } = new();

    public TrainingControl Control { get; init; } = new();

    /// <summary>The number of folds to train in lockstep; null: the run decides.</summary>
    public int? FoldsInLockstep { get; init; }

    public Guid JobId { get; } = new("7f7f0a8e-52c4-4d3a-9a39-1f4a4c1c7d11");

    /// <summary>The folder of the checkpoints.</summary>
    public string Path => folder["job"];

    public CheckpointFolder Checkpoints { get; }

    /// <summary>How often the latest checkpoint is saved.</summary>
    public CheckpointInterval SaveInterval { get; init; } = CheckpointInterval.Default;

    /// <summary>Whether the process before crashed without a new checkpoint.</summary>
    public bool IsAfterCrash { get; init; }

    /// <summary>The name of the checkpoint of the last run.</summary>
    public string Checkpoint { get; private set; } = "";

    public TrainingOutcome Execute() => Execute(Spec, Observer, Control);

    /// <summary>Resumes in the same folder, as another process does.</summary>
    public TrainingOutcome Execute(JobSpec spec, RecordingObserver observer, TrainingControl control)
    {
        var outcome = new TrainingRun(JobId, spec, (Dataset?)Table ?? Dataset, Checkpoints, TestDevice.Name)
        {
            FoldsInLockstep = FoldsInLockstep,
            SaveInterval = SaveInterval,
            IsAfterCrash = IsAfterCrash,
            FencingToken = ++token,
        }
            .Execute(observer, control);
        Checkpoint = outcome.CheckpointName;
        return outcome;
    }

    public void Dispose()
    {
        folder.Dispose();
    }
}
