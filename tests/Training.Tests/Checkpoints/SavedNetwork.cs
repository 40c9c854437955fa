using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Checkpoints;

/// <summary>A small network with 6 inputs and 2 classes, and a folder for its checkpoints.</summary>
internal sealed class SavedNetwork : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly BatchedRandom random = new(1, [0]);

    public SavedNetwork()
    {
        Network = new BatchedNetwork(Description.Spec.Network, [6], 2, CPU, random);
        Folder = new CheckpointFolder(Path);
    }

    /// <summary>The name of the first checkpoint.</summary>
    public const string Checkpoint = "epoch-000001-1";

    public CheckpointDescription Description { get; init; } = new()
    {
        JobId = new Guid("1c9f1a56-3f61-4d6e-8f2f-0b7f7f0c2a11"),
        Spec = new JobSpec
        {
            Dataset = "stripes",
            Model = "stripes",
            Network = new NetworkSpec { Hidden = [4, 3], Activation = Activation.Tanh, Dropout = [0.5] },
            Optimizer = new OptimizerSpec { LearningRate = 0.25, Momentum = 0.9 },
            Training = new TrainingSpec { Epochs = 9, Seed = -5 },
        },
        DatasetHash = "ab12",
        Image = new ImageInput(2, 3, 255),
        Classes = ["upright", "flat"],
        Epoch = 1,
        Validation = new Metrics { Loss = 0.1 + 0.2, Accuracy = 1 / 3.0 },
        Parameters = 51,
    };

    public BatchedNetwork Network { get; }

    public CheckpointFolder Folder { get; }

    /// <summary>The folder of the checkpoints.</summary>
    public string Path => folder["job"];

    public string WeightsFile => System.IO.Path.Combine(Path, Checkpoint, "weights.safetensors");

    public string DescriptionFile => System.IO.Path.Combine(Path, Checkpoint, "checkpoint.json");

    public CheckpointDescription Save(int epoch = 1) => Folder.Save(Network, Description with { Epoch = epoch }, fencingToken: 1).Description;

    public void Dispose()
    {
        Network.Dispose();
        random.Dispose();
        folder.Dispose();
    }
}
