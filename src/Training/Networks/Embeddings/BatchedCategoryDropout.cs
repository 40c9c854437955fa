using LearnML.Training.Networks.Layers;
using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Embeddings;

/// <summary>
/// Category dropout: in training, the category of a row in a column is hidden with probability <c>rate</c>, as if it had never been seen. Then the
/// column's rare input is set, or none if it has no rare input. Missing values stay missing. In evaluation it is the identity. Each member draws from
/// its own random numbers. It is the first layer of a network, so nothing before it needs a gradient.
/// </summary>
internal sealed class BatchedCategoryDropout : Layer
{
    // Created once. TensorDataset explains why.
    private static readonly Scalar MinusOne = -1;

    private readonly PlannedCategoryDropout plan;
    private readonly LayerContext context;
    private readonly MemberSelection categories;
    private readonly MemberSelection? rare;
    private readonly MemberSelection missing;

    /// <param name="plan">The layer.</param>
    /// <param name="inputs">The inputs of each member. All have the same category columns.</param>
    /// <param name="context">What all layers of the network share.</param>
    public BatchedCategoryDropout(PlannedCategoryDropout plan, IReadOnlyList<NetworkInputs> inputs, LayerContext context)
    {
        (this.plan, this.context) = (plan, context);
        categories = Select(column => column.Positions.Except([column.Missing]));
        rare = inputs.Any(each => each.Categories.Any(column => column.HasRare))
            ? Select(column => column.Rare is { } position ? [position] : [])
            : null;
        missing = new MemberSelection([.. inputs.Select(each => each.Categories.Select(column => column.Missing).ToArray())], context.Parameters);

        // For each input, the column that it is one of these positions of.
        MemberSelection Select(Func<CategoryInputs, IEnumerable<int>> positions) =>
            new([.. inputs.Select(each => FindColumns(each, positions))], context.Parameters);
    }

    public override Tensor Forward(Tensor input)
    {
        if (!context.IsTraining)
        {
            return input;
        }

        var hidden = context.Random.DrawBernoulli([.. input.shape[..^1], plan.Columns], _ => plan.Rate, copies: 1, input);
        var output = input.addcmul(input, categories.Select(hidden), MinusOne);
        return rare is null ? output : output.add_(rare.Select(hidden.addcmul(hidden, missing.Select(input), MinusOne)));
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient) => null;

    private int[] FindColumns(NetworkInputs inputs, Func<CategoryInputs, IEnumerable<int>> positionsOf)
    {
        int[] found = [.. Enumerable.Repeat(MemberSelection.Nothing, plan.Width)];
        foreach (var (index, column) in inputs.Categories.Index())
        {
            foreach (var position in positionsOf(column))
            {
                found[position] = index;
            }
        }

        return found;
    }
}
