using LearnML.Contracts;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Exporting;

/// <summary>Adds the layers of one network to an ONNX graph, as they compute in evaluation.</summary>
/// <param name="graph">The graph.</param>
/// <param name="parameters">The parameters and running statistics of all networks by name.</param>
/// <param name="prefix">The prefix of this network's parameter names.</param>
internal sealed class OnnxNetwork(OnnxGraph graph, IReadOnlyDictionary<string, Tensor> parameters, string prefix)
{
    private const double Epsilon = StackNormalization.EpsilonValue;

    /// <summary>Adds layers one after another.</summary>
    /// <returns>The name of the last layer's output.</returns>
    public string Add(IReadOnlyList<PlannedLayer> layers, string input) => layers.Aggregate(input, Add);

    private string Add(string input, PlannedLayer layer) => layer switch
    {
        PlannedLinear linear => graph.Add(
            "Gemm", [input, Weight(linear.First, "weight"), Weight(linear.First, "bias")], OnnxAttribute.Of("transB", 1)),
        PlannedActivation { Activation: Activation.Prelu } => graph.Add("PRelu", [input, Weight(layer.Path, "weight")]),
        PlannedActivation activation => Add(activation.Activation, input),
        PlannedDropout => input,
        PlannedNormalization { Normalization: Normalization.Batch } => graph.Add(
            "BatchNormalization",
            [input, Weight(layer.Path, "weight"), Weight(layer.Path, "bias"), Weight(layer.Path, "running_mean"), Weight(layer.Path, "running_var")],
            OnnxAttribute.Of("epsilon", Epsilon)),
        PlannedNormalization => graph.Add(
            "LayerNormalization", [input, Weight(layer.Path, "weight"), Weight(layer.Path, "bias")], OnnxAttribute.Of("epsilon", Epsilon)),
        PlannedBlock { Residual: true } block => graph.Add("Add", [Add(block.Layers, input), input]),
        PlannedBlock block => Add(block.Layers, input),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, null),
    };

    private string Add(Activation activation, string input) => activation switch
    {
        Activation.Relu => graph.Add("Relu", [input]),
        Activation.LeakyRelu => graph.Add("LeakyRelu", [input], OnnxAttribute.Of("alpha", Activations.LeakySlope)),
        Activation.Sigmoid => graph.Add("Sigmoid", [input]),
        Activation.Tanh => graph.Add("Tanh", [input]),
        Activation.RescaledSigmoid => graph.Add("Add", [graph.Add("Mul", [graph.Add("Sigmoid", [input]), graph.Constant(4f)]), graph.Constant(-2f)]),
        Activation.Elu => graph.Add("Elu", [input]),
        Activation.Gelu => graph.Add("Gelu", [input]),
        Activation.Silu => graph.Add("Mul", [input, graph.Add("Sigmoid", [input])]),
        Activation.Softplus => graph.Add("Softplus", [input]),
        Activation.Identity => input,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    private string Weight(string layer, string parameter)
    {
        var name = $"{prefix}{layer}.{parameter}";
        return graph.Weight(name, parameters[name]);
    }
}
