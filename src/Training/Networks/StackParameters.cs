using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// The trained parameters of a stack and their gradients. Those of small networks lie together in one tensor, so that an optimizer
/// changes all of them by one set of operations. Large ones lie apart: there the backward pass hands over its own buffers, and
/// adding those to ours would cost more than the operations.
/// </summary>
internal sealed class StackParameters : IDisposable
{
    private const long MostTogether = 1 << 18;

    private readonly int members;
    private readonly Device device;
    private readonly List<TrainedParameter> all = [];
    private readonly Tensor? values;
    private readonly Tensor? gradients;
    private long used;

    /// <param name="members">The networks of the stack.</param>
    /// <param name="count">The trained numbers of each.</param>
    /// <param name="device">Where they lie.</param>
    public StackParameters(int members, long count, Device device)
    {
        (this.members, this.device) = (members, device);
        if (members * count <= MostTogether)
        {
            values = zeros(members * count, float32, device).DetachFromDisposeScope();
            gradients = zeros(members * count, float32, device).DetachFromDisposeScope();
        }
    }

    /// <summary>Each parameter: of one member in any shape, of several [members, ...].</summary>
    public IReadOnlyList<TrainedParameter> All => all;

    /// <summary>The same numbers in as few tensors as they lie in.</summary>
    public IReadOnlyList<Tensor> Blocks => values is null ? [.. all.Select(trained => trained.Parameter)] : [values];

    /// <summary>The gradients of a block, after a backward pass.</summary>
    public Tensor Gradient(int block) => gradients ?? all[block].Parameter.grad!;

    /// <summary>Makes a parameter, all zeros.</summary>
    /// <param name="layer">The path of its layer.</param>
    /// <param name="isBias">Whether it is added rather than multiplied.</param>
    /// <param name="frozen">Whether it is not trained.</param>
    /// <param name="shape">Its shape.</param>
    public Parameter Add(string layer, bool isBias, bool frozen, params long[] shape)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        if (frozen)
        {
            var untrained = new Parameter(zeros(shape, float32, device), requires_grad: false);
            untrained.DetachFromDisposeScope();
            return untrained;
        }

        var start = used;
        used += shape.Aggregate((product, dimension) => product * dimension);
        var parameter = new Parameter(values is null ? zeros(shape, float32, device) : Within(values));
        if (gradients is not null)
        {
            parameter.grad = Within(gradients);
        }

        all.Add(new TrainedParameter(layer, isBias, parameter));
        parameter.DetachFromDisposeScope();
        return parameter;

        Tensor Within(Tensor block) => block.narrow(0, start, used - start).view(shape);
    }

    /// <summary>Beside each block, 1 where a number is of a weight and 0 where it is of a bias; null for a block of weights alone.</summary>
    public IReadOnlyList<Tensor?> WeightMasks()
    {
        using var off = no_grad();
        if (values is null)
        {
            return [.. all.Select(trained => trained.IsBias ? zeros_like(trained.Parameter, requires_grad: false).DetachFromDisposeScope() : null)];
        }

        using var scope = NewDisposeScope();
        return [cat([.. all.Select(trained => full(trained.Parameter.numel(), trained.IsBias ? 0f : 1f, device: device))]).DetachFromDisposeScope()];
    }

    /// <summary>Before a backward pass: forgets what the last one left.</summary>
    public void ClearGradients()
    {
        if (gradients is not null)
        {
            using var scope = NewDisposeScope();
            gradients.zero_();
            return;
        }

        foreach (var trained in all)
        {
            // Unlike zeroing, this lets the backward pass hand over its own buffer instead of adding to ours.
            trained.Parameter.grad = null;
        }
    }

    /// <summary>Frees the gradients, once nothing is trained any more: they are as large as the parameters.</summary>
    public void DropGradients()
    {
        foreach (var trained in all)
        {
            trained.Parameter.grad = null;
            trained.Parameter.requires_grad = false;
        }

        gradients?.Dispose();
    }

    /// <summary>
    /// Ways to cut from a block, and from anything that lies beside it, the share of the first members: the whole where they
    /// are all and are treated alike, else parameter by parameter [active, ...].
    /// </summary>
    public IEnumerable<Func<Tensor, Tensor>> Cuts(int active, bool alike)
    {
        if (active == members && alike)
        {
            return [block => block];
        }

        if (values is null)
        {
            return [block => block.narrow(0, 0, active)];
        }

        long end = 0;
        return [.. all.Select(trained =>
        {
            var (start, count, shape) = (end, trained.Parameter.numel(), trained.Parameter.shape);
            end += count;
            return (Func<Tensor, Tensor>)(block => block.narrow(0, start, count).view(shape).narrow(0, 0, active));
        })];
    }

    public void Dispose()
    {
        values?.Dispose();
        gradients?.Dispose();
    }
}
