using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Networks.Planning;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Data;

/// <summary>Training data of float inputs and one class per row.</summary>
/// <param name="inputs">Creates the inputs, [rows, width]. The caller owns them.</param>
/// <param name="labels">The class of each row.</param>
/// <param name="classes">The number of classes.</param>
internal sealed class LabeledTrainingData(Func<Tensor> inputs, int[] labels, int classes) : TrainingData
{
    public override LearningTask Task => LearningTask.Classification;

    public override IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, classes).Select(index => $"class {index}")];

    public override NetworkInputs Inputs => 1;

    public override Targets TrainTargets { get; } = new(labels, []);

    public override Targets TestTargets => new([], []);

    public override long[] TrainRows { get; } = [.. labels.Select((_, row) => (long)row)];

    public override int[] Groups => [];

    public override TensorDataset? TestData => null;

    public override bool DependsOnTrainRows => false;

    public override PreparedData Prepare(long[] trainRows)
    {
        using var scope = NewDisposeScope();
        return new PreparedData(new TensorDataset(inputs(), tensor(Array.ConvertAll(labels, label => (long)label))));
    }

    public override void Dispose()
    {
    }
}
