using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// Networks of one shape, its members, that are computed together: folds of a cross-validation, or an ensemble. For small
/// networks several cost little more than one, for a step's time is then not its arithmetic.
/// </summary>
internal sealed class Stack : IDisposable
{
    private readonly (string Name, Tensor Tensor)[] named;
    private readonly HashSet<string> matrices;

    /// <param name="spec">The layers between inputs and outputs.</param>
    /// <param name="inputs">Numbers per row, of each member.</param>
    /// <param name="outputs">Numbers per row that come out.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="random">The randomness of each member.</param>
    /// <param name="precision">What linear layers compute with.</param>
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

    public StackRandom Random { get; }

    public int Members { get; }

    /// <summary>How many rows go through each member at once where nothing is learned.</summary>
    public int RowsAtOnce { get; }

    /// <summary>The paths of the linear layers, from input to output.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>From [rows, inputs] to [rows, outputs], or for several members from and to [members, rows, ...].</summary>
    public LayerSequence Network { get; }

    /// <summary>What is trained.</summary>
    public StackParameters Parameters { get; }

    /// <summary>Looks at the activations.</summary>
    public LayerProbe Probe { get; } = new();

    /// <summary>[members], the L2 norm of the weights of a linear layer.</summary>
    public Tensor WeightNorms(string layer) =>
        named.Single(each => each.Name == layer + ".weight").Tensor.detach().view(Members, -1).square().sum(-1).sqrt();

    /// <summary>All numbers that are trained or drawn, of all members.</summary>
    public long Count => Network.named_parameters().Sum(parameter => parameter.parameter.numel());

    /// <summary>
    /// One member's own parameters and running statistics, in PyTorch's shapes: views, so that they can be read and written.
    /// </summary>
    public IEnumerable<(string Name, Tensor Tensor)> Of(int member) =>
        Members == 1 ? named : named.Select(each => (each.Name, matrices.Contains(each.Name) ? each.Tensor.select(0, member) : each.Tensor.select(0, member).view(-1)));

    /// <summary>Carries every parameter and running statistic.</summary>
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
