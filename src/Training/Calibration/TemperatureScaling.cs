using System.Numerics.Tensors;

namespace LearnML.Training.Calibration;

/// <summary>
/// Scales probabilities by a temperature: the softmax of their logarithms divided by it (Guo et al. 2017, https://arxiv.org/abs/1706.04599). Of one
/// network, this is the softmax of its outputs divided by the temperature.
/// </summary>
/// <param name="temperature">The temperature, above 0.</param>
/// <param name="classes">The number of classes.</param>
internal sealed class TemperatureScaling(double temperature, int classes)
{
    /// <summary>
    /// The smallest normal 32-bit number stands for all smaller probabilities, so that each has a logarithm, in every runtime.
    /// </summary>
    public const float SmallestProbability = 1.1754944e-38f;

    /// <summary>The temperature.</summary>
    public double Temperature => temperature;

    /// <summary>Scales probabilities in place.</summary>
    /// <param name="probabilities">[rows, classes].</param>
    public void Apply(Span<float> probabilities)
    {
        TensorPrimitives.Max(probabilities, SmallestProbability, probabilities);
        TensorPrimitives.Log(probabilities, probabilities);
        TensorPrimitives.Multiply(probabilities, (float)(1 / temperature), probabilities);
        for (; probabilities.Length > 0; probabilities = probabilities[classes..])
        {
            var row = probabilities[..classes];
            TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row); // so that no exponential overflows
            TensorPrimitives.SoftMax<float>(row, row);
        }
    }

    /// <summary>Returns the scaled logarithms of probabilities.</summary>
    /// <param name="logarithms">[rows, classes], natural logarithms.</param>
    public float[] ScaleLogarithms(float[] logarithms)
    {
        var (scaled, values, floor) = (new float[logarithms.Length], new double[classes], Math.Log(SmallestProbability));
        for (var start = 0; start < logarithms.Length; start += classes)
        {
            for (var index = 0; index < classes; index++)
            {
                values[index] = Math.Max(logarithms[start + index], floor) / temperature;
            }

            var largest = values.Max();
            var total = largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
            for (var index = 0; index < classes; index++)
            {
                scaled[start + index] = (float)(values[index] - total);
            }
        }

        return scaled;
    }
}
