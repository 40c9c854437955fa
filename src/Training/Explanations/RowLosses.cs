using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Explanations;

/// <summary>
/// Computes the loss of each row from a model's outputs: the cross-entropy in nats, or the squared error of the encoded target. The loss in a metric
/// is the mean of these, weighted by the weights of the rows.
/// </summary>
/// <param name="targets">The true classes or numbers, and the weights.</param>
/// <param name="encoding">The encoding of the target; null for classification.</param>
/// <param name="outputsPerRow">The number of classes, or 1.</param>
/// <param name="areLogarithms">Whether the outputs of classes are the logarithms of probabilities.</param>
internal sealed class RowLosses(Targets targets, TargetEncoding? encoding, int outputsPerRow, bool areLogarithms = false)
{
    // The smallest normal number keeps the loss finite where a probability is too small for float32.
    private const float SmallestProbability = 1.1754944e-38f;

    private readonly float[] encoded = encoding?.Encode(targets.Values) ?? [];

    /// <summary>The number of rows.</summary>
    public int Count => targets.Count;

    /// <summary>The number of outputs per row.</summary>
    public int OutputsPerRow => outputsPerRow;

    /// <summary>The sum of the weights of the rows.</summary>
    public double TotalWeight { get; } = targets.TotalWeight;

    /// <summary>Returns the weight of a row.</summary>
    public double WeightOf(int row) => targets.WeightOf(row);

    /// <summary>Returns the loss of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="outputs">The outputs of all rows, [rows, outputs].</param>
    public double LossOf(int row, ReadOnlySpan<float> outputs)
    {
        if (encoding is null)
        {
            var output = outputs[(row * outputsPerRow) + targets.Classes[row]];
            return areLogarithms ? -output : -MathF.Log(MathF.Max(output, SmallestProbability));
        }

        var error = (double)outputs[row] - encoded[row];
        return error * error;
    }
}
