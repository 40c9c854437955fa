#pragma warning disable
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Evaluation;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

internal sealed class TableLearningData(JobSpec spec, TableDataset d, Device device) : LearningData
{
    public override int Width => throw new NotImplementedException();
    public override LearningTask Task => throw new NotImplementedException();
    public override IReadOnlyList<string> Classes => throw new NotImplementedException();
    public override Truth Train => throw new NotImplementedException();
    public override Truth Test => throw new NotImplementedException();
    public override int[] Groups => throw new NotImplementedException();
    public override Samples? TestSamples => throw new NotImplementedException();
    public override bool DependsOnRows => throw new NotImplementedException();
    public override PreparedData Prepare(long[] trainRows) => throw new NotImplementedException();
    public override void Dispose() => throw new NotImplementedException();
}
