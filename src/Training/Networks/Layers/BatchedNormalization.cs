using LearnML.Contracts;
using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// Computes (x - mean) / √(variance + ε)·weight + bias, with PyTorch's ε and momentum. Batch normalization takes mean and variance of each
/// unit over the member's rows (Ioffe and Szegedy 2015), layer normalization of each row over its units (Ba et al. 2016). One row has no
/// variance, so a batch of one row is normalized as in evaluation.
/// </summary>
internal sealed class BatchedNormalization : Layer
{
    /// <summary>ε, which is added to variances, as in PyTorch.</summary>
    public const double DefaultEpsilon = 1e-5;

    // Created once. TensorDataset explains why.
    private static readonly Scalar Epsilon = DefaultEpsilon;
    private static readonly Scalar One = 1;
    private static readonly Scalar MinusOne = -1;
    private static readonly Scalar OneMinusMomentum = 0.9;
    private static readonly Scalar Momentum = 0.1;

    private readonly LayerContext context;
    private readonly LayerParameter weight;
    private readonly LayerParameter bias;
    private readonly Tensor? runningMean;
    private readonly Tensor? runningVariance;
    private readonly int copies;
    private (Tensor Normalized, Tensor Scale, MemberRows? Rows)? saved;

    public BatchedNormalization(PlannedNormalization plan, LayerContext context)
    {
        (this.context, copies) = (context, plan.Copies);
        long[] shape = context.Members == 1 ? [plan.Width] : [context.Members, 1, plan.Width];
        using var scope = NewDisposeScope();
        weight = context.Parameters.Add(plan.Path, false, plan.IsFrozen, shape);
        bias = context.Parameters.Add(plan.Path, true, plan.IsFrozen, shape);
        weight.Values.fill_(One);
        if (plan.Normalization == Normalization.Batch)
        {
            runningMean = context.Parameters.AddStatistic(plan.Path + ".running_mean", 0, shape);
            runningVariance = context.Parameters.AddStatistic(plan.Path + ".running_var", 1, shape);
        }
    }

    public override bool IsTrained => weight.IsTrained;

    public override Tensor Forward(Tensor input)
    {
        if (runningMean is null)
        {
            return Normalize(input, input.mean([-1], keepdim: true), input.var(-1, unbiased: false, keepdim: true), rows: null);
        }

        var (mean, variance) = (ActivePart(runningMean, input), ActivePart(runningVariance!, input));
        if (!context.IsTraining)
        {
            return Normalize(input, mean, variance, rows: null);
        }

        var rows = new MemberRows(input, context.Random, copies);
        return NormalizeBatch(input, mean, variance, rows);
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        var (normalized, scale, rows) = saved!.Value;
        if (IsTrained)
        {
            bias.AddGradient(SumRows(gradient));
            weight.AddGradient(SumRows(gradient.mul(normalized)));
        }

        if (!needsInputGradient)
        {
            return null;
        }

        // Mean and variance depend on the inputs too. Their part is the mean of the gradient, and the mean of its product with the outputs.
        gradient.mul_(weight.ValuesFor(gradient));
        var product = gradient.mul(normalized);
        var ofStatistics = rows is null
            ? gradient.mean([-1], keepdim: true).addcmul(normalized, product.mean([-1], keepdim: true), One)
            : rows.Mean(gradient).addcmul(normalized, rows.Mean(product), One);
        return gradient.sub_(rows is null ? ofStatistics : rows.WithoutPaddingAndSingles(ofStatistics)).mul_(scale);
    }

    private Tensor NormalizeBatch(Tensor input, Tensor ownMean, Tensor ownVariance, MemberRows rows)
    {
        var mean = rows.Mean(input);
        var centered = input.sub(mean);
        var sum = rows.Sum(centered.mul(centered));
        var variance = sum.div(rows.Counts);
        if (rows.HasSingles)
        {
            var single = rows.Counts.le(One);
            (mean, variance) = (where(single, ownMean.clone(), mean), where(single, ownVariance.clone(), variance));
        }

        // The running variance uses the unbiased variance, as in PyTorch. A single row does not change the running statistics.
        var unbiased = sum.div(rows.Counts.add(MinusOne, One));
        unbiased = rows.HasSingles ? where(rows.Counts.le(One), ownVariance, unbiased) : unbiased;
        ownMean.mul_(OneMinusMomentum).add_(mean.view(ownMean.shape), Momentum);
        ownVariance.mul_(OneMinusMomentum).add_(unbiased.view(ownVariance.shape), Momentum);
        return Normalize(input, mean, variance, rows);
    }

    private Tensor Normalize(Tensor input, Tensor mean, Tensor variance, MemberRows? rows)
    {
        var scale = variance.add(Epsilon, One).rsqrt_();
        var normalized = input.sub(mean).mul_(scale);
        saved = context.IsTraining ? (normalized, scale, rows) : null;
        return normalized.mul(weight.ValuesFor(input)).add_(bias.ValuesFor(input), One);
    }

    /// <summary>Returns the sums over the rows of each member, in the shape of the parameters.</summary>
    private Tensor SumRows(Tensor values) => context.Members == 1 ? values.sum([0]) : values.sum(1, keepdim: true);

    /// <summary>Returns the part of a statistic that belongs to the members in the input.</summary>
    private Tensor ActivePart(Tensor statistic, Tensor input) =>
        context.Members == 1 || input.size(0) == context.Members ? statistic : statistic.narrow(0, 0, input.size(0));
}
