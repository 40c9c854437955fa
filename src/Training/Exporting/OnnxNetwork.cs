using LearnML.Contracts;
using LearnML.Training.Networks.Layers;
using LearnML.Training.Networks.Planning;
using static TorchSharp.torch;

namespace LearnML.Training.Exporting;

/// <summary>Adds the layers of one network to an ONNX graph, as they compute in evaluation.</summary>
/// <param name="graph">The graph.</param>
/// <param name="parameters">The parameters and running statistics of all networks by name.</param>
/// <param name="prefix">The prefix of this network's parameter names.</param>
/// <param name="inputs">The inputs.</param>
internal sealed class OnnxNetwork(OnnxGraph graph, IReadOnlyDictionary<string, Tensor> parameters, string prefix, NetworkInputs inputs)
{
    private const double Epsilon = BatchedNormalization.DefaultEpsilon;

    // The inputs of the next layer, as long as it needs to know which are numbers and which are categories.
    private NetworkInputs inputs = inputs;

    /// <summary>Adds layers one after another.</summary>
    /// <returns>The name of the last layer's output: [rows, outputs], or [copies, rows, outputs] if the network copies rows.</returns>
    public string Add(IReadOnlyList<PlannedLayer> layers, string input) => layers.Aggregate(input, Add);

    private string Add(string input, PlannedLayer layer) => layer switch
    {
        PlannedLinear { IsPerCopy: true } perCopy => AddCopyLinear(perCopy, input),
        PlannedLinear linear => graph.AddOperator(
            "Gemm", [input, AddWeight(linear.OwnerPath, "weight"), AddWeight(linear.OwnerPath, "bias")], OnnxAttribute.Create("transB", 1)),
        PlannedActivation { Activation: Activation.Prelu } => graph.AddOperator("PRelu", [input, AddWeight(layer.Path, "weight")]),
        PlannedActivation { Factor: { } factor } activation => graph.AddOperator(
            "Add",
            [
                input,
                graph.AddOperator(
                    "Mul", [graph.AddOperator("Sub", [Add(activation.Activation, input), input]), AddFactors(layer.Path, factor)]),
            ]),
        PlannedActivation activation => Add(activation.Activation, input),
        PlannedDropout => input,
        PlannedNormalization { Normalization: Normalization.Batch } => graph.AddOperator(
            "BatchNormalization",
            [
                input,
                AddWeight(layer.Path, "weight"),
                AddWeight(layer.Path, "bias"),
                AddWeight(layer.Path, "running_mean"),
                AddWeight(layer.Path, "running_var"),
            ],
            OnnxAttribute.Create("epsilon", Epsilon)),
        PlannedNormalization => graph.AddOperator(
            "LayerNormalization", [input, AddWeight(layer.Path, "weight"), AddWeight(layer.Path, "bias")], OnnxAttribute.Create("epsilon", Epsilon)),
        PlannedScale scale => graph.AddOperator("Mul", [input, AddFactors(scale.Path, scale.Factor)]),
        PlannedCopies copies => AddCopies(copies, input),
        PlannedPeriodicEmbedding embedding => AddPeriodicEmbedding(embedding, input),
        PlannedCategoryEmbedding embedding => new OnnxCategoryEmbedding(graph, embedding, inputs).Add(input, AddWeight),
        PlannedCategoryDropout => input,
        PlannedBlock { IsResidual: true } block => graph.AddOperator("Add", [Add(block.Layers, input), input]),
        PlannedBlock block => Add(block.Layers, input),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, null),
    };

    private string Add(Activation activation, string input) => activation switch
    {
        Activation.Relu => graph.AddOperator("Relu", [input]),
        Activation.LeakyRelu => graph.AddOperator("LeakyRelu", [input], OnnxAttribute.Create("alpha", Activations.LeakyReluSlope)),
        Activation.Sigmoid => graph.AddOperator("Sigmoid", [input]),
        Activation.Tanh => graph.AddOperator("Tanh", [input]),
        Activation.RescaledSigmoid => graph.AddOperator(
            "Add", [graph.AddOperator("Mul", [graph.AddOperator("Sigmoid", [input]), graph.AddConstant(4f)]), graph.AddConstant(-2f)]),
        Activation.Elu => graph.AddOperator("Elu", [input]),
        Activation.Gelu => graph.AddOperator("Gelu", [input]),
        Activation.Silu => graph.AddOperator("Mul", [input, graph.AddOperator("Sigmoid", [input])]),
        Activation.Mish => graph.AddOperator("Mul", [input, graph.AddOperator("Tanh", [graph.AddOperator("Softplus", [input])])]),
        Activation.Selu => graph.AddOperator("Selu", [input]),
        Activation.Softplus => graph.AddOperator("Softplus", [input]),
        Activation.Identity => input,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    private string AddPeriodicEmbedding(PlannedPeriodicEmbedding layer, string input)
    {
        var output = new OnnxPeriodicEmbedding(graph, layer, inputs.Numbers).Add(input, AddWeight);
        inputs = layer.After(inputs);
        return output;
    }

    /// <summary>Adds [rows x copies, units] from [rows, units], with the copies of a row one after another.</summary>
    private string AddCopies(PlannedCopies layer, string input) => AddReshape(
        graph.AddOperator("Mul", [graph.AddOperator("Unsqueeze", [input, graph.AddConstant([1L])]), AddWeight(layer.Path, "weight")]),
        -1,
        layer.Outputs);

    /// <summary>Adds [copies, rows, outputs] from [rows x copies, inputs].</summary>
    private string AddCopyLinear(PlannedLinear layer, string input)
    {
        var x = graph.AddOperator(
            "Transpose", [AddReshape(input, -1, layer.Copies, layer.Inputs)], OnnxAttribute.Create("perm", [1L, 0, 2]));
        var weight = graph.AddOperator(
            "Transpose",
            [AddReshape(AddWeight(layer.Path, "weight"), layer.Copies, layer.Outputs, layer.Inputs)],
            OnnxAttribute.Create("perm", [0L, 2, 1]));
        var bias = AddReshape(AddWeight(layer.Path, "bias"), layer.Copies, 1, layer.Outputs);
        return graph.AddOperator("Add", [graph.AddOperator("MatMul", [x, weight]), bias]);
    }

    private string AddReshape(string input, params long[] shape) => graph.AddOperator("Reshape", [input, graph.AddConstant(shape)]);

    /// <summary>Adds 1 + c·w of each unit.</summary>
    private string AddFactors(string layer, double factor) => graph.AddOperator(
        "Add", [graph.AddOperator("Mul", [AddWeight(layer, "weight"), graph.AddConstant((float)factor)]), graph.AddConstant(1f)]);

    private string AddWeight(string layer, string parameter)
    {
        var name = $"{prefix}{layer}.{parameter}";
        return graph.AddWeight(name, parameters[name]);
    }
}
