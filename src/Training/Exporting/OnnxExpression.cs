using DataType = LearnML.Training.Exporting.Onnx.TensorProto.Types.DataType;

namespace LearnML.Training.Exporting;

/// <summary>
/// A float64 tensor [rows, columns] in an ONNX graph. Its operators add ONNX operators to the graph, so that calculations read like formulas. An
/// array has one number for each column.
/// </summary>
/// <param name="Graph">The graph.</param>
/// <param name="Name">The name of the tensor in the graph.</param>
internal readonly record struct OnnxExpression(OnnxGraph Graph, string Name)
{
    public static OnnxExpression operator +(OnnxExpression left, OnnxExpression right) => left.Apply("Add", right.Name);

    public static OnnxExpression operator -(OnnxExpression left, OnnxExpression right) => left.Apply("Sub", right.Name);

    public static OnnxExpression operator *(OnnxExpression left, OnnxExpression right) => left.Apply("Mul", right.Name);

    public static OnnxExpression operator +(OnnxExpression left, double right) =>
        right == 0 ? left : left.Apply("Add", left.Graph.AddConstant(right));

    public static OnnxExpression operator -(OnnxExpression left, double right) =>
        right == 0 ? left : left.Apply("Sub", left.Graph.AddConstant(right));

    public static OnnxExpression operator *(OnnxExpression left, double right) =>
        right == 1 ? left : left.Apply("Mul", left.Graph.AddConstant(right));

    public static OnnxExpression operator /(OnnxExpression left, double right) => left.Apply("Div", left.Graph.AddConstant(right));

    public static OnnxExpression operator +(OnnxExpression left, double[] right) => left.Apply("Add", left.Graph.AddVector(right));

    public static OnnxExpression operator -(OnnxExpression left, double[] right) => left.Apply("Sub", left.Graph.AddVector(right));

    public static OnnxExpression operator *(OnnxExpression left, double[] right) => left.Apply("Mul", left.Graph.AddVector(right));

    public static OnnxExpression operator /(OnnxExpression left, OnnxExpression right) => left.Apply("Div", right.Name);

    public OnnxExpression Floor() => Apply("Floor");

    public OnnxExpression Exp() => Apply("Exp");

    public OnnxExpression Sqrt() => Apply("Sqrt");

    /// <summary>Selects columns by their indices. A column can be selected more than once.</summary>
    public OnnxExpression Select(long[] columns) =>
        this with { Name = Graph.AddOperator("Gather", [Name, Graph.AddConstant(columns)], OnnxAttribute.Create("axis", 1)) };

    /// <summary>Adds up groups of as many columns that follow each other.</summary>
    public OnnxExpression SumGroups(int columns)
    {
        var grouped = Graph.AddOperator("Reshape", [Name, Graph.AddConstant(0, -1, columns)]);
        return this with
        {
            Name = Graph.AddOperator("ReduceSum", [grouped, Graph.AddConstant([2L])], OnnxAttribute.Create("keepdims", 0)),
        };
    }

    /// <summary>Adds 1 for NaN and 0 for a number. Returns the name of the result, which is float32.</summary>
    public string IsNaN() => Cast(Graph, Graph.AddOperator("IsNaN", [Name]), DataType.Float);

    /// <summary>Adds sign(x)·log(1 + |x|).</summary>
    public OnnxExpression SignedLog() => Apply("Sign") * (Apply("Abs") + 1).Apply("Log");

    /// <summary>Takes the columns of this tensor for which the flag is set, and the other columns of another tensor.</summary>
    public OnnxExpression Where(bool[] isTaken, OnnxExpression other) =>
        this with { Name = Graph.AddOperator("Where", [Graph.AddVector(isTaken), Name, other.Name]) };

    /// <summary>Rounds to float32 precision; the result is float64 again.</summary>
    public OnnxExpression RoundToFloat32() => this with { Name = Cast(Graph, ToFloat32(), DataType.Double) };

    /// <summary>Converts to float32. Returns the name of the result.</summary>
    public string ToFloat32() => Cast(Graph, Name, DataType.Float);

    /// <summary>Limits the magnitude of each column.</summary>
    public OnnxExpression Clip(double[] maximum) =>
        Apply("Max", Graph.AddVector(Array.ConvertAll(maximum, limit => -limit))).Apply("Min", Graph.AddVector(maximum));

    /// <summary>Limits the numbers; null: no limit.</summary>
    public OnnxExpression Clip(double? minimum, double? maximum)
    {
        var raised = minimum is null ? this : Apply("Max", Graph.AddConstant(minimum.Value));
        return maximum is null ? raised : raised.Apply("Min", Graph.AddConstant(maximum.Value));
    }

    /// <summary>Replaces infinities by NaN.</summary>
    public OnnxExpression ReplaceInfinity() =>
        this with { Name = Graph.AddOperator("Where", [Graph.AddOperator("IsInf", [Name]), Graph.AddConstant(double.NaN), Name]) };

    /// <summary>Replaces NaN by 0.</summary>
    public OnnxExpression ReplaceNaN() =>
        this with { Name = Graph.AddOperator("Where", [Graph.AddOperator("IsNaN", [Name]), Graph.AddConstant(0.0), Name]) };

    private static string Cast(OnnxGraph graph, string name, DataType type) =>
        graph.AddOperator("Cast", [name], OnnxAttribute.Create("to", (long)type));

    private OnnxExpression Apply(string operation, params ReadOnlySpan<string> others) =>
        this with { Name = Graph.AddOperator(operation, [Name, .. others]) };
}
