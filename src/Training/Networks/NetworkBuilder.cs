using LearnML.Training.Networks.Embeddings;
using LearnML.Training.Networks.Layers;
using LearnML.Training.Networks.Planning;

namespace LearnML.Training.Networks;

/// <summary>
/// Builds the layers of a batched network from a plan. The parameters have the same names as in PyTorch's <c>nn.Sequential</c> with the
/// same layers (<c>0.weight</c>, <c>2.1.bias</c>, ...).
/// </summary>
/// <param name="inputs">The inputs of each member.</param>
/// <param name="context">What all layers of the network share.</param>
internal sealed class NetworkBuilder(IReadOnlyList<NetworkInputs> inputs, LayerContext context)
{
    private IReadOnlyList<NetworkInputs> inputs = inputs;
    private readonly Dictionary<string, BatchedLinear> linearLayers = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns layers that map [rows, inputs] to [rows, outputs]; with several members, [members, rows, inputs] to [members, rows, outputs].
    /// </summary>
    public LayerSequence Build(IReadOnlyList<PlannedLayer> layers, bool residual = false) => new([.. layers.Select(BuildLayer)], residual);

    private Layer BuildLayer(PlannedLayer plan)
    {
        switch (plan)
        {
            case PlannedLinear { IsPerCopy: true } perCopy:
                return new BatchedCopyLinear(perCopy, WidthsOf(perCopy), context);
            case PlannedLinear known when linearLayers.TryGetValue(known.OwnerPath, out var shared):
                return shared.Share();
            case PlannedLinear first:
                linearLayers[first.Path] = new BatchedLinear(first, WidthsOf(first), context);
                return linearLayers[first.Path];
            case PlannedActivation { Factor: not null } parametric:
                return new BatchedParametricActivation(parametric, context);
            case PlannedActivation activation:
                return new BatchedActivation(activation, context);
            case PlannedDropout dropout:
                return new SeededDropout(
                    context.DropoutRates is { } rates ? [.. rates.Select(member => member[dropout.Path])] : [dropout.Rate], dropout.Copies, context);
            case PlannedNormalization normalization:
                return new BatchedNormalization(normalization, context);
            case PlannedScale scale:
                return new BatchedScale(scale, context);
            case PlannedCopies copies:
                return new BatchedCopies(copies, [.. inputs.Select(each => each.ColumnWidths)], context);
            case PlannedPeriodicEmbedding embedding:
                var positions = inputs.Select(each => each.Numbers).ToArray();
                inputs = [.. inputs.Select(embedding.After)];
                return new BatchedPeriodicEmbedding(embedding, positions, context);
            case PlannedCategoryEmbedding embedding:
                var before = inputs;
                inputs = [.. inputs.Select(embedding.After)];
                return new BatchedCategoryEmbedding(embedding, before, context);
            case PlannedCategoryDropout dropout:
                return new BatchedCategoryDropout(dropout, inputs, context);
            case PlannedBlock block:
                return Build(block.Layers, block.IsResidual);
            default:
                throw new ArgumentOutOfRangeException(nameof(plan), plan, null);
        }
    }

    // Only the first linear layer receives the network's inputs, whose number can differ between members. Later layers have one width.
    private IReadOnlyList<int> WidthsOf(PlannedLinear linear) => [.. inputs.Select(each => linearLayers.Count == 0 ? each.Width : linear.Inputs)];
}
