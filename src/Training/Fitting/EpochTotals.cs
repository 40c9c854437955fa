using LearnML.Training.Checkpoints;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Adds up each member's loss, hits and gradient norms of an epoch on the device; they are read once, at its end.</summary>
internal sealed class EpochTotals : IDisposable
{
    // An addition without its factor makes a new scalar each time; Samples says what such crumbs cost.
    private static readonly Scalar One = 1;

    private readonly int members;
    private readonly Device device;
    private readonly StackParameters parameters;
    private readonly Tensor losses;
    private readonly Tensor hits;
    private readonly Tensor gradientNorms;
    private readonly Tensor sums;
    private readonly bool[] isTrained;

    // A linear network has one layer, whose norm is that of all of it.
    private readonly bool isLinear;
    private readonly long[] rows;
    private readonly long[] steps;
    private bool counted;
    private (long Count, Scalar Scalar) weight = (0, 0);

    /// <param name="stack">Whose totals they are.</param>
    public EpochTotals(Stack stack)
    {
        (members, parameters, device) = (stack.Members, stack.Parameters, stack.Parameters.Blocks[0].device);
        isTrained = [.. stack.Layers.Select(layer => parameters.All.Any(trained => trained.Layer == layer))];
        losses = zeros(members, float64, device).DetachFromDisposeScope();
        hits = zeros(members, int64, device).DetachFromDisposeScope();
        isLinear = isTrained is [true] && parameters.All.All(trained => trained.Layer == stack.Layers[0]);
        gradientNorms = zeros(isLinear ? 1 : isTrained.Length + 1, members, float64, device).DetachFromDisposeScope();
        (rows, steps) = (new long[members], new long[members]);

        // [1 + layers, parameters]: which parameters' squares add up to whose norm; the first is that of all of them.
        var of = parameters.All.Select(_ => 1f).Concat(stack.Layers.SelectMany(layer => parameters.All.Select(trained => trained.Layer == layer ? 1f : 0f)));

        // A copy, for libtorch lays it out as products like it: that of an array lies anywhere, and a sum's last bit would depend on where.
        using var flags = tensor(of.ToArray(), [isTrained.Length + 1, parameters.All.Count], device: device);
        sums = flags.clone().DetachFromDisposeScope();
    }

    public void Clear()
    {
        // TorchSharp answers in-place operations with a further handle on the same tensor.
        using var scope = NewDisposeScope();
        losses.zero_();
        hits.zero_();
        gradientNorms.zero_();
        Array.Clear(rows);
        Array.Clear(steps);
        counted = false;
    }

    /// <summary>Adds a batch's mean losses, [] or [members].</summary>
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

    /// <summary>Adds a batch's rightly classified rows, from its logits [..., classes] and class indices.</summary>
    public void AddHits(Tensor logits, Tensor targets, RowBatch batch)
    {
        using var off = no_grad();
        var right = logits.detach().argmax(-1);
        right = right.eq(targets.view_as(right));
        right = batch.IsRagged ? right.logical_and(batch.Mask(device).to(ScalarType.Bool)) : right;
        First(hits, batch.Members).add_(right.sum(-1), One);
        counted = true;
    }

    /// <summary>Adds the L2 norms of the gradients of each layer and of all together, before any clipping.</summary>
    /// <returns>[members], those of all together.</returns>
    public Tensor AddGradientNorms()
    {
        using var off = no_grad();
        var squares = parameters.All.Select(trained => Squares(trained.Parameter.grad!)).ToArray();
        var norms = (isLinear ? squares[0].add_(squares[1], One).unsqueeze(0) : sums.matmul(stack(squares))).sqrt_();
        gradientNorms.add_(norms, One);
        return norms[0];
    }

    /// <summary>Each member's means over the epoch.</summary>
    public Means[] Read()
    {
        using var scope = NewDisposeScope();
        var (loss, hit, norms) = (losses.cpu().data<double>().ToArray(), hits.cpu().data<long>().ToArray(), gradientNorms.cpu().data<double>().ToArray());
        return [.. Enumerable.Range(0, members).Select(member => new Means(
            loss[member] / rows[member], counted ? (double)hit[member] / rows[member] : null, Norm(0, member), [.. isTrained.Select((trained, layer) => trained ? Norm(isLinear ? 0 : layer + 1, member) : (double?)null)]))];

        double Norm(int of, int member) => norms[(of * members) + member] / steps[member];
    }

    /// <summary>Carries what was added up so far.</summary>
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

    /// <summary>[members], the sum of the squares of each.</summary>
    private Tensor Squares(Tensor gradient)
    {
        var flat = gradient.view(members, -1);
        return members == 1 ? flat.mv(flat.view(-1)) : flat.mul(flat).sum(-1);
    }

    /// <summary>The same scalar for batches of the same size: all but the last.</summary>
    private Scalar Weight(long count)
    {
        if (weight.Count != count)
        {
            weight = (count, count);
        }

        return weight.Scalar;
    }

    /// <summary>
    /// A member's epoch: the mean loss of its rows, the share classified rightly, the mean gradient norm of its steps, and that of each
    /// linear layer, null where it is frozen.
    /// </summary>
    public readonly record struct Means(double Loss, double? Accuracy, double GradientNorm, IReadOnlyList<double?> LayerGradientNorms);
}
