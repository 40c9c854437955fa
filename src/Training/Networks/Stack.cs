using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// One network, or several networks of the same shape (the members) that are computed together: the folds of a cross-validation or the
/// networks of an ensemble. Several small networks take little more time than one, because the time of a small step is mostly overhead,
/// not arithmetic.
/// </summary>
internal sealed class Stack : IDisposable
{
    private readonly (string Name, Tensor Tensor)[] named;
    private readonly HashSet<string> matrices;

    /// <param name="spec">The layers between inputs and outputs.</param>
    /// <param name="inputs">The number of inputs per row of each member.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    /// <param name="device">The device of the parameters.</param>
    /// <param name="random">The random generators of the members.</param>
    /// <param name="precision">The number type of the matrix products in linear layers.</param>
    public Stack(
        NetworkSpec spec, IReadOnlyList<int> inputs, int outputs, Device device, StackRandom random, Precision precision = Precision.Float32)
    {
        var plan = new NetworkPlan(spec, inputs.Max(), outputs);
        (Random, Members, RowsAtOnce) = (random, inputs.Count, plan.RowsAtOnce(inputs.Count));
        Layers = [.. plan.All.OfType<PlannedLinear>().Where(layer => layer.Path == layer.First).Select(layer => layer.Path)];
        Parameters = new StackParameters(Members, (long)plan.Trained, device);
        Network = new NetworkBuilder(inputs, new StackSite(random, Parameters, precision, Probe)).Build(plan.Layers);
        matrices = [.. Layers.Select(path => path + ".weight")];
        named =
        [
            .. Network.named_parameters().Select(parameter => (parameter.name, (Tensor)parameter.parameter)),
            .. Network.named_buffers().Select(buffer => (buffer.name, buffer.buffer)),
        ];
    }

    /// <summary>The random generators of the members.</summary>
    public StackRandom Random { get; }

    /// <summary>The number of members.</summary>
    public int Members { get; }

    /// <summary>The batch size of each member for evaluation and prediction.</summary>
    public int RowsAtOnce { get; }

    /// <summary>The paths of the linear layers, from input to output. Layers that share parameters appear once.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>
    /// The layers. They map [rows, inputs] to [rows, outputs]; with several members, [members, rows, inputs] to [members, rows, outputs].
    /// </summary>
    public LayerSequence Network { get; }

    /// <summary>The trained parameters.</summary>
    public StackParameters Parameters { get; }

    /// <summary>Measures the activations of the linear layers.</summary>
    public LayerProbe Probe { get; } = new();

    /// <summary>Returns the L2 norm of a linear layer's weights for each member, [members].</summary>
    public Tensor WeightNorms(string layer) =>
        named.Single(each => each.Name == layer + ".weight").Tensor.detach().view(Members, -1).square().sum(-1).sqrt();

    /// <summary>The number of parameter values of all members, trainable or frozen.</summary>
    public long Count => Network.named_parameters().Sum(parameter => parameter.parameter.numel());

    /// <summary>
    /// Returns the parameters and running statistics of one member, with PyTorch's names and shapes. The tensors are views: writing to them
    /// changes the network.
    /// </summary>
    public IEnumerable<(string Name, Tensor Tensor)> Of(int member) => Members == 1
        ? named
        : named.Select(each =>
            (each.Name, matrices.Contains(each.Name) ? each.Tensor.select(0, member) : each.Tensor.select(0, member).view(-1)));

    /// <summary>Saves all parameters and running statistics to the state, or restores them from it.</summary>
    public void Carry(TrainingState state)
    {
        foreach (var (name, tensor) in named)
        {
            state.Tensor($"weights.{name}", tensor);
        }
    }

    public void Dispose()
    {
        Network.Dispose();
        Parameters.Dispose();
    }
}
