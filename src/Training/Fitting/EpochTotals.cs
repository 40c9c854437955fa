using LearnML.Training.Checkpoints;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Sums each member's loss, correct predictions and gradient norms over an epoch, on the device. The sums are read once, at the end of the epoch.
/// </summary>
internal sealed class EpochTotals : IDisposable
{
    // Without an explicit factor, each addition creates a new scalar. TensorDataset explains what that costs.
    private static readonly Scalar One = 1;

    private readonly int members;
    private readonly Device device;
    private readonly StackParameters parameters;
    private readonly Tensor losses;
    private readonly Tensor hits;
    private readonly Tensor gradientNorms;
    private readonly Tensor sums;
    private readonly bool[] isTrained;

    // A linear network has one layer, so that the norm of the layer is the norm of the network.
    private readonly bool isLinear;
    private readonly long[] rows;
    private readonly long[] steps;
    private bool counted;
    private (long Count, Scalar Scalar) weight = (0, 0);

    /// <param name="stack">The network to measure.</param>
    public EpochTotals(Stack stack)
    {
        (members, parameters, device) = (stack.Members, stack.Parameters, stack.Parameters.Blocks[0].device);
        isTrained = [.. stack.Layers.Select(layer => parameters.All.Any(trained => trained.Layer == layer))];
        losses = zeros(members, float64, device).DetachFromDisposeScope();
        hits = zeros(members, int64, device).DetachFromDisposeScope();
        isLinear = isTrained is [true] && parameters.All.All(trained => trained.Layer == stack.Layers[0]);
        gradientNorms = zeros(isLinear ? 1 : isTrained.Length + 1, members, float64, device).DetachFromDisposeScope();
        (rows, steps) = (new long[members], new long[members]);

        // [1 + layers, parameters]: 1 where a parameter's squared gradient belongs to a norm. Row 0 is the norm of all parameters.
        var belongs = parameters.All.Select(_ => 1f)
            .Concat(stack.Layers.SelectMany(layer => parameters.All.Select(trained => trained.Layer == layer ? 1f : 0f)));

        // Cloned so that libtorch aligns the memory. The memory of an array can have any alignment, and the last bit of a sum depends on it.
        using var flags = tensor(belongs.ToArray(), [isTrained.Length + 1, parameters.All.Count], device: device);
        sums = flags.clone().DetachFromDisposeScope();
    }

    public void Clear()
    {
        // In-place operations of TorchSharp return another handle to the same tensor; the scope disposes them.
        using var scope = NewDisposeScope();
        losses.zero_();
        hits.zero_();
        gradientNorms.zero_();
        Array.Clear(rows);
        Array.Clear(steps);
        counted = false;
    }

    /// <summary>Adds the mean loss of a batch, [] for one member or [members].</summary>
    public void AddLoss(Tensor meanLosses, RowBatch batch)
    {
        using var off = no_grad();
        if (batch.IsRagged)
        {
            First(losses, batch.Members).add_(meanLosses.detach().mul(tensor(batch.Counts, device: device)), One);
        }
        else
        {
            First(losses, batch.Members).add_(meanLosses.detach(), alpha: Weight(batch.Rows));
        }

        for (var member = 0; member < batch.Members; member++)
        {
            rows[member] += batch.Counts[member];
            steps[member]++;
        }
    }

    /// <summary>Adds the number of correctly classified rows of a batch, from its logits [..., classes] and class indices.</summary>
    public void AddHits(Tensor logits, Tensor targets, RowBatch batch)
    {
        using var off = no_grad();
        var predicted = logits.detach().argmax(-1);
        var correct = predicted.eq(targets.view_as(predicted));
        correct = batch.IsRagged ? correct.logical_and(batch.Mask(device).to(ScalarType.Bool)) : correct;
        First(hits, batch.Members).add_(correct.sum(-1), One);
        counted = true;
    }

    /// <summary>Adds the L2 norm of the gradients of each layer and of the whole network, before clipping.</summary>
    /// <returns>[members], the gradient norm of each member's whole network.</returns>
    public Tensor AddGradientNorms()
    {
        using var off = no_grad();
        var squares = parameters.All.Select(trained => Squares(trained.Parameter.grad!)).ToArray();
        var norms = (isLinear ? squares[0].add_(squares[1], One).unsqueeze(0) : sums.matmul(stack(squares))).sqrt_();
        gradientNorms.add_(norms, One);
        return norms[0];
    }

    /// <summary>Returns each member's means over the epoch so far. Waits for the device.</summary>
    public Means[] Read()
    {
        using var scope = NewDisposeScope();
        var loss = losses.cpu().data<double>().ToArray();
        var correct = hits.cpu().data<long>().ToArray();
        var norms = gradientNorms.cpu().data<double>().ToArray();
        return [.. Enumerable.Range(0, members).Select(member => new Means(
            loss[member] / rows[member],
            counted ? (double)correct[member] / rows[member] : null,
            Norm(0, member),
            [.. isTrained.Select((trained, layer) => trained ? Norm(isLinear ? 0 : layer + 1, member) : (double?)null)]))];

        double Norm(int index, int member) => norms[(index * members) + member] / steps[member];
    }

    /// <summary>Saves the sums so far to the state, or restores them from it.</summary>
    public void Carry(TrainingState state)
    {
        state.Tensor("totals.losses", losses);
        state.Tensor("totals.hits", hits);
        state.Tensor("totals.gradientNorms", gradientNorms);
        state.Numbers("totals.rows", rows).CopyTo(rows, 0);
        state.Numbers("totals.steps", steps).CopyTo(steps, 0);
        counted = state.Value("totals.counted", counted);
    }

    public void Dispose()
    {
        losses.Dispose();
        hits.Dispose();
        gradientNorms.Dispose();
        sums.Dispose();
    }

    private Tensor First(Tensor totals, int count) => count == members ? totals : totals.narrow(0, 0, count);

    /// <summary>Returns the sum of squares of each member, [members].</summary>
    private Tensor Squares(Tensor gradient)
    {
        var flat = gradient.view(members, -1);
        return members == 1 ? flat.mv(flat.view(-1)) : flat.mul(flat).sum(-1);
    }

    /// <summary>Returns the same scalar for batches of the same size, which are all batches but the last.</summary>
    private Scalar Weight(long count)
    {
        if (weight.Count != count)
        {
            weight = (count, count);
        }

        return weight.Scalar;
    }

    /// <summary>
    /// The means of one member over an epoch: the loss per row, the share of correctly classified rows (null for regression), the gradient
    /// norm per step, and the gradient norm per step of each linear layer (null for a frozen layer).
    /// </summary>
    public readonly record struct Means(double Loss, double? Accuracy, double GradientNorm, IReadOnlyList<double?> LayerGradientNorms);
}
