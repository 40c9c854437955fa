using LearnML.Training.Exporting.Onnx;

namespace LearnML.Training.Exporting;

/// <summary>float64s in an ONNX graph, to be computed with as in a formula.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Name">Their name there.</param>
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

    /// <summary>sign(x)·log(1 + |x|)</summary>
    public OnnxNumber SignedLog() => With("Sign") * (With("Abs") + 1).With("Log");

    /// <summary>Rounded to float32.</summary>
    public OnnxNumber Rounded() => this with { Name = Cast(Graph, Cast(Graph, Name, TensorProto.Types.DataType.Float), TensorProto.Types.DataType.Double) };

    /// <summary>At most so large in magnitude.</summary>
    public OnnxNumber Clip(double most) => With("Clip", Graph.Constant(-most), Graph.Constant(most));

    /// <summary>As float32s, with 0 for NaN.</summary>
    public string OrZero() => Cast(Graph, Graph.Add("Where", [Graph.Add("IsNaN", [Name]), Graph.Constant(0.0), Name]), TensorProto.Types.DataType.Float);

    private static string Cast(OnnxGraph graph, string name, TensorProto.Types.DataType type) => graph.Add("Cast", [name], OnnxAttribute.Of("to", (long)type));

    private OnnxNumber With(string operation, params ReadOnlySpan<string> others) => this with { Name = Graph.Add(operation, [Name, .. others]) };
}
