using LearnML.Training.Fitting.Data;
using LearnML.Training.Networks;
using LearnML.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>
/// Sums each member's loss, correct predictions and gradient norms over an epoch, on the device. The sums are read once, at the end of the epoch.
/// </summary>
internal sealed class RunningMetrics : IDisposable
{
    /// <summary>Libtorch splits sums of at least this many numbers between threads (GRAIN_SIZE in ATen/TensorIterator.h).</summary>
    private const long SplitSum = 32768;

    // Without an explicit factor, each addition creates a new scalar. TensorDataset explains what that costs.
    private static readonly Scalar One = 1;

    private readonly int members;
    private readonly int copies;
    private readonly Device device;
    private readonly IReadOnlyList<(string Layer, Tensor Gradients)> layerGradients;
    private readonly Tensor losses;
    private readonly Tensor correctCounts;
    private readonly Tensor gradientNorms;
    private readonly Tensor normSelector;
    private readonly bool[] isTrained;
    private readonly long[] rows;
    private readonly long[] measuredSteps;
    private bool hasAccuracy;
    private (long Count, Scalar Scalar) cachedScalar = (0, 0);

    /// <param name="network">The network to measure. Its training has begun.</param>
    /// <param name="hasRowWeights">Whether the rows have weights.</param>
    public RunningMetrics(BatchedNetwork network, bool hasRowWeights = false)
    {
        (members, copies, device) = (network.MemberCount, network.Copies, network.Parameters.Values.device);
        layerGradients = [.. network.Parameters.GradientsByLayer()];
        isTrained = [.. network.LinearPaths.Select(path => layerGradients.Any(trained => trained.Layer == path))];
        losses = zeros(members, float64, device).DetachFromDisposeScope();
        correctCounts = zeros(members, hasRowWeights ? float64 : int64, device).DetachFromDisposeScope();
        gradientNorms = zeros(isTrained.Length + 1, members, float64, device).DetachFromDisposeScope();
        (rows, measuredSteps) = (new long[members], new long[members]);

        // [1 + linear layers, trained layers]: 1 where the squared gradient of a layer belongs to a norm. Row 0 is the norm of all parameters.
        var belongs = layerGradients.Select(_ => 1f)
            .Concat(network.LinearPaths.SelectMany(path => layerGradients.Select(trained => trained.Layer == path ? 1f : 0f)));

        // Cloned so that libtorch aligns the memory. The memory of an array can have any alignment, and the last bit of a sum depends on it.
        using var flags = tensor(belongs.ToArray(), [isTrained.Length + 1, layerGradients.Count], device: device);
        normSelector = flags.clone().DetachFromDisposeScope();
    }

    public void Reset()
    {
        // In-place operations of TorchSharp return another handle to the same tensor; the scope disposes them.
        using var scope = NewDisposeScope();
        losses.zero_();
        correctCounts.zero_();
        gradientNorms.zero_();
        Array.Clear(rows);
        Array.Clear(measuredSteps);
        hasAccuracy = false;
    }

    /// <summary>Adds the mean losses of a batch, [members].</summary>
    public void AddLoss(Tensor meanLosses, RowBatch batch)
    {
        if (batch.HasPadding)
        {
            FirstMembers(losses, batch.Members).add_(meanLosses.mul(tensor(batch.RowCounts, device: device)), One);
        }
        else
        {
            FirstMembers(losses, batch.Members).add_(meanLosses, alpha: ScalarFor(batch.RowsPerMember));
        }

        for (var member = 0; member < batch.Members; member++)
        {
            rows[member] += batch.RowCounts[member];
        }
    }

    /// <summary>
    /// Adds the number or weight of a batch's correctly classified rows, from its logits [..., classes] and class indices. Each copy of a row counts.
    /// </summary>
    public void AddCorrect(Tensor logits, Tensor targets, RowBatch batch)
    {
        var predicted = logits.argmax(-1);
        var correct = predicted.eq(targets.view_as(predicted));
        correct = batch.HasPadding ? correct.logical_and(batch.RowMask(device).to(ScalarType.Bool)) : correct;
        var counted = batch.Weights is { } weights ? correct.mul(weights.view_as(correct)) : correct;
        FirstMembers(correctCounts, batch.Members).add_(counted.sum(-1), One);
        hasAccuracy = true;
    }

