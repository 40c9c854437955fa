using LearnML.Contracts;
using LearnML.Training.Datasets;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Which rows are trained on, which choose the epoch and which are kept for the final score.</summary>
internal sealed record Split(RowSet Train, RowSet Validation, RowSet Test) : IDisposable
{
    /// <summary>The share that validation takes of the training rows where a spec does not say.</summary>
    public const double DefaultHoldout = 0.1;

    public static Split Of(ValidationSpec spec, ImageDataset dataset, Device device, Generator random)
    {
        var train = RowSet.All(dataset.Train, device);
        var test = RowSet.All(dataset.Test, device);
        if (spec.TestPart)
        {
            return new Split(train, test, test);
        }

        using (train)
        {
            var held = Math.Clamp((long)Math.Round((spec.Holdout ?? DefaultHoldout) * train.Count), 1, train.Count - 1);
            var (validation, others) = train.Draw(held, random);
            return new Split(others, validation, test);
        }
    }

    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }
}
