using LearnML.Contracts;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Evaluation;
using LearnML.Training.Networks.Planning;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Data;

/// <summary>Labelled images. The inputs are the pixels, and do not depend on the training rows.</summary>
internal sealed class ImageTrainingData : TrainingData
{
    private readonly ImageDataset dataset;
    private readonly Device device;

    public ImageTrainingData(ImageDataset dataset, Device device)
    {
        (this.dataset, this.device) = (dataset, device);
        TrainTargets = ToTargets(dataset.Train);
        TrainRows = [.. Enumerable.Range(0, dataset.Train.RowCount).Select(row => (long)row)];
        TestTargets = ToTargets(dataset.Test);
        TestData = ToTensors(dataset.Test);
    }

    public override LearningTask Task => LearningTask.Classification;

    public override IReadOnlyList<string> Classes => dataset.Shape.Classes;

    public override NetworkInputs Inputs => dataset.Input.Size;

    public override Targets TrainTargets { get; }

    public override Targets TestTargets { get; }

    public override long[] TrainRows { get; }

    public override int[] Groups => [];

    public override TensorDataset TestData { get; }

    public override bool DependsOnTrainRows => false;

    public override PreparedData Prepare(long[] trainRows) => new(ToTensors(dataset.Train));

    public override void Dispose() => TestData.Dispose();

    private static Targets ToTargets(ImagePart part) => new(Array.ConvertAll(part.Labels, label => (int)label), []);

    private TensorDataset ToTensors(ImagePart part)
    {
        using var scope = NewDisposeScope();
        return new TensorDataset(
            as_tensor(part.Pixels, device: device).view(part.RowCount, -1), // on a CPU this shares the memory of the array
            as_tensor(part.Labels, device: device).to(int64));
    }
}
