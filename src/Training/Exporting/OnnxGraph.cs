using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using LearnML.Training.Exporting.Onnx;
using static TorchSharp.torch;
using DataType = LearnML.Training.Exporting.Onnx.TensorProto.Types.DataType;

namespace LearnML.Training.Exporting;

/// <summary>
/// Builds an ONNX graph: its inputs, operators on existing values, and its outputs. Each value has a unique name.
/// (https://onnx.ai/onnx/operators)
/// </summary>
internal sealed class OnnxGraph
{
    private const string Rows = "rows";

    /// <summary>The domain of the machine-learning operators.</summary>
    public const string MachineLearning = "ai.onnx.ml";

    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> weights = new(StringComparer.Ordinal);

    /// <summary>The graph as a Protocol Buffers message.</summary>
    public GraphProto Message { get; } = new() { Name = "learnml" };

    /// <summary>Adds an input of the graph, [rows, columns].</summary>
    /// <returns>The name of the value.</returns>
    public string Input(string name, DataType type, int columns, string description)
    {
        names.Add(name);
        Message.Input.Add(Value(name, type, columns, description));
        return name;
    }

    /// <summary>Adds an output of the graph, [rows, columns]. If the name is used already, underscores are appended.</summary>
    public void Output(string value, string name, DataType type, int columns)
    {
        var unique = Unique(name);
        Message.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { unique } });
        Message.Output.Add(Value(unique, type, columns, ""));
    }

    /// <summary>Adds an operator of the standard domain.</summary>
    /// <returns>The name of its result.</returns>
    public string Add(string operation, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        var result = Unique(string.Create(CultureInfo.InvariantCulture, $"{operation}_{Message.Node.Count}"));
        Message.Node.Add(new NodeProto { OpType = operation, Name = result, Input = { inputs }, Output = { result }, Attribute = { attributes } });
        return result;
    }

    /// <summary>Adds an operator of the machine-learning domain.</summary>
    /// <returns>The name of its result.</returns>
    public string AddLearning(string operation, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        var result = Add(operation, inputs, attributes);
        Message.Node[^1].Domain = MachineLearning;
        return result;
    }

    /// <summary>Adds a float64 constant and returns its name.</summary>
    public string Constant(double value) => Constant(DataType.Double, [], MemoryMarshal.AsBytes([value]));

    /// <summary>Adds a float32 constant and returns its name.</summary>
    public string Constant(float value) => Constant(DataType.Float, [], MemoryMarshal.AsBytes([value]));

    /// <summary>Adds a constant int64 vector and returns its name.</summary>
    public string Constant(params ReadOnlySpan<long> values) => Constant(DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Adds a constant string vector and returns its name.</summary>
    public string Constant(IReadOnlyList<string> values)
    {
        var tensor = new TensorProto
        {
            Name = Unique("texts"),
            DataType = DataType.String,
            Dims = { values.Count },
            StringData = { values.Select(ByteString.CopyFromUtf8) },
        };
        Message.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a parameter of a network under its own name, unless it was added before, and returns its name in the graph.</summary>
    public string Weight(string name, Tensor parameter)
    {
        if (weights.TryGetValue(name, out var known))
        {
            return known;
        }

        using var scope = NewDisposeScope();
        var tensor = new TensorProto { Name = Unique(name), DataType = DataType.Float, Dims = { parameter.shape } };
        tensor.RawData = UnsafeByteOperations.UnsafeWrap(parameter.detach().cpu().contiguous().bytes.ToArray());
        Message.Initializer.Add(tensor);
        return weights[name] = tensor.Name;
    }

    private string Constant(DataType type, IEnumerable<long> shape, ReadOnlySpan<byte> bytes)
    {
        var tensor = new TensorProto
        {
            Name = Unique(string.Create(CultureInfo.InvariantCulture, $"constant_{Message.Initializer.Count}")),
            DataType = type,
            Dims = { shape },
            RawData = ByteString.CopyFrom(bytes),
        };
        Message.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static ValueInfoProto Value(string name, DataType type, int columns, string description) => new()
    {
        Name = name,
        DocString = description,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = type,
                Shape = new TensorShapeProto
                {
                    Dim =
                    {
                        new TensorShapeProto.Types.Dimension { DimParam = Rows },
                        new TensorShapeProto.Types.Dimension { DimValue = columns },
                    },
                },
            },
        },
    };

    private string Unique(string name)
    {
        while (!names.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
