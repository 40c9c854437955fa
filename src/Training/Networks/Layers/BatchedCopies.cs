using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// Copies each row and multiplies each unit of a copy by a trained factor: [rows, units] becomes [rows x copies, units], or [members, rows x copies,
/// units], with the copies of a row one after another. Each factor starts as 1 or -1 at random, so that the copies differ from the start. The inputs
/// of a column start with the same factor. (TabM-mini; Gorishniy et al. 2024, https://arxiv.org/abs/2410.24210)
/// </summary>
internal sealed class BatchedCopies : Layer
{
    private const double ShareOfPositive = 0.5;

    // Created once. TensorDataset explains why.
    private static readonly Scalar Two = 2;
    private static readonly Scalar MinusOne = -1;
    private static readonly Scalar One = 1;

    private readonly LayerContext context;
    private readonly LayerParameter weight;
    private readonly int copies;
    private readonly int width;
    private (Tensor Input, Tensor Factors)? saved;

    /// <param name="plan">The layer.</param>
    /// <param name="columns">The widths of the columns that the inputs of each member come from. If members differ, the inputs are padded.</param>
    /// <param name="context">What all layers of the network share.</param>
    public BatchedCopies(PlannedCopies plan, IReadOnlyList<IReadOnlyList<int>> columns, LayerContext context)
    {
        (this.context, copies, width) = (context, plan.Copies, plan.Outputs);
        long[] shape = context.Members == 1 ? [copies, width] : [context.Members, copies, width];
        weight = context.Parameters.Add(plan.Path, false, plan.IsFrozen, shape);
        for (var member = 0; member < context.Members; member++)
        {
            using var scope = NewDisposeScope();
            var widths = columns[member];
            var signs = empty(copies, widths.Count);
            context.Random.Members[member].FillBernoulli(signs, ShareOfPositive);
            var factors = signs.mul_(Two).add_(MinusOne, One).repeat_interleave(tensor(widths.Select(each => (long)each).ToArray()), 1);
            (context.Members == 1 ? weight.Values : weight.Values[member]).narrow(1, 0, widths.Sum()).copy_(factors);
        }
    }

    public override bool IsTrained => weight.IsTrained;

    public override Tensor Forward(Tensor input)
    {
        // One row of each member is multiplied by all its factors: [..., rows, 1, units] times [..., 1, copies, units].
        var (rows, factors) = (input.unsqueeze(-2), weight.ValuesFor(input).unsqueeze(-3));
        saved = context.IsTraining ? (rows, factors) : null;
        return rows.mul(factors).flatten(-3, -2);
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        var (input, factors) = saved!.Value;
        var ofCopies = gradient.view([.. input.shape[..^2], copies, width]);
        if (IsTrained)
        {
            weight.AddGradient(ofCopies.mul(input).sum(-3));
        }

        return needsInputGradient ? ofCopies.mul_(factors).sum(-2) : null;
    }
}
