using LearnML.Contracts;
using LearnML.Training.Networks.Layers;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Randomness;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// One network, or several networks of the same shape (the members) that are computed together: the folds of a cross-validation or the
/// networks of an ensemble. Several small networks take little more time than one, because the time of a small step is mostly overhead,
/// not arithmetic.
/// </summary>
internal sealed class BatchedNetwork : IDisposable
{
    private readonly (string Name, Tensor Tensor)[] stateDict;
    private readonly HashSet<string> weightMatrices;

    /// <param name="spec">The layers between inputs and outputs.</param>
    /// <param name="inputs">The number of inputs per row of each member.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    /// <param name="device">The device of the parameters.</param>
    /// <param name="random">The random generators of the members.</param>
    /// <param name="precision">The number type of the matrix products in linear layers.</param>
    public BatchedNetwork(
        NetworkSpec spec, IReadOnlyList<int> inputs, int outputs, Device device, BatchedRandom random, Precision precision = Precision.Float32)
    {
        var plan = new NetworkPlan(spec, inputs.Max(), outputs);
        (Random, MemberCount, InferenceBatchSize) = (random, inputs.Count, plan.InferenceBatchSize(inputs.Count));
        MultiplyAdds = (double)plan.MultiplyAdds;
        LinearPaths = [.. plan.AllLayers.OfType<PlannedLinear>().Where(layer => layer.Path == layer.OwnerPath).Select(layer => layer.Path)];
        Parameters = new BatchedParameters(MemberCount, (long)plan.TrainableParameters, device);
        Module = new NetworkBuilder(inputs, new LayerContext(random, Parameters, precision, ActivationHook)).Build(plan.Layers);
        weightMatrices = [.. LinearPaths.Select(path => path + ".weight")];
        stateDict =
        [
            .. Module.named_parameters().Select(parameter => (parameter.name, (Tensor)parameter.parameter)),
            .. Module.named_buffers().Select(buffer => (buffer.name, buffer.buffer)),
        ];
    }

    /// <summary>The random generators of the members.</summary>
    public BatchedRandom Random { get; }

    /// <summary>The number of members.</summary>
    public int MemberCount { get; }

    /// <summary>The multiplications of one member's forward pass over one row.</summary>
    public double MultiplyAdds { get; }

    /// <summary>The batch size of each member for evaluation and prediction.</summary>
    public int InferenceBatchSize { get; }

    /// <summary>The paths of the linear layers, from input to output. Layers that share parameters appear once.</summary>
    public IReadOnlyList<string> LinearPaths { get; }

    /// <summary>
    /// The layers. They map [rows, inputs] to [rows, outputs]; with several members, [members, rows, inputs] to [members, rows, outputs].
    /// </summary>
    public LayerSequence Module { get; }

    /// <summary>The trained parameters.</summary>
    public BatchedParameters Parameters { get; }

    /// <summary>Measures the activations of the linear layers.</summary>
    public ActivationHook ActivationHook { get; } = new();

    /// <summary>Returns the L2 norm of a linear layer's weights for each member, [members].</summary>
    public Tensor WeightNorms(string layer) =>
        SumInParts(stateDict.Single(each => each.Name == layer + ".weight").Tensor.detach().square()).sqrt();

    /// <summary>Sums each output's weights and then the outputs. A sum in one go would depend on the number of threads.</summary>
    private Tensor SumInParts(Tensor squares) => squares.view(MemberCount, -1, squares.size(-1)).sum(-1).sum(-1);

    /// <summary>The number of parameter values of all members, trainable or frozen.</summary>
    public long ParameterCount => Module.named_parameters().Sum(parameter => parameter.parameter.numel());

    /// <summary>
    /// Returns the parameters and running statistics of one member, with PyTorch's names and shapes. The tensors are views: writing to them
    /// changes the network.
    /// </summary>
    public IEnumerable<(string Name, Tensor Tensor)> StateDict(int member) => MemberCount == 1
        ? stateDict
        : stateDict.Select(each =>
            (each.Name, weightMatrices.Contains(each.Name) ? each.Tensor.select(0, member) : each.Tensor.select(0, member).view(-1)));

    /// <summary>Saves all parameters and running statistics to the state, or restores them from it.</summary>
    public void SaveOrRestore(TrainingState state)
    {
        foreach (var (name, tensor) in stateDict)
        {
            state.SaveOrRestoreTensor($"weights.{name}", tensor);
        }
    }

    public void Dispose()
    {
        Module.Dispose();
        Parameters.Dispose();
    }
}
