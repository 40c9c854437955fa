using System.Numerics.Tensors;

namespace LearnML.Training.Evaluation.Baselines;

/// <summary>The mean cross-entropy of a linear model, weighted by the weights of the rows, and its gradient.</summary>
/// <param name="inputs">The inputs of the rows.</param>
/// <param name="labels">The class index of each row.</param>
/// <param name="classes">The number of classes.</param>
/// <param name="weights">The weight of each row; null or empty for equal weights.</param>
internal sealed class SoftmaxLoss(InputColumns inputs, int[] labels, int classes, float[]? weights = null)
{
    private readonly float[] logits = new float[classes * Math.Min(inputs.Rows, InputColumns.ChunkRows)]; // [classes, rows of a chunk]
    private readonly float[][] buffers = [.. Enumerable.Range(0, 3).Select(_ => new float[Math.Min(inputs.Rows, InputColumns.ChunkRows)])];

    private readonly double totalWeight = weights is { Length: > 0 } ? weights.Sum(weight => (double)weight) : inputs.Rows;

    public int Classes => classes;

    /// <summary>A weight for each input and class, [inputs, classes], then an intercept for each class.</summary>
    public int ParameterCount => (inputs.Width + 1) * classes;

    /// <summary>Returns the mean loss and writes its gradient, if <paramref name="gradient"/> has a place for each parameter.</summary>
    public double Compute(double[] parameters, double[] gradient)
    {
        double loss = 0;
        Array.Clear(gradient);
        for (var start = 0; start < inputs.Rows; start += InputColumns.ChunkRows)
        {
            var count = Math.Min(InputColumns.ChunkRows, inputs.Rows - start);
            ComputeLogProbabilities(parameters, start, count);
            for (var row = 0; row < count; row++)
            {
                loss -= WeightOf(start + row) * logits[(labels[start + row] * count) + row];
            }

            if (gradient.Length > 0)
            {
                AddGradient(gradient, start, count);
            }
        }

        TensorPrimitives.Divide(gradient, totalWeight, gradient);
        return loss / totalWeight;
    }

    /// <summary>Returns the logarithm of each class's probability, [rows, classes].</summary>
    public float[] LogProbabilities(double[] parameters)
    {
        var result = new float[inputs.Rows * classes];
        for (var start = 0; start < inputs.Rows; start += InputColumns.ChunkRows)
        {
            var count = Math.Min(InputColumns.ChunkRows, inputs.Rows - start);
            ComputeLogProbabilities(parameters, start, count);
            for (var row = 0; row < count; row++)
            {
                for (var label = 0; label < classes; label++)
                {
                    result[((start + row) * classes) + label] = logits[(label * count) + row];
                }
            }
        }

        return result;
    }

    /// <summary>Writes the log-probabilities of some rows into <see cref="logits"/>.</summary>
    private void ComputeLogProbabilities(double[] parameters, int start, int count)
    {
        for (var label = 0; label < classes; label++)
        {
            Logits(label, count).Fill((float)parameters[(inputs.Width * classes) + label]);
        }

        for (var column = 0; column < inputs.Width; column++)
        {
            var values = inputs.Column(column, start, count);
            for (var label = 0; label < classes; label++)
            {
                TensorPrimitives.MultiplyAdd(values, (float)parameters[(column * classes) + label], Logits(label, count), Logits(label, count));
            }
        }

        // The logarithm of the sum of exponentials. The largest logit is subtracted first, so that no exponential overflows.
        var largest = buffers[0].AsSpan(0, count);
        var sum = buffers[1].AsSpan(0, count);
        var exponentials = buffers[2].AsSpan(0, count);
        Logits(0, count).CopyTo(largest);
        for (var label = 1; label < classes; label++)
        {
            TensorPrimitives.Max(largest, Logits(label, count), largest);
        }

        sum.Clear();
        for (var label = 0; label < classes; label++)
        {
            TensorPrimitives.Subtract(Logits(label, count), largest, Logits(label, count));
            TensorPrimitives.Exp(Logits(label, count), exponentials);
            TensorPrimitives.Add(sum, exponentials, sum);
        }

        TensorPrimitives.Log(sum, sum);
        for (var label = 0; label < classes; label++)
        {
            TensorPrimitives.Subtract(Logits(label, count), sum, Logits(label, count));
        }
    }

    private void AddGradient(double[] gradient, int start, int count)
    {
        TensorPrimitives.Exp(logits.AsSpan(0, classes * count), logits.AsSpan(0, classes * count));
        for (var row = 0; row < count; row++)
        {
            logits[(labels[start + row] * count) + row] -= 1;
        }

        for (var label = 0; label < (weights is { Length: > 0 } ? classes : 0); label++)
        {
            TensorPrimitives.Multiply(Logits(label, count), weights.AsSpan(start, count), Logits(label, count));
        }

        for (var label = 0; label < classes; label++)
        {
            gradient[(inputs.Width * classes) + label] += TensorPrimitives.Sum(Logits(label, count));
        }

        for (var column = 0; column < inputs.Width; column++)
        {
            var values = inputs.Column(column, start, count);
            for (var label = 0; label < classes; label++)
            {
                gradient[(column * classes) + label] += TensorPrimitives.Dot(values, Logits(label, count));
            }
        }
    }

    private double WeightOf(int row) => weights is { Length: > 0 } ? weights[row] : 1;

    private Span<float> Logits(int label, int count) => logits.AsSpan(label * count, count);
}
