using Google.Protobuf;
using LearnML.Training.Exporting.Onnx;
using AttributeType = LearnML.Training.Exporting.Onnx.AttributeProto.Types.AttributeType;

namespace LearnML.Training.Exporting;

/// <summary>Creates attributes of ONNX operators.</summary>
internal static class OnnxAttribute
{
    public static AttributeProto Create(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Create(string name, double value) => new() { Name = name, Type = AttributeType.Float, F = (float)value };

    public static AttributeProto Create(string name, IEnumerable<long> values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    public static AttributeProto Create(string name, IEnumerable<string> values) =>
        new() { Name = name, Type = AttributeType.Strings, Strings = { values.Select(ByteString.CopyFromUtf8) } };
}
