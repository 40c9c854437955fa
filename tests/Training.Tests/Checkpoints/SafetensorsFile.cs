using System.Runtime.InteropServices;
using System.Text.Json;

namespace LearnML.Training.Tests.Checkpoints;

/// <summary>
/// An independent reader of the safetensors format, written from its specification
/// (https://github.com/huggingface/safetensors#format).
/// </summary>
internal sealed class SafetensorsFile
{
    private const int LengthSize = 8;

    private readonly byte[] file;

    public SafetensorsFile(byte[] file)
    {
        this.file = file;
        HeaderLength = (int)BitConverter.ToUInt64(file);
        DataStart = LengthSize + HeaderLength;
        Header = JsonDocument.Parse(file.AsMemory(LengthSize, HeaderLength)).RootElement;
    }

    public int HeaderLength { get; }

    public int DataStart { get; }

    public JsonElement Header { get; }

    public IEnumerable<string> Names => Header.EnumerateObject().Select(entry => entry.Name);

    public long[] Shape(string name) => Longs(name, "shape");

    public long[] Offsets(string name) => Longs(name, "data_offsets");

    public float[] Values(string name)
    {
        Assert.Equal("F32", Header.GetProperty(name).GetProperty("dtype").GetString());
        var offsets = Offsets(name);
        return MemoryMarshal.Cast<byte, float>(file.AsSpan()[(DataStart + (int)offsets[0])..(DataStart + (int)offsets[1])]).ToArray();
    }

    private long[] Longs(string name, string property) =>
        [.. Header.GetProperty(name).GetProperty(property).EnumerateArray().Select(number => number.GetInt64())];
}
