using LearnML.Contracts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Adds up an epoch's loss, hits and gradient norms on the device; they are read once, at its end.</summary>
internal sealed class EpochTotals(Device device) : IDisposable
{
    // An addition without its factor makes a new scalar each time; RowSet says what such crumbs cost.
    private static readonly Scalar One = 1;

    private readonly Tensor loss = zeros([], float64, device);
    private readonly Tensor hits = zeros([], int64, device);
    private readonly Tensor gradientNorm = zeros([], float64, device);
    private long rows;
    private long steps;
    private (long Count, Scalar Scalar) weight = (0, 0);

    public void Clear()
    {
        // TorchSharp answers in-place operations with a further handle on the same tensor.
        using var scope = NewDisposeScope();
        loss.zero_();
        hits.zero_();
        gradientNorm.zero_();
        (rows, steps) = (0, 0);
    }

    /// <summary>Adds a batch: its mean loss [], its logits [rows, classes] and its class indices [rows].</summary>
    public void Add(Tensor meanLoss, Tensor logits, Tensor targets, long count)
    {
        using var off = no_grad();
        loss.add_(meanLoss.detach(), alpha: Weight(count));
        hits.add_(logits.detach().argmax(1).eq(targets).sum(), One);
        rows += count;
    }

    /// <summary>Adds the L2 norm of all gradients together, before any clipping.</summary>
    public void AddGradientNorm(IReadOnlyList<Parameter> parameters)
    {
        using var off = no_grad();
        var squares = parameters.Select(parameter => parameter.grad!.view(-1)).Select(gradient => gradient.matmul(gradient));
        gradientNorm.add_(squares.Aggregate((sum, square) => sum.add_(square, One)).sqrt_(), One);
        steps++;
    }

    public Means Read()
    {
        using var scope = NewDisposeScope();
        return new Means(
            new Metrics { Loss = loss.item<double>() / rows, Accuracy = (double)hits.item<long>() / rows },
            steps == 0 ? 0 : gradientNorm.item<double>() / steps);
    }

    public void Dispose()
    {
        loss.Dispose();
        hits.Dispose();
        gradientNorm.Dispose();
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

    /// <summary>The epoch's means.</summary>
    public readonly record struct Means(Metrics Metrics, double GradientNorm);
}
