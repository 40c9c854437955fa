using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Fitting;

/// <summary>All rows encoded for a network, with statistics fitted on some of them, and the decoding of the network's outputs.</summary>
/// <param name="Samples">The inputs and targets of the training part.</param>
/// <param name="Table">The preprocessing of the table's rows; null for images.</param>
/// <param name="Target">The encoding of the target numbers; null for classification.</param>
internal sealed record PreparedData(Samples Samples, TablePreprocessing? Table = null, TargetEncoding? Target = null) : IDisposable
{
    /// <summary>Converts the outputs of <see cref="Trainer.Evaluate"/> to predictions, together with the targets of the rows.</summary>
    public Answers Read(float[] outputs, long[] rows, Truth truth)
    {
        if (Target is null)
        {
            var classes = outputs.Length / rows.Length;
            return new Answers(rows, truth, outputs, [], -truth.Classes.Index().Average(row => outputs[(row.Index * classes) + row.Item]));
        }

        var loss = SquaredError(outputs, Target.Encode(truth.Values));
        return new Answers(rows, truth, [], Array.ConvertAll(outputs, output => Target.Decode(output)), loss);
    }

    /// <summary>Returns the training metrics of an epoch that follow from its mean loss and accuracy.</summary>
    public Metrics Learned(double loss, double? accuracy) => new()
    {
        Loss = loss,
        Accuracy = accuracy,
        Rmse = Target is { IsLog: false } ? Math.Sqrt(loss) * Target.Scale : null,
        LogRmse = Target is { IsLog: true } ? Math.Sqrt(loss) * Target.Scale : null,
    };

    /// <summary>
    /// Returns the baseline loss: the loss of the same prediction for every row. For classes this prediction is an equal probability of every
    /// class; for numbers it is 0 in the encoding of the target, which is the mean of the training rows if the encoding subtracts it.
    /// </summary>
    public double SilentLoss(Truth truth, int outputs) =>
        Target is null ? Math.Log(outputs) : SquaredError(new float[truth.Count], Target.Encode(truth.Values));

    public void Dispose() => Samples.Dispose();

    private static double SquaredError(float[] outputs, float[] encoded)
    {
        double sum = 0;
        for (var row = 0; row < outputs.Length; row++)
        {
            var error = (double)outputs[row] - encoded[row];
            sum += error * error;
        }

        return sum / outputs.Length;
    }
}
