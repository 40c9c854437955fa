using LearnML.Training.Networks.Planning;

namespace LearnML.Training.Exporting;

/// <summary>Adds the periodic embeddings of one network to an ONNX graph.</summary>
/// <param name="graph">The graph.</param>
/// <param name="plan">The layer.</param>
/// <param name="positions">The positions of the scaled numbers among the inputs.</param>
internal sealed class OnnxPeriodicEmbedding(OnnxGraph graph, PlannedPeriodicEmbedding plan, IReadOnlyList<int> positions)
{
    /// <summary>Adds the layer.</summary>
    /// <param name="input">The inputs, [rows, inputs].</param>
    /// <param name="addWeight">Adds a parameter of a layer, and returns its name in the graph.</param>
    /// <returns>The name of the outputs, [rows, outputs].</returns>
    public string Add(string input, Func<string, string, string> addWeight)
    {
        var numbers = Gather(input, positions);
        IEnumerable<string> parts = [AddTrained(numbers, addWeight)];
        int[] others = [.. Enumerable.Range(0, plan.Inputs).Except(positions)];
        parts = plan.IsPbld ? parts.Prepend(numbers) : parts;
        return graph.AddConcatenation(others.Length == 0 ? parts : parts.Append(Gather(input, others)));
    }

    private string AddTrained(string numbers, Func<string, string, string> addWeight)
    {
        // [numbers, rows, 1] · [numbers, 1, frequencies]
        var x = Reshape(graph.AddOperator("Transpose", [numbers]), plan.Numbers, -1, 1);
        var frequencies = Reshape(addWeight(PlannedPeriodicEmbedding.PeriodicPath, "weight"), plan.Numbers, 1, plan.Frequencies);
        var angles = graph.AddOperator("Mul", [x, graph.AddOperator("Mul", [frequencies, graph.AddConstant((float)(2 * Math.PI))])]);
        var waves = plan.IsPbld
            ? graph.AddOperator("Cos", [graph.AddOperator("Add", [angles, AddBias(PlannedPeriodicEmbedding.PeriodicPath, plan.Frequencies)])])
            : graph.AddOperator("Concat", [graph.AddOperator("Cos", [angles]), graph.AddOperator("Sin", [angles])], OnnxAttribute.Create("axis", 2));
        var weights = Reshape(addWeight(PlannedPeriodicEmbedding.LinearPath, "weight"), plan.Numbers, plan.Waves, plan.TrainedOutputs);
        var product = graph.AddOperator("MatMul", [waves, weights]);
        var output = graph.AddOperator("Add", [product, AddBias(PlannedPeriodicEmbedding.LinearPath, plan.TrainedOutputs)]);
        output = plan.IsPbld ? output : graph.AddOperator("Relu", [output]);
        return Reshape(
            graph.AddOperator("Transpose", [output], OnnxAttribute.Create("perm", [1L, 0L, 2L])), -1, plan.Numbers * plan.TrainedOutputs);

        string AddBias(string path, int width) => Reshape(addWeight(path, "bias"), plan.Numbers, 1, width);
    }

    private string Gather(string input, IEnumerable<int> columns) => graph.AddOperator(
        "Gather", [input, graph.AddConstant(columns.Select(column => (long)column).ToArray())], OnnxAttribute.Create("axis", 1));

    private string Reshape(string input, params long[] shape) => graph.AddOperator("Reshape", [input, graph.AddConstant(shape)]);
}
