using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// The mean over the copies of each row: [rows, outputs] from [rows x copies, outputs], and the same with a dimension of members before them.
/// </summary>
internal static class CopyAverage
{
    /// <summary>Returns the means of numbers or probabilities.</summary>
    public static Tensor OfValues(Tensor values, int copies) => copies == 1 ? values : Split(values, copies).mean([-2]);

    /// <summary>Returns the logarithms of the mean probabilities. Probabilities that are too small for a float32 still count.</summary>
    public static Tensor OfLogProbabilities(Tensor values, int copies)
    {
        if (copies == 1)
        {
            return values;
        }

        using Scalar logarithm = -Math.Log(copies);
        return Split(values, copies).logsumexp(-2).add_(logarithm);
    }

    private static Tensor Split(Tensor values, int copies) => values.view([.. values.shape[..^2], -1, copies, values.size(-1)]);
}
