using LearnML.Training.Exporting.Onnx;

namespace LearnML.Training.Exporting;

/// <summary>A float64 tensor in an ONNX graph. Its operators add ONNX operators to the graph, so that calculations read like formulas.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Name">The name of the tensor in the graph.</param>
internal readonly record struct OnnxNumber(OnnxGraph Graph, string Name)
{
    public static OnnxNumber operator +(OnnxNumber left, OnnxNumber right) => left.With("Add", right.Name);

    public static OnnxNumber operator -(OnnxNumber left, OnnxNumber right) => left.With("Sub", right.Name);

    public static OnnxNumber operator *(OnnxNumber left, OnnxNumber right) => left.With("Mul", right.Name);

    public static OnnxNumber operator +(OnnxNumber left, double right) => right == 0 ? left : left.With("Add", left.Graph.Constant(right));

    public static OnnxNumber operator -(OnnxNumber left, double right) => right == 0 ? left : left.With("Sub", left.Graph.Constant(right));

    public static OnnxNumber operator *(OnnxNumber left, double right) => right == 1 ? left : left.With("Mul", left.Graph.Constant(right));

    public static OnnxNumber operator /(OnnxNumber left, double right) => left.With("Div", left.Graph.Constant(right));

    public OnnxNumber Floor() => With("Floor");

    public OnnxNumber Exp() => With("Exp");

    /// <summary>Adds sign(x)·log(1 + |x|).</summary>
    public OnnxNumber SignedLog() => With("Sign") * (With("Abs") + 1).With("Log");

    /// <summary>Rounds to float32 precision; the result is float64 again.</summary>
    public OnnxNumber Rounded() =>
        this with { Name = Cast(Graph, Cast(Graph, Name, TensorProto.Types.DataType.Float), TensorProto.Types.DataType.Double) };

    /// <summary>Limits the magnitude.</summary>
    public OnnxNumber Clip(double most) => With("Clip", Graph.Constant(-most), Graph.Constant(most));

    /// <summary>Replaces NaN by 0 and converts to float32. Returns the name of the result.</summary>
    public string OrZero() =>
        Cast(Graph, Graph.Add("Where", [Graph.Add("IsNaN", [Name]), Graph.Constant(0.0), Name]), TensorProto.Types.DataType.Float);

    private static string Cast(OnnxGraph graph, string name, TensorProto.Types.DataType type) =>
        graph.Add("Cast", [name], OnnxAttribute.Of("to", (long)type));

    private OnnxNumber With(string operation, params ReadOnlySpan<string> others) => this with { Name = Graph.Add(operation, [Name, .. others]) };
}
