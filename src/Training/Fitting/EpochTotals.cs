using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Adds up each member's loss, hits and gradient norms of an epoch on the device; they are read once, at its end.</summary>
internal sealed class EpochTotals(int members, Device device) : IDisposable
{
    // An addition without its factor makes a new scalar each time; Samples says what such crumbs cost.
    private static readonly Scalar One = 1;

    // A parameter's dimensions behind the one of the members.
    private static readonly long[] Own = [1, 2];

    private readonly Tensor losses = zeros(members, float64, device).DetachFromDisposeScope();
    private readonly Tensor hits = zeros(members, int64, device).DetachFromDisposeScope();
    private readonly Tensor gradientNorms = zeros(members, float64, device).DetachFromDisposeScope();
    private readonly long[] rows = new long[members];
    private readonly long[] steps = new long[members];
    private bool counted;
    private (long Count, Scalar Scalar) weight = (0, 0);

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

    /// <summary>Adds the L2 norm of all gradients of each member together, before any clipping.</summary>
    public void AddGradientNorms(StackParameters parameters)
    {
        using var off = no_grad();
        var squares = members == 1
            ? parameters.Blocks.Select((_, block) => Square(parameters.Gradient(block)))
            : parameters.All.Select(parameter => parameter.grad!.mul(parameter.grad!).sum(Own));
        gradientNorms.add_(squares.Aggregate((sum, square) => sum.add_(square, One)).sqrt_(), One);
    }

    /// <summary>Each member's means over the epoch.</summary>
    public Means[] Read()
    {
        using var scope = NewDisposeScope();
        var (loss, hit, norm) = (losses.cpu().data<double>().ToArray(), hits.cpu().data<long>().ToArray(), gradientNorms.cpu().data<double>().ToArray());
        return [.. Enumerable.Range(0, members).Select(member => new Means(
            loss[member] / rows[member], counted ? (double)hit[member] / rows[member] : null, norm[member] / steps[member]))];
    }

    public void Dispose()
    {
        losses.Dispose();
        hits.Dispose();
        gradientNorms.Dispose();
    }

    private Tensor First(Tensor totals, int count) => count == members ? totals : totals.narrow(0, 0, count);

    private static Tensor Square(Tensor gradient)
    {
        var flat = gradient.view(-1);
        return flat.matmul(flat);
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

    /// <summary>A member's epoch: the mean loss of its rows, the share classified rightly, the mean gradient norm of its steps.</summary>
    public readonly record struct Means(double Loss, double? Accuracy, double GradientNorm);
}
