using LearnML.Training.Exporting.Onnx;

namespace LearnML.Training.Exporting;

/// <summary>A float64 tensor in an ONNX graph. Its operators add ONNX operators to the graph, so that calculations read like formulas.</summary>
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

    public OnnxExpression Floor() => Apply("Floor");

    public OnnxExpression Exp() => Apply("Exp");

    /// <summary>Adds sign(x)·log(1 + |x|).</summary>
    public OnnxExpression SignedLog() => Apply("Sign") * (Apply("Abs") + 1).Apply("Log");

    /// <summary>Rounds to float32 precision; the result is float64 again.</summary>
    public OnnxExpression RoundToFloat32() =>
        this with { Name = Cast(Graph, Cast(Graph, Name, TensorProto.Types.DataType.Float), TensorProto.Types.DataType.Double) };

    /// <summary>Limits the magnitude.</summary>
    public OnnxExpression Clip(double maximum) => Apply("Clip", Graph.AddConstant(-maximum), Graph.AddConstant(maximum));

    /// <summary>Replaces NaN by 0 and converts to float32. Returns the name of the result.</summary>
    public string ReplaceNaN() =>
        Cast(Graph, Graph.AddOperator("Where", [Graph.AddOperator("IsNaN", [Name]), Graph.AddConstant(0.0), Name]), TensorProto.Types.DataType.Float);

    private static string Cast(OnnxGraph graph, string name, TensorProto.Types.DataType type) =>
        graph.AddOperator("Cast", [name], OnnxAttribute.Create("to", (long)type));

    private OnnxExpression Apply(string operation, params ReadOnlySpan<string> others) =>
        this with { Name = Graph.AddOperator(operation, [Name, .. others]) };
}
