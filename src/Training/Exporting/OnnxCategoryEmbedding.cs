using LearnML.Training.Networks.Planning;

namespace LearnML.Training.Exporting;

/// <summary>Adds the category embeddings of one network to an ONNX graph: one product for all columns, as in training.</summary>
/// <param name="graph">The graph.</param>
/// <param name="plan">The layer.</param>
/// <param name="inputs">The inputs of the layer.</param>
internal sealed class OnnxCategoryEmbedding(OnnxGraph graph, PlannedCategoryEmbedding plan, NetworkInputs inputs)
{
    /// <summary>Adds the layer.</summary>
    /// <param name="input">The inputs, [rows, inputs].</param>
    /// <param name="addWeight">Adds a parameter of a layer, and returns its name in the graph.</param>
    /// <returns>The name of the outputs, [rows, outputs].</returns>
    public string Add(string input, Func<string, string, string> addWeight)
    {
        var columns = plan.Choose(inputs);
        var x = Gather(input, columns.SelectMany(column => column.Positions));

        // The table with a block for each column, [table rows, columns · outputs]. A row is 0 outside of the block of its column.
        var ofColumn = columns.SelectMany((column, index) => Enumerable.Repeat((long)index, column.Width)).ToArray();
        var blocks = graph.AddOperator(
            "OneHot",
            [graph.AddConstant(ofColumn), graph.AddConstant([(long)columns.Count]), graph.AddVector([0f, 1f])]);
        var rows = graph.AddOperator("Unsqueeze", [addWeight(PlannedCategoryEmbedding.NetworkPath, "weight"), graph.AddConstant([1L])]);
        var table = graph.AddOperator(
            "Reshape",
            [
                graph.AddOperator("Mul", [rows, graph.AddOperator("Unsqueeze", [blocks, graph.AddConstant([2L])])]),
                graph.AddConstant([-1L, columns.Count * (long)plan.Spec.Outputs]),
            ]);
        var trained = graph.AddOperator("MatMul", [x, table]);
        var others = plan.OtherPositions(inputs).ToArray();
        return others.Length == 0 ? trained : graph.AddConcatenation([Gather(input, others), trained]);
    }

    private string Gather(string input, IEnumerable<int> positions) => graph.AddOperator(
        "Gather", [input, graph.AddConstant(positions.Select(position => (long)position).ToArray())], OnnxAttribute.Create("axis", 1));
}
