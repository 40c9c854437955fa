using LearnML.Contracts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// (x - mean) / √(variance + ε)·weight + bias, with PyTorch's ε and momentum; by the batch each unit over the rows of its member,
/// by the layer each row over its units. A batch of one row has no variance, and is normalized as in evaluation.
/// </summary>
internal sealed class StackNormalization : nn.Module<Tensor, Tensor>
{
    /// <summary>What is added to variances, as in PyTorch.</summary>
    public const double EpsilonValue = 1e-5;

    // Made once: Samples says why.
    private static readonly Scalar Epsilon = EpsilonValue;
    private static readonly Scalar One = 1;
    private static readonly Scalar MinusOne = -1;
    private static readonly Scalar Remembered = 0.9;
    private static readonly Scalar Momentum = 0.1;

    private readonly StackRandom random;
    private readonly int members;
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor? running_mean;
    private readonly Tensor? running_var;

    public StackNormalization(PlannedNormalization plan, StackSite site)
        : base(nameof(StackNormalization))
    {
        (random, members) = (site.Random, site.Random.Members.Count);
        long[] shape = members == 1 ? [plan.Width] : [members, 1, plan.Width];
        using (NewDisposeScope())
        using (no_grad())
        {
            weight = site.Parameters.Add(plan.Path, false, plan.Frozen, shape);
            bias = site.Parameters.Add(plan.Path, true, plan.Frozen, shape);
            weight.fill_(One);
            if (plan.Normalization == Normalization.Batch)
            {
                running_mean = zeros(shape, device: weight.device).DetachFromDisposeScope();
                running_var = ones(shape, device: weight.device).DetachFromDisposeScope();
            }
        }

        RegisterComponents();
    }

    /// <summary>[rows, units] of one member, or [members, rows, units] of the first members.</summary>
    public override Tensor forward(Tensor input) => running_mean is null
        ? Normalized(input, input.mean([-1], keepdim: true), input.var(-1, unbiased: false, keepdim: true))
        : training ? ByBatch(input) : Normalized(input, First(running_mean, input), First(running_var!, input));

    private Tensor ByBatch(Tensor input)
    {
        var (ownMean, ownVariance) = (First(running_mean!, input), First(running_var!, input));
        var (counts, mask, hasSingles) = Rows(input);
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
            // The variance that is remembered is the unbiased one; of a single row nothing is.
            var unbiased = hasSingles ? where(counts.le(One), ownVariance, sum.div(counts.add(MinusOne, One))) : sum.div(counts.add(MinusOne, One));
            ownMean.mul_(Remembered).add_(mean.view(ownMean.shape), Momentum);
            ownVariance.mul_(Remembered).add_(unbiased.view(ownVariance.shape), Momentum);
        }

        return Normalized(input, mean, variance);
    }

    /// <summary>How many rows each member has, [] or [members, 1, 1]; 1 for a row and 0 for padding, [members, rows, 1]; whether some have but one.</summary>
    private (Tensor Counts, Tensor? Mask, bool HasSingles) Rows(Tensor input)
    {
        if (members == 1)
        {
            return (tensor((float)input.size(0), device: input.device), null, input.size(0) == 1);
        }

        var (active, rows) = ((int)input.size(0), input.size(1));
        var each = random.BatchRows[..active];
        var counts = tensor(Array.ConvertAll(each, count => (float)count), device: input.device).view(active, 1, 1);
        var mask = Array.TrueForAll(each, count => count == rows) ? null : arange(rows, device: input.device).view(1, rows, 1).lt(counts).to(ScalarType.Float32);
        return (counts, mask, each.Contains(1));
    }

    private Tensor Normalized(Tensor input, Tensor mean, Tensor variance) =>
        input.sub(mean).mul(variance.add(Epsilon, One).rsqrt()).mul(First(weight, input)).add(First(bias, input), One);

    private Tensor First(Tensor ofMembers, Tensor input) => members == 1 || input.size(0) == members ? ofMembers : ofMembers.narrow(0, 0, input.size(0));
}
