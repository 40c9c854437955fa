using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// The trained parameters of a batched network and their gradients. Small networks keep all parameters in one flat tensor, so that the
/// optimizer updates them with one set of operations. Large networks keep separate tensors: there the backward pass can use its own
/// buffers as gradients, which costs less than adding them to a flat tensor.
/// </summary>
internal sealed class BatchedParameters : IDisposable
{
    private const long MaximumFlatValues = 1 << 18;

    private readonly int members;
    private readonly Device device;
    private readonly List<TrainableParameter> trainable = [];
    private readonly Tensor? flatValues;
    private readonly Tensor? flatGradients;
    private long usedValues;

    /// <param name="members">The number of members of the batched network.</param>
    /// <param name="count">The number of trained values of each member.</param>
    /// <param name="device">The device of the tensors.</param>
    public BatchedParameters(int members, long count, Device device)
    {
        (this.members, this.device) = (members, device);
        if (members * count <= MaximumFlatValues)
        {
            flatValues = zeros(members * count, float32, device).DetachFromDisposeScope();
            flatGradients = zeros(members * count, float32, device).DetachFromDisposeScope();
        }
    }

    /// <summary>All trained parameters. With several members, the first dimension of each shape is the members: [members, ...].</summary>
    public IReadOnlyList<TrainableParameter> Trainable => trainable;

    /// <summary>The same values as blocks: the one flat tensor of a small network, or one tensor for each parameter of a large one.</summary>
    public IReadOnlyList<Tensor> Blocks => flatValues is null ? [.. trainable.Select(trained => trained.Parameter)] : [flatValues];

    /// <summary>Returns the gradients of a block after a backward pass.</summary>
    public Tensor GetGradient(int block) => flatGradients ?? trainable[block].Parameter.grad!;

    /// <summary>Creates a parameter of zeros.</summary>
    /// <param name="layer">The path of its layer.</param>
    /// <param name="isBias">Whether it is a bias, not a weight.</param>
    /// <param name="isFrozen">Whether it is not trained.</param>
    /// <param name="shape">Its shape.</param>
    public Parameter Add(string layer, bool isBias, bool isFrozen, params long[] shape)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        if (isFrozen)
        {
            var untrained = new Parameter(zeros(shape, float32, device), requires_grad: false);
            untrained.DetachFromDisposeScope();
            return untrained;
        }

        var start = usedValues;
        usedValues += shape.Aggregate((product, dimension) => product * dimension);
        var parameter = new Parameter(flatValues is null ? zeros(shape, float32, device) : View(flatValues));
        if (flatGradients is not null)
        {
            parameter.grad = View(flatGradients);
        }

        trainable.Add(new TrainableParameter(layer, isBias, parameter));
        parameter.DetachFromDisposeScope();
        return parameter;

        Tensor View(Tensor block) => block.narrow(0, start, usedValues - start).view(shape);
    }

    /// <summary>Returns a mask for each block: 1 for a weight, 0 for a bias; null for a block that has only weights.</summary>
    public IReadOnlyList<Tensor?> CreateWeightMasks()
    {
        using var off = no_grad();
        if (flatValues is null)
        {
            return
            [
                .. trainable.Select(trained => trained.IsBias ? zeros_like(trained.Parameter, requires_grad: false).DetachFromDisposeScope() : null),
            ];
        }

        using var scope = NewDisposeScope();
        var masks = trainable.Select(trained => full(trained.Parameter.numel(), trained.IsBias ? 0f : 1f, device: device));
        return [cat([.. masks]).DetachFromDisposeScope()];
    }

    /// <summary>Clears the gradients of the last backward pass. Call it before the next one.</summary>
    public void ClearGradients()
    {
        if (flatGradients is not null)
        {
            using var scope = NewDisposeScope();
            flatGradients.zero_();
            return;
        }

        foreach (var trained in trainable)
        {
            // null, not zeros: the backward pass then uses its own buffer as the gradient and adds nothing.
            trained.Parameter.grad = null;
        }
    }

    /// <summary>Ends the training of the parameters and frees the gradients, which need as much memory as the parameters.</summary>
    public void EndTraining()
    {
        foreach (var trained in trainable)
        {
            trained.Parameter.grad = null;
            trained.Parameter.requires_grad = false;
        }

        flatGradients?.Dispose();
    }

    /// <summary>
    /// Returns functions that select the values of the first members from a block, or from a tensor with the same layout (for example a
    /// momentum). If all members are active and have the same step size, one function returns the whole block. Otherwise each function returns
    /// [active, ...]: of a flat block there is one function for each parameter.
    /// </summary>
    /// <param name="active">The number of members to select.</param>
    /// <param name="updatesTogether">Whether the optimizer uses the same step size for all of them, so that it can update them together.</param>
    public IEnumerable<Func<Tensor, Tensor>> ActiveSlices(int active, bool updatesTogether)
    {
        if (active == members && updatesTogether)
        {
            return [block => block];
        }

        if (flatValues is null)
        {
            return [block => block.narrow(0, 0, active)];
        }

        long end = 0;
        return [.. trainable.Select(trained =>
        {
            var (start, count, shape) = (end, trained.Parameter.numel(), trained.Parameter.shape);
            end += count;
            return (Func<Tensor, Tensor>)(block => block.narrow(0, start, count).view(shape).narrow(0, 0, active));
        })];
    }

    public void Dispose()
    {
        flatValues?.Dispose();
        flatGradients?.Dispose();
    }
}
