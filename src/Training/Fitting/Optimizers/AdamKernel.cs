using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>
/// Adam's step for numbers in main memory, in one pass. Six operations of libtorch would read and write the same numbers six times, and each call
/// takes longer than the arithmetic of a small network.
/// </summary>
/// <param name="Beta1Share">1 - β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Beta2Share">1 - β₂.</param>
/// <param name="StepSize">The step size, with the corrections of both moments.</param>
/// <param name="Epsilon">ε, with the correction of the second moment.</param>
internal readonly record struct AdamKernel(float Beta1Share, float Beta2, float Beta2Share, float StepSize, float Epsilon)
{
    /// <summary>The largest number of values for which one pass on one thread is faster than libtorch's operations on all threads.</summary>
    private const long MaximumValues = 1 << 20;

    /// <summary>
    /// Whether this class is faster than libtorch for a tensor of values. The two can differ in the last bit, so a network that is trained with
    /// others can differ in it from the same network alone.
    /// </summary>
    public static bool IsFasterFor(Tensor values) =>
        values.device_type == DeviceType.CPU && values.dtype == ScalarType.Float32 && values.numel() <= MaximumValues;

    /// <summary>Updates the values and both moments. All spans have the same length.</summary>
    /// <param name="values">The values, which are updated.</param>
    /// <param name="gradient">The gradient of the values.</param>
    /// <param name="firstMoment">The moving average of the gradients, which is updated.</param>
    /// <param name="secondMoment">The moving average of the squared gradients, which is updated.</param>
    public void Step(Span<float> values, ReadOnlySpan<float> gradient, Span<float> firstMoment, Span<float> secondMoment)
    {
        var index = 0;
        for (; index <= values.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[index..]);
            var mean = new Vector<float>(firstMoment[index..]);
            mean = Vector.FusedMultiplyAdd(new Vector<float>(Beta1Share), g - mean, mean);
            var square = Vector.FusedMultiplyAdd(Beta2Share * g, g, new Vector<float>(secondMoment[index..]) * Beta2);
            var direction = mean / (Vector.SquareRoot(square) + new Vector<float>(Epsilon));
            var value = Vector.FusedMultiplyAdd(new Vector<float>(-StepSize), direction, new Vector<float>(values[index..]));
            mean.CopyTo(firstMoment[index..]);
            square.CopyTo(secondMoment[index..]);
            value.CopyTo(values[index..]);
        }

        for (; index < values.Length; index++)
        {
            var g = gradient[index];
            firstMoment[index] = MathF.FusedMultiplyAdd(Beta1Share, g - firstMoment[index], firstMoment[index]);
            secondMoment[index] = MathF.FusedMultiplyAdd(Beta2Share * g, g, secondMoment[index] * Beta2);
            var direction = firstMoment[index] / (MathF.Sqrt(secondMoment[index]) + Epsilon);
            values[index] = MathF.FusedMultiplyAdd(-StepSize, direction, values[index]);
        }
    }
}
