using Google.Protobuf;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>A protocol buffers message, read by field number without its schema.</summary>
internal sealed class ProtobufMessage
{
    private readonly Dictionary<int, List<object>> fields = [];

    public ProtobufMessage(byte[] bytes)
    {
        using var input = new CodedInputStream(bytes);
        while (input.ReadTag() is not 0 and var tag)
        {
            object value = WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => input.ReadFixed64(),
                WireFormat.WireType.Fixed32 => input.ReadFixed32(),
                _ => input.ReadBytes().ToByteArray(),
            };
            var number = WireFormat.GetTagFieldNumber(tag);
            fields.TryAdd(number, []);
            fields[number].Add(value);
        }
    }

    /// <summary>Returns the messages at a path of fields.</summary>
    public IEnumerable<ProtobufMessage> GetMessages(params IReadOnlyList<int> path) => path.Aggregate(
        (IEnumerable<ProtobufMessage>)[this],
        (messages, field) => messages.SelectMany(message => message.GetValues(field)).Select(value => new ProtobufMessage((byte[])value)));

    public string GetString(int field) => System.Text.Encoding.UTF8.GetString(GetBytes(field));

    public string GetHex(int field) => Convert.ToHexStringLower(GetBytes(field));

    public ulong GetNumber(int field) => GetValues(field) is [.., ulong number] ? number : 0;

    private byte[] GetBytes(int field) => GetValues(field) is [.., byte[] bytes] ? bytes : [];

    private List<object> GetValues(int field) => fields.GetValueOrDefault(field, []);
}
