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
    private const string RowsDimension = "rows";

    /// <summary>The domain of the machine-learning operators.</summary>
    public const string MachineLearningDomain = "ai.onnx.ml";

    private readonly HashSet<string> usedNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> weightNames = new(StringComparer.Ordinal);

    /// <summary>The graph as a Protocol Buffers message.</summary>
    public GraphProto Proto { get; } = new() { Name = "learnml" };

    /// <summary>Adds an input of the graph, [rows, columns].</summary>
    /// <returns>The name of the value.</returns>
    public string AddInput(string name, DataType type, int columns, string description)
    {
        usedNames.Add(name);
        Proto.Input.Add(CreateValueInfo(name, type, columns, description));
        return name;
    }

    /// <summary>Adds an output of the graph, [rows, columns]. If the name is used already, underscores are appended.</summary>
    public void AddOutput(string value, string name, DataType type, int columns)
    {
        var unique = ReserveName(name);
        Proto.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { unique } });
        Proto.Output.Add(CreateValueInfo(unique, type, columns, ""));
    }

    /// <summary>Adds an operator of the standard domain.</summary>
    /// <returns>The name of its result.</returns>
    public string AddOperator(string operation, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        var result = ReserveName(string.Create(CultureInfo.InvariantCulture, $"{operation}_{Proto.Node.Count}"));
        Proto.Node.Add(new NodeProto { OpType = operation, Name = result, Input = { inputs }, Output = { result }, Attribute = { attributes } });
        return result;
    }

    /// <summary>Adds the columns of several tensors [rows, columns] side by side.</summary>
    /// <returns>The name of the result.</returns>
    public string AddConcatenation(IEnumerable<string> tensors) => AddOperator("Concat", tensors, OnnxAttribute.Create("axis", 1));

    /// <summary>Adds an operator of the machine-learning domain.</summary>
    /// <returns>The name of its result.</returns>
    public string AddMachineLearningOperator(string operation, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        var result = AddOperator(operation, inputs, attributes);
        Proto.Node[^1].Domain = MachineLearningDomain;
        return result;
    }

    /// <summary>Adds a float64 constant and returns its name.</summary>
    public string AddConstant(double value) => AddConstant(DataType.Double, [], MemoryMarshal.AsBytes([value]));

    /// <summary>Adds a float32 constant and returns its name.</summary>
    public string AddConstant(float value) => AddConstant(DataType.Float, [], MemoryMarshal.AsBytes([value]));

    /// <summary>Adds a constant float64 vector and returns its name.</summary>
    public string AddVector(ReadOnlySpan<double> values) => AddConstant(DataType.Double, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Adds a constant float32 vector and returns its name.</summary>
    public string AddVector(ReadOnlySpan<float> values) => AddConstant(DataType.Float, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Adds a constant boolean vector and returns its name.</summary>
    public string AddVector(ReadOnlySpan<bool> values) => AddConstant(DataType.Bool, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Adds a constant int64 vector and returns its name.</summary>
    public string AddConstant(params ReadOnlySpan<long> values) => AddConstant(DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Adds a constant string vector and returns its name.</summary>
    public string AddConstant(IReadOnlyList<string> values)
    {
        var tensor = new TensorProto
        {
            Name = ReserveName("texts"),
            DataType = DataType.String,
            Dims = { values.Count },
            StringData = { values.Select(ByteString.CopyFromUtf8) },
        };
        Proto.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a parameter of a network under its own name, unless it was added before, and returns its name in the graph.</summary>
    public string AddWeight(string name, Tensor parameter)
    {
        if (weightNames.TryGetValue(name, out var known))
        {
            return known;
        }

        using var scope = NewDisposeScope();
        var tensor = new TensorProto { Name = ReserveName(name), DataType = DataType.Float, Dims = { parameter.shape } };
        tensor.RawData = UnsafeByteOperations.UnsafeWrap(parameter.detach().cpu().contiguous().bytes.ToArray());
        Proto.Initializer.Add(tensor);
        return weightNames[name] = tensor.Name;
    }

    private string AddConstant(DataType type, IEnumerable<long> shape, ReadOnlySpan<byte> bytes)
    {
        var tensor = new TensorProto
        {
            Name = ReserveName(string.Create(CultureInfo.InvariantCulture, $"constant_{Proto.Initializer.Count}")),
            DataType = type,
            Dims = { shape },
            RawData = ByteString.CopyFrom(bytes),
        };
        Proto.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static ValueInfoProto CreateValueInfo(string name, DataType type, int columns, string description) => new()
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
                        new TensorShapeProto.Types.Dimension { DimParam = RowsDimension },
                        new TensorShapeProto.Types.Dimension { DimValue = columns },
                    },
                },
            },
        },
    };

    private string ReserveName(string name)
    {
        while (!usedNames.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
