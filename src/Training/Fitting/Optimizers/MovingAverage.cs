using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>Updates exponential moving averages: decay · average + (1 - decay) · value.</summary>
/// <param name="decay">The decay, such as 0.9.</param>
internal sealed class MovingAverage(double decay)
{
    // Created once. A scalar created by every call stays on the native heap until the garbage collector frees it.
    private readonly Scalar decay = decay;
    private readonly Scalar share = 1 - decay;

    /// <summary>Adds the squares of the values to an average, in place, and returns it.</summary>
    public Tensor AddSquares(Tensor average, Tensor values) => average.mul_(decay).addcmul_(values, values, share);
}
