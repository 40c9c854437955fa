using LearnML.Contracts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// Builds the network of a spec. Parameters are named as PyTorch names those of the same <c>nn.Sequential</c>
/// (<c>0.weight</c>, <c>0.bias</c>, <c>2.weight</c>, ...).
/// </summary>
internal static class NetworkBuilder
{
    /// <summary>The perceptron from [rows, <paramref name="inputs"/>] to logits [rows, <paramref name="outputs"/>].</summary>
    /// <param name="spec">The layers between.</param>
    /// <param name="inputs">Numbers per row.</param>
    /// <param name="outputs">Logits per row.</param>
    /// <param name="device">Where the parameters lie.</param>
    /// <param name="random">Draws the weights (on the CPU, so that every device starts alike) and the dropped units.</param>
    public static Sequential Build(NetworkSpec spec, int inputs, int outputs, Device device, RunRandom random)
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        var width = inputs;
        for (var layer = 0; layer < spec.Hidden.Count; layer++)
        {
            layers.Add(Linear(width, spec.Hidden[layer], spec.Initialization, random));
            layers.Add(Activate(spec.Activation));
            if (DropoutRate(spec, layer) is > 0 and var rate)
            {
                layers.Add(new SeededDropout(rate, random.OnDevice));
            }

            width = spec.Hidden[layer];
        }

        layers.Add(Linear(width, outputs, spec.Initialization, random));
        return nn.Sequential(layers).to(device);
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

    private static Linear Linear(int inputs, int outputs, InitializationSpec initialization, RunRandom random)
    {
        var linear = nn.Linear(inputs, outputs);
        using (no_grad())
        {
            Initializer.Fill(initialization, linear.weight, linear.bias!, random.OnCpu);
        }

        return linear;
    }
}