    /// <summary>
    /// Adds the L2 norm of the gradients of each layer and of the whole network, before clipping. The means are over the steps that call this.
    /// </summary>
    /// <param name="batch">The batch of the step.</param>
    /// <returns>[members], the gradient norm of each member's whole network.</returns>
    public Tensor AddGradientNorms(RowBatch batch)
    {
        for (var member = 0; member < batch.Members; member++)
        {
            measuredSteps[member]++;
        }

        if (layerGradients is [var only])
        {
            // The norm of the layer is the norm of the network.
            var norm = SumOfSquares(only.Gradients).sqrt_();
            gradientNorms.add_(norm, One);
            return norm;
        }

        var norms = normSelector.mm(stack([.. layerGradients.Select(layer => SumOfSquares(layer.Gradients))])).sqrt_();
        gradientNorms.add_(norms, One);
        return norms[0];
    }

    /// <summary>Returns each member's means over the epoch so far. Waits for the device.</summary>
    public EpochMeans[] ReadMeans()
    {
        using var scope = NewDisposeScope();
        var loss = losses.cpu().data<double>().ToArray();
        var correct = correctCounts.cpu().to(float64).data<double>().ToArray();
        var norms = gradientNorms.cpu().data<double>().ToArray();
        return [.. Enumerable.Range(0, members).Select(member => new EpochMeans(
            loss[member] / rows[member],
            hasAccuracy ? correct[member] / (rows[member] * copies) : null,
            Norm(0, member),
            [.. isTrained.Select((trained, layer) => trained ? Norm(layer + 1, member) : (double?)null)]))];

        double Norm(int index, int member) => norms[(index * members) + member] / measuredSteps[member];
    }

    /// <summary>Saves the sums so far to the state, or restores them from it.</summary>
    public void SaveOrRestore(TrainingState state)
    {
        state.SaveOrRestoreTensor("totals.losses", losses);
        state.SaveOrRestoreTensor("totals.hits", correctCounts);
        state.SaveOrRestoreTensor("totals.gradientNorms", gradientNorms);
        state.SaveOrRestoreArray("totals.rows", rows).CopyTo(rows, 0);
        state.SaveOrRestoreArray("totals.steps", measuredSteps).CopyTo(measuredSteps, 0);
        hasAccuracy = state.SaveOrRestoreValue("totals.counted", hasAccuracy);
    }

    public void Dispose()
    {
        losses.Dispose();
        correctCounts.Dispose();
        gradientNorms.Dispose();
        normSelector.Dispose();
        foreach (var (_, gradients) in layerGradients)
        {
            gradients.Dispose();
        }
    }

    private Tensor FirstMembers(Tensor totals, int count) => count == members ? totals : totals.narrow(0, 0, count);

    /// <summary>
    /// Returns the sum of squares of each member, [members]. Libtorch splits a single long sum between the threads, so that its last bits depend on
    /// their number; and Intel MKL's products with vectors take fewer threads on a busy machine. Sums of several rows do not depend on either.
    /// </summary>
    private Tensor SumOfSquares(Tensor gradients)
    {
        var squares = gradients.mul(gradients);
        var count = squares.size(-1);
        if (members > 1 || count < SplitSum)
        {
            return squares.sum(-1);
        }

        var width = (long)Math.Sqrt(count);
        var whole = count - (count % width);
        var sum = squares.narrow(-1, 0, whole).view(1, -1, width).sum(-1).sum(-1);
        return whole == count ? sum : sum.add_(squares.narrow(-1, whole, count - whole).sum(-1), One);
    }

    /// <summary>Returns the same scalar for batches of the same size, which are all batches but the last.</summary>
    private Scalar ScalarFor(long count)
    {
        if (cachedScalar.Count != count)
        {
            cachedScalar = (count, count);
        }

        return cachedScalar.Scalar;
    }

    /// <summary>
    /// The means of one member over an epoch, weighted by the weights of the rows: the loss per row,
    /// the share of correctly classified rows (null for regression), the gradient
    /// norm per step, and the gradient norm per step of each linear layer (null for a frozen layer).
    /// </summary>
    public readonly record struct EpochMeans(double Loss, double? Accuracy, double GradientNorm, IReadOnlyList<double?> LayerGradientNorms);
}
