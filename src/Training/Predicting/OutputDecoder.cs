using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace LearnML.Training.Predicting;

/// <summary>Converts the outputs of a network to predictions.</summary>
/// <param name="description">The description of the checkpoint.</param>
internal sealed class OutputDecoder(CheckpointDescription description)
{
    private const int MaximumReportedOverflows = 20;

    /// <summary>Returns the prediction of each row from [rows, outputs].</summary>
    public Prediction[] Decode(float[] outputs) => description.Target is { } target
        ? Array.ConvertAll(outputs, output => new Prediction { Value = target.Decode(output) })
        : DecodeClasses(outputs);

    /// <summary>Returns the indices of the first 20 rows that have no finite prediction.</summary>
    public IReadOnlyList<int> FindOverflows(ReadOnlySpan<float> outputs)
    {
        List<int>? rows = null;
        for (var (row, start) = (0, 0); start < outputs.Length; row++, start += description.Outputs)
        {
            // It is enough to check the first probability: either all probabilities of a row are finite or none is.
            var isFinite = description.Target is { } target ? double.IsFinite(target.Decode(outputs[start])) : float.IsFinite(outputs[start]);
            if (!isFinite && (rows ??= []).Count < MaximumReportedOverflows)
            {
                rows.Add(row);
            }
        }

        return rows ?? [];
    }

    private Prediction[] DecodeClasses(float[] probabilities)
    {
        var classes = description.Classes;
        var predictions = new Prediction[probabilities.Length / classes.Count];
        for (var row = 0; row < predictions.Length; row++)
        {
            var rowProbabilities = new ArraySegment<float>(probabilities, row * classes.Count, classes.Count);
            var best = description.Threshold?.ClassOf(rowProbabilities) ?? TensorPrimitives.IndexOfMax<float>(rowProbabilities);
            predictions[row] = new Prediction { Label = classes[best], ClassIndex = best, Probabilities = rowProbabilities };
        }

        return predictions;
    }
}
