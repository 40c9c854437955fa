using LearnML.Training.Networks.Planning;

namespace LearnML.Training.Exporting;

/// <summary>Adds the category embeddings of one network to an ONNX graph: one product for each group of columns, as in training.</summary>
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
        var weight = addWeight(PlannedCategoryEmbedding.NetworkPath, "weight");
        int[] others = [.. plan.OtherPositions(inputs)];
        string[] trained = [.. plan.Groups.Zip(plan.ChooseGroups(inputs), (group, columns) => AddGroup(input, weight, group, columns))];
        return graph.AddConcatenation(others.Length == 0 ? trained : trained.Prepend(Gather(input, others, axis: 1)));
    }

    /// <summary>Adds the trained numbers of the columns of a group, [rows, columns · outputs].</summary>
    private string AddGroup(string input, string weight, CategoryGroup group, IReadOnlyList<CategoryInputs> columns)
    {
        var x = Gather(input, columns.SelectMany(column => column.Positions), axis: 1);
        var rows = Gather(weight, Enumerable.Range(group.Start, group.Rows), axis: 0);

        // The table with a block for each column, [table rows, columns · outputs]. A row is 0 outside of the block of its column.
        var columnOf = columns.SelectMany((column, index) => Enumerable.Repeat((long)index, column.Width)).ToArray();
        var blocks = graph.AddOperator(
            "OneHot", [graph.AddConstant(columnOf), graph.AddConstant([(long)columns.Count]), graph.AddVector([0f, 1f])]);
        var table = graph.AddOperator(
            "Mul",
            [
                graph.AddOperator("Unsqueeze", [rows, graph.AddConstant([1L])]),
                graph.AddOperator("Unsqueeze", [blocks, graph.AddConstant([2L])]),
            ]);
        return graph.AddOperator(
            "MatMul", [x, graph.AddOperator("Reshape", [table, graph.AddConstant([-1L, columns.Count * (long)plan.Spec.Outputs])])]);
    }

    private string Gather(string input, IEnumerable<int> positions, long axis) => graph.AddOperator(
        "Gather", [input, graph.AddConstant(positions.Select(position => (long)position).ToArray())], OnnxAttribute.Create("axis", axis));
}
