using LearnML.Training.Preprocessing;
using DataType = LearnML.Training.Exporting.Onnx.TensorProto.Types.DataType;

namespace LearnML.Training.Exporting;

/// <summary>
/// Adds the columns of a table to an ONNX graph as inputs [rows, 1], and their encodings as operators. All columns of one kind go through the
/// same operators side by side, so the number of operators does not grow with the number of columns: a runtime loads few wide operators in a
/// time proportional to the columns, but many operators in a time that grows with the square.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="preprocessing">The columns and their encodings.</param>
internal sealed class OnnxPreprocessing(OnnxGraph graph, TablePreprocessing preprocessing)
{
    /// <summary>Adds all columns.</summary>
    /// <returns>The name of the network's inputs, [rows, inputs].</returns>
    public string AddColumns()
    {
        // All inputs are added before any operator, so that no operator takes the name of a column.
        var (columns, start) = (new List<OnnxColumn>(), 0);
        foreach (var column in preprocessing.Columns)
        {
            graph.AddInput(column.Name, column.Category is null ? DataType.Double : DataType.String, 1, Describe(column));
            columns.Add(new OnnxColumn(column, start));
            start += column.Width;
        }

        var blocks = new List<OnnxBlock>();
        if (columns.FindAll(each => each.Column.Number is not null) is { Count: > 0 } numbers)
        {
            blocks.AddRange(new OnnxNumbers(graph).AddColumns(numbers));
        }

        if (columns.FindAll(each => each.Column.Category is not null) is { Count: > 0 } categories)
        {
            blocks.Add(new OnnxCategories(graph, preprocessing.Format.MissingMarks).AddColumns(categories));
        }

        if (columns.FindAll(each => each.Column.Date is not null) is { Count: > 0 } dates)
        {
            blocks.Add(new OnnxDates(graph).AddColumns(dates));
        }

        return graph.AddOperator(
            "Gather",
            [graph.AddConcatenation(blocks.Select(block => block.Name)), graph.AddConstant(FindInputs(blocks, start))],
            OnnxAttribute.Create("axis", 1));
    }

    /// <summary>Returns for each input of the network the index of its column among the columns of all blocks.</summary>
    private static long[] FindInputs(List<OnnxBlock> blocks, int width)
    {
        var indices = new long[width];
        foreach (var (index, input) in blocks.SelectMany(block => block.Inputs).Index())
        {
            if (input != OnnxBlock.NoInput)
            {
                indices[input] = index;
            }
        }

        return indices;
    }

    private static string Describe(InputColumn column) => column switch
    {
        { Number: not null } => "A number; NaN if it is missing.",
        { Category: not null } => "A category; empty if it is missing.",
        _ => "A date as seconds since 1970-01-01T00:00; NaN if it is missing.",
    };
}
