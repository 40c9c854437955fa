using LearnML.Contracts;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// Computes (x - mean) / √(variance + ε)·weight + bias, with PyTorch's ε and momentum. Batch normalization takes mean and variance of each
/// unit over the member's rows (Ioffe and Szegedy 2015), layer normalization of each row over its units (Ba et al. 2016). One row has no
/// variance, so a batch of one row is normalized as in evaluation.
/// </summary>
internal sealed class BatchedNormalization : nn.Module<Tensor, Tensor>
{
    /// <summary>ε, which is added to variances, as in PyTorch.</summary>
    public const double DefaultEpsilon = 1e-5;

    // Created once. TensorDataset explains why.
    private static readonly Scalar Epsilon = DefaultEpsilon;
    private static readonly Scalar One = 1;
    private static readonly Scalar MinusOne = -1;
    private static readonly Scalar OneMinusMomentum = 0.9;
    private static readonly Scalar Momentum = 0.1;

    private readonly BatchedRandom random;
    private readonly int members;
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor? running_mean;
    private readonly Tensor? running_var;

    public BatchedNormalization(PlannedNormalization plan, LayerContext context)
        : base(nameof(BatchedNormalization))
    {
        (random, members) = (context.Random, context.Random.Members.Count);
        long[] shape = members == 1 ? [plan.Width] : [members, 1, plan.Width];
        using (NewDisposeScope())
        using (no_grad())
        {
            weight = context.Parameters.Add(plan.Path, false, plan.IsFrozen, shape);
            bias = context.Parameters.Add(plan.Path, true, plan.IsFrozen, shape);
            weight.fill_(One);
            if (plan.Normalization == Normalization.Batch)
            {
                running_mean = zeros(shape, device: weight.device).DetachFromDisposeScope();
                running_var = ones(shape, device: weight.device).DetachFromDisposeScope();
            }
        }

        RegisterComponents();
    }

    /// <summary>Normalizes [rows, units] of one member, or [active, rows, units] of the first members.</summary>
    public override Tensor forward(Tensor input) => running_mean is null
        ? Normalize(input, input.mean([-1], keepdim: true), input.var(-1, unbiased: false, keepdim: true))
        : training ? NormalizeBatch(input) : Normalize(input, ActivePart(running_mean, input), ActivePart(running_var!, input));

    private Tensor NormalizeBatch(Tensor input)
    {
        var (ownMean, ownVariance) = (ActivePart(running_mean!, input), ActivePart(running_var!, input));
        var (counts, mask, hasSingles) = CountRows(input);
        var mean = (mask is null ? input : input.mul(mask)).sum([-2], keepdim: true).div(counts);
        var squares = input.sub(mean).square();
        var sum = (mask is null ? squares : squares.mul(mask)).sum([-2], keepdim: true);
        var variance = sum.div(counts);
        if (hasSingles)
        {
            var single = counts.le(One);
            (mean, variance) = (where(single, ownMean.clone(), mean), where(single, ownVariance.clone(), variance));
        }

        using (no_grad())
        {
            // The running variance uses the unbiased variance, as in PyTorch. A single row does not change the running statistics.
            var unbiased = hasSingles ? where(counts.le(One), ownVariance, sum.div(counts.add(MinusOne, One))) : sum.div(counts.add(MinusOne, One));
            ownMean.mul_(OneMinusMomentum).add_(mean.view(ownMean.shape), Momentum);
            ownVariance.mul_(OneMinusMomentum).add_(unbiased.view(ownVariance.shape), Momentum);
        }

        return Normalize(input, mean, variance);
    }

    /// <summary>
    /// Returns the number of rows of each member, [] or [active, 1, 1]; a mask of 1 for a row and 0 for padding, [active, rows, 1], or null
    /// if there is no padding; and whether a member has only one row.
    /// </summary>
    private (Tensor Counts, Tensor? Mask, bool HasSingles) CountRows(Tensor input)
    {
        if (members == 1)
        {
            return (tensor((float)input.size(0), device: input.device), null, input.size(0) == 1);
        }

        var (active, rows) = ((int)input.size(0), input.size(1));
        var each = random.BatchRows[..active];
        var counts = tensor(Array.ConvertAll(each, count => (float)count), device: input.device).view(active, 1, 1);
        var mask = Array.TrueForAll(each, count => count == rows)
            ? null
            : arange(rows, device: input.device).view(1, rows, 1).lt(counts).to(ScalarType.Float32);
        return (counts, mask, each.Contains(1));
    }

    private Tensor Normalize(Tensor input, Tensor mean, Tensor variance) =>
        input.sub(mean).mul(variance.add(Epsilon, One).rsqrt()).mul(ActivePart(weight, input)).add(ActivePart(bias, input), One);

    /// <summary>Returns the part of a parameter or statistic that belongs to the members in the input.</summary>
    private Tensor ActivePart(Tensor values, Tensor input) =>
        members == 1 || input.size(0) == members ? values : values.narrow(0, 0, input.size(0));
}
