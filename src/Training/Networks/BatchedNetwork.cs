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
    private readonly LayerContext context;
    private readonly LayerSequence layers;
    private readonly (string Name, Tensor Tensor)[] stateDict;
    private readonly HashSet<string> weightMatrices;

    /// <param name="spec">The layers between inputs and outputs.</param>
    /// <param name="inputs">The inputs of each member.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    /// <param name="device">The device of the parameters.</param>
    /// <param name="random">The random generators of the members.</param>
    /// <param name="precision">The number type of the matrix products in linear layers.</param>
    /// <param name="type">The type of all other numbers.</param>
    /// <param name="members">
    /// The layers of each member, which can differ in their dropout rates, and in their initialization if none is data-driven; null if they are
    /// equal.
    /// </param>
    public BatchedNetwork(
        NetworkSpec spec,
        IReadOnlyList<NetworkInputs> inputs,
        int outputs,
        Device device,
        BatchedRandom random,
        Precision precision = Precision.Float32,
        ScalarType type = ScalarType.Float32,
        IReadOnlyList<NetworkSpec>? members = null)
    {
        var plan = new NetworkPlan(spec, inputs, outputs);
        (Random, MemberCount, InferenceBatchSize) = (random, inputs.Count, plan.InferenceBatchSize(inputs.Count));
        (MultiplyAdds, Copies) = ((double)plan.MultiplyAdds, plan.Copies);
        LinearPaths = [.. plan.AllLayers.OfType<PlannedLinear>().Where(layer => layer.Path == layer.OwnerPath).Select(layer => layer.Path)];
        IsDataDriven = plan.AllLayers.OfType<PlannedLinear>().Any(layer => layer.Initialization.Kind == InitializationKind.DataDriven);
        Parameters = new BatchedParameters(MemberCount, (long)plan.TrainableParameters, device, type);
        var plans = members?.Distinct().ToDictionary(member => member, member => new NetworkPlan(member, inputs, outputs));
        context = new LayerContext(random, Parameters, precision)
        {
            DropoutRates = plans is not { Count: > 1 } ? null : [.. members!.Select(member => plans[member].DropoutRates)],
            Initializations = plans is not { Count: > 1 } ? null : [.. members!.Select(member => plans[member].Initializations)],
        };
        layers = new NetworkBuilder(inputs, context).Build(plan.Layers);
        stateDict = [.. Parameters.StateDict];
        weightMatrices =
        [
            .. LinearPaths.Concat(plan.AllLayers.Where(layer => layer is PlannedCopies or PlannedCategoryEmbedding).Select(layer => layer.Path))
                .Select(path => path + ".weight"),
            .. stateDict.Select(each => each.Name).Where(name => name.StartsWith(PlannedPeriodicEmbedding.NetworkPath, StringComparison.Ordinal)),
        ];
    }

    /// <summary>The random generators of the members.</summary>
    public BatchedRandom Random { get; }

    /// <summary>The number of members.</summary>
    public int MemberCount { get; }

    /// <summary>How many times the network predicts each row: the outputs of a row's copies follow each other. 1 without copies.</summary>
    public int Copies { get; }

    /// <summary>Whether initial parameters depend on rows.</summary>
    public bool IsDataDriven { get; }

    /// <summary>The multiplications of one member's forward pass over one row.</summary>
    public double MultiplyAdds { get; }

    /// <summary>The batch size of each member for evaluation and prediction.</summary>
    public int InferenceBatchSize { get; }

    /// <summary>The paths of the linear layers, from input to output. Layers that share parameters appear once.</summary>
    public IReadOnlyList<string> LinearPaths { get; }

    /// <summary>The parameters.</summary>
    public BatchedParameters Parameters { get; }

    /// <summary>Measures the activations of the linear layers.</summary>
    public ActivationHook ActivationHook => context.ActivationHook;

    /// <summary>
    /// Whether forward passes are those of training: with dropout, and followed by a backward pass. Default: false, so that several threads can
    /// predict at the same time.
    /// </summary>
    public bool IsTraining
    {
        get => context.IsTraining;
        set => context.IsTraining = value;
    }

    /// <summary>What the rates of all dropout layers are multiplied by. Default: 1.</summary>
    public double DropoutStrength
    {
        get => context.DropoutStrength;
        set => context.DropoutStrength = value;
    }

    /// <summary>Fits the parameters of layers with a data-driven initialization to rows. Call it before the training.</summary>
    /// <param name="inputs">The rows, as for <see cref="Forward"/>.</param>
    public void Initialize(Tensor inputs)
    {
        context.IsInitializing = true;
        _ = layers.Forward(inputs);
        context.IsInitializing = false;
    }

    /// <summary>
    /// Computes the outputs, [rows x copies, outputs] from [rows, inputs]; with several members, [members, rows, ...].
    /// </summary>
    public Tensor Forward(Tensor inputs) => layers.Forward(inputs);

    /// <summary>Computes the gradients of all trained parameters for the last forward pass.</summary>
    /// <param name="gradient">The gradient of the outputs. It is overwritten.</param>
    public void Backward(Tensor gradient)
    {
        Parameters.ClearGradients(active: MemberCount == 1 ? 1 : gradient.size(0));
        layers.Backward(gradient, needsInputGradient: false);
    }

    /// <summary>The number of parameter values of all members, trained or frozen.</summary>
    public long ParameterCount => Parameters.Count;

    /// <summary>Returns the L2 norm of a linear layer's weights for each member, [members].</summary>
    public Tensor WeightNorms(string layer)
    {
        var weights = stateDict.Single(each => each.Name == layer + ".weight").Tensor;

        // Sums each output's weights and then the outputs. A sum in one go would depend on the number of threads.
        return weights.mul(weights).view(MemberCount, -1, weights.size(-1)).sum(-1).sum(-1).sqrt();
    }

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

    /// <summary>Saves the parameters and running statistics of one member to the state, or restores them from it.</summary>
    public void SaveOrRestore(TrainingState state, int member, string prefix)
    {
        foreach (var (name, tensor) in StateDict(member))
        {
            state.SaveOrRestoreTensor($"{prefix}.weights.{name}", tensor);
        }
    }

    public void Dispose() => Parameters.Dispose();
}
