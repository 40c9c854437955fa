using LearnML.Contracts;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// Builds the networks of a spec, one for each member of a stack. Parameters are named as PyTorch names those of the same
/// <c>nn.Sequential</c> (<c>0.weight</c>, <c>0.bias</c>, <c>2.weight</c>, ...).
/// </summary>
internal static class NetworkBuilder
{
    /// <summary>The perceptrons from [rows, inputs] to [rows, <paramref name="outputs"/>], for several members behind a first dimension.</summary>
    /// <param name="spec">The layers between.</param>
    /// <param name="inputs">Numbers per row, of each member.</param>
    /// <param name="outputs">Numbers per row that come out.</param>
    /// <param name="random">Draws the weights and the dropped units.</param>
    /// <param name="parameters">Where the parameters lie.</param>
    public static Sequential Build(NetworkSpec spec, IReadOnlyList<int> inputs, int outputs, StackRandom random, StackParameters parameters)
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        var widths = inputs;
        for (var layer = 0; layer < spec.Hidden.Count; layer++)
        {
            layers.Add(new StackLinear(widths, spec.Hidden[layer], spec.Initialization, random.Members, parameters));
            layers.Add(Activate(spec.Activation));
            if (DropoutRate(spec, layer) is > 0 and var rate)
            {
                layers.Add(new SeededDropout(rate, random));
            }

            widths = [.. inputs.Select(_ => spec.Hidden[layer])];
        }

        layers.Add(new StackLinear(widths, outputs, spec.Initialization, random.Members, parameters));
        return nn.Sequential(layers);
    }

    private static double DropoutRate(NetworkSpec spec, int layer) => spec.Dropout.Count switch
    {
        0 => 0,
        1 => spec.Dropout[0],
        _ => spec.Dropout[layer],
    };

    private static nn.Module<Tensor, Tensor> Activate(Activation activation) => activation switch
    {
        Activation.Relu => nn.ReLU(),
        Activation.Sigmoid => nn.Sigmoid(),
        Activation.Tanh => nn.Tanh(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };
}
