using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// The parameters of a stack and their gradients. Those of small networks lie together in one tensor, so that an optimizer
/// changes all of them by one set of operations. Large ones lie apart: there the backward pass hands over its own buffers, and
/// adding those to ours would cost more than the operations.
/// </summary>
internal sealed class StackParameters : IDisposable
{
    private const long MostTogether = 1 << 18;

    private readonly int members;
    private readonly Device device;
    private readonly List<Parameter> all = [];
    private readonly Tensor? values;
    private readonly Tensor? gradients;
    private long used;

    /// <param name="members">The networks of the stack.</param>
    /// <param name="count">The numbers of each.</param>
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
    public IReadOnlyList<Parameter> All => all;

    /// <summary>The same numbers in as few tensors as they lie in.</summary>
    public IReadOnlyList<Tensor> Blocks => values is null ? all : [values];

    /// <summary>The gradients of a block, after a backward pass.</summary>
    public Tensor Gradient(int block) => gradients ?? all[block].grad!;

    /// <summary>Makes a parameter, all zeros.</summary>
    public Parameter Add(params long[] shape)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var start = used;
        used += shape.Aggregate((product, dimension) => product * dimension);
        var parameter = new Parameter(values is null ? zeros(shape, float32, device) : Within(values));
        if (gradients is not null)
        {
            parameter.grad = Within(gradients);
        }

        all.Add(parameter);
        parameter.DetachFromDisposeScope();
        return parameter;

        Tensor Within(Tensor block) => block.narrow(0, start, used - start).view(shape);
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

        foreach (var parameter in all)
        {
            // Unlike zeroing, this lets the backward pass hand over its own buffer instead of adding to ours.
            parameter.grad = null;
        }
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
        return [.. all.Select(parameter =>
        {
            var (start, count, shape) = (end, parameter.numel(), parameter.shape);
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
