using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Fitting;

/// <summary>All rows as inputs, by statistics of some of them, and how a network's outputs are read.</summary>
/// <param name="Samples">The training part.</param>
/// <param name="Table">How a table's rows became inputs; null for images.</param>
/// <param name="Target">How numbers became what is learned; null for classes.</param>
internal sealed record PreparedData(Samples Samples, TablePreprocessing? Table = null, TargetEncoding? Target = null) : IDisposable
{
    /// <summary>What networks said of rows, as <see cref="Trainer.Evaluate"/> gives it, beside what the rows are.</summary>
    public Answers Read(float[] outputs, long[] rows, Truth truth) => Target is null
        ? new Answers(rows, truth, outputs, [], -truth.Classes.Index().Average(row => outputs[(row.Index * (outputs.Length / rows.Length)) + row.Item]))
        : new Answers(rows, truth, [], Array.ConvertAll(outputs, output => Target.Decode(output)), SquaredError(outputs, Target.Encode(truth.Values)));

    /// <summary>The scores of an epoch's training, as far as its mean loss tells them.</summary>
    public Metrics Learned(double loss, double? accuracy) => new()
    {
        Loss = loss,
        Accuracy = accuracy,
        Rmse = Target is { IsLog: false } ? Math.Sqrt(loss) * Target.Scale : null,
        LogRmse = Target is { IsLog: true } ? Math.Sqrt(loss) * Target.Scale : null,
    };

    /// <summary>The loss of saying nothing of rows: the same probability of every class, or of every number 0.</summary>
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
