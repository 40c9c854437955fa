using LearnML.Contracts;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// Networks of one shape, its members, that are computed together: folds of a cross-validation, or an ensemble. For small
/// networks several cost little more than one, for a step's time is then not its arithmetic.
/// </summary>
internal sealed class Stack : IDisposable
{
    private readonly (string Name, Parameter Parameter)[] parameters;

    /// <param name="spec">The layers between inputs and outputs.</param>
    /// <param name="inputs">Numbers per row, of each member.</param>
    /// <param name="outputs">Numbers per row that come out.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="random">The randomness of each member.</param>
    public Stack(NetworkSpec spec, IReadOnlyList<int> inputs, int outputs, Device device, StackRandom random)
    {
        (Random, Members, Network) = (random, inputs.Count, NetworkBuilder.Build(spec, inputs, outputs, device, random));
        parameters = [.. Network.named_parameters()];
        Parameters = [.. parameters.Select(named => named.Parameter)];
    }

    public StackRandom Random { get; }

    public int Members { get; }

    /// <summary>From [rows, inputs] to [rows, outputs], or for several members from and to [members, rows, ...].</summary>
    public Sequential Network { get; }

    /// <summary>What is trained; of several members, each has its share along the first dimension.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>One member's own parameters, in PyTorch's shapes: views, so that they can be read and written.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Of(int member) => parameters.Select(named => (
        named.Name,
        Members == 1 ? named.Parameter
            : named.Name.EndsWith("bias", StringComparison.Ordinal) ? named.Parameter.select(0, member).view(-1)
            : named.Parameter.select(0, member)));

    public void Dispose() => Network.Dispose();
}
