using LearnML.Contracts;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Adds up an epoch's loss, hits and gradient norms on the device; they are read once, at its end.</summary>
internal sealed class EpochTotals(Device device) : IDisposable
{
    private readonly Tensor loss = zeros([], float64, device);
    private readonly Tensor hits = zeros([], int64, device);
    private readonly Tensor gradientNorm = zeros([], float64, device);
    private long rows;
    private long steps;

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
        loss.add_(meanLoss.detach(), alpha: count);
        hits.add_(logits.detach().argmax(1).eq(targets).sum());
        rows += count;
    }

    /// <summary>Adds the L2 norm of all gradients together, before any clipping.</summary>
    public void AddGradientNorm(IReadOnlyList<Parameter> parameters)
    {
        using var off = no_grad();
        var squares = parameters.Select(parameter => parameter.grad!.view(-1)).Select(gradient => gradient.dot(gradient));
        gradientNorm.add_(squares.Aggregate((sum, square) => sum.add_(square)).sqrt_());
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

    /// <summary>The epoch's means.</summary>
    public readonly record struct Means(Metrics Metrics, double GradientNorm);
}
