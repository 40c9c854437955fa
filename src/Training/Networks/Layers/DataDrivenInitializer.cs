using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// Fits the initial weights and biases of a linear layer to rows (Holzmüller et al. 2024, https://arxiv.org/abs/2407.04491, where it is called
/// "he+5"). Each unit then has a standard deviation of 1 over the rows, and is 0 for a point among them, so that no unit starts dead.
/// </summary>
internal static class DataDrivenInitializer
{
    private const int RowsPerBias = 5;

    // Created once. TensorDataset explains why.
    private static readonly Scalar SmallestDeviation = 1e-6;

    /// <summary>Changes the parameters in place.</summary>
    /// <param name="weight">The weights, [outputs, inputs].</param>
    /// <param name="bias">The biases, [outputs]; null if they stay.</param>
    /// <param name="rows">The inputs of the layer, [rows, inputs].</param>
    /// <param name="generator">Draws the rows for the biases and their shares, on the CPU.</param>
    public static void Fit(Tensor weight, Tensor? bias, Tensor rows, Generator generator)
    {
        using var scope = NewDisposeScope();
        var outputs = rows.mm(weight.t());

        // A unit that is the same for all rows stays as it is.
        var deviations = outputs.std(0, unbiased: false);
        var scale = where(deviations.gt(SmallestDeviation), deviations.reciprocal(), ones_like(deviations));
        weight.mul_(scale.unsqueeze(1));
        if (bias is null)
        {
            return;
        }

        // Exponential numbers, divided by their sum, are shares that are uniform among all that add up to 1.
        var drawn = empty(RowsPerBias, weight.size(0), float64).uniform_(0, rows.size(0), generator).to(int64);
        var shares = empty(RowsPerBias, weight.size(0)).exponential_(1, generator);
        shares.div_(shares.sum(0, keepdim: true));
        bias.copy_(outputs.mul_(scale).gather(0, drawn.to(rows.device)).mul_(shares.to(rows.device)).sum([0]).neg_());
    }
}
