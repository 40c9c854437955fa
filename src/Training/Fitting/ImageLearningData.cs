using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Evaluation;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Labelled images. The inputs are the pixels, and do not depend on the training rows.</summary>
internal sealed class ImageLearningData : LearningData
{
    private readonly ImageDataset dataset;
    private readonly Device device;

    public ImageLearningData(ImageDataset dataset, Device device)
    {
        (this.dataset, this.device) = (dataset, device);
        Train = Labels(dataset.Train);
        Rows = [.. Enumerable.Range(0, dataset.Train.Rows).Select(row => (long)row)];
        Test = Labels(dataset.Test);
        TestSamples = Samples(dataset.Test);
    }

    public override LearningTask Task => LearningTask.Classification;

    public override IReadOnlyList<string> Classes => dataset.Shape.Classes;

    public override int Width => dataset.Input.Size;

    public override Truth Train { get; }

    public override Truth Test { get; }

    public override long[] Rows { get; }

    public override int[] Groups => [];

    public override Samples TestSamples { get; }

    public override bool DependsOnRows => false;

    public override PreparedData Prepare(long[] trainRows) => new(Samples(dataset.Train));

    public override void Dispose() => TestSamples.Dispose();

    private static Truth Labels(ImagePart part) => new(Array.ConvertAll(part.Labels, label => (int)label), []);

    private Samples Samples(ImagePart part)
    {
        using var scope = NewDisposeScope();
        return new Samples(
            as_tensor(part.Pixels, device: device).view(part.Rows, -1), // on a CPU this shares the memory of the array
            as_tensor(part.Labels, device: device).to(int64));
    }
}
