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
    private readonly (string Name, Parameter Parameter)[] named;

    /// <param name="spec">The layers between inputs and outputs.</param>
    /// <param name="inputs">Numbers per row, of each member.</param>
    /// <param name="outputs">Numbers per row that come out.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="random">The randomness of each member.</param>
    public Stack(NetworkSpec spec, IReadOnlyList<int> inputs, int outputs, Device device, StackRandom random)
    {
        (Random, Members) = (random, inputs.Count);
        Parameters = new StackParameters(Members, (long)NetworkSize.Numbers(spec, inputs.Max(), outputs), device);
        Network = NetworkBuilder.Build(spec, inputs, outputs, random, Parameters);
        named = [.. Network.named_parameters()];
    }

    public StackRandom Random { get; }

    public int Members { get; }

    /// <summary>From [rows, inputs] to [rows, outputs], or for several members from and to [members, rows, ...].</summary>
    public Sequential Network { get; }

    /// <summary>What is trained.</summary>
    public StackParameters Parameters { get; }

    /// <summary>One member's own parameters, in PyTorch's shapes: views, so that they can be read and written.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Of(int member) => named.Select(parameter => (
        parameter.Name,
        Members == 1 ? parameter.Parameter
            : parameter.Name.EndsWith("bias", StringComparison.Ordinal) ? parameter.Parameter.select(0, member).view(-1)
            : parameter.Parameter.select(0, member)));

    public void Dispose()
    {
        Network.Dispose();
        Parameters.Dispose();
    }
}
