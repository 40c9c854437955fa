using System.Text;
using LearnML.Training.State;
using LearnML.Training.Tests.Checkpoints;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.State;

public class SafetensorsTests
{
    [Fact]
    public void Bytes_follow_format()
    {
        using var scope = NewDisposeScope();

        var bytes = Write(("a", tensor(new[] { 1f, -2f })));

        // 54 bytes of JSON, and two spaces to reach a multiple of 8.
        byte[] expected =
        [
            56, 0, 0, 0, 0, 0, 0, 0,
            .. """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  """u8,
            0x00, 0x00, 0x80, 0x3f,
            0x00, 0x00, 0x00, 0xc0,
        ];
        Assert.Equal(expected, bytes);
    }

    [Fact]
    public void Tensors_are_stored_in_given_order()
    {
        using var scope = NewDisposeScope();

        var file = new SafetensorsFile(Write(("b", ones(2, 3)), ("a", arange(5, float32)), ("c", tensor(7f))));

        Assert.Equal(["b", "a", "c"], file.Names);
        Assert.Equal([0, 24], file.Offsets("b"));
        Assert.Equal([24, 44], file.Offsets("a"));
        Assert.Equal([44, 48], file.Offsets("c"));
        Assert.Equal([2, 3], file.Shape("b"));
        Assert.Empty(file.Shape("c"));
        Assert.Equal([0f, 1, 2, 3, 4], file.Values("a"));
        Assert.Equal([7f], file.Values("c"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abcde")]
    [InlineData("abcdefgh")]
    public void Data_starts_at_multiple_of_8(string name)
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0, new SafetensorsFile(Write((name, ones(1)))).DataStart % 8);
    }

    [Fact]
    public void Writer_writes_views_by_their_values()
    {
        using var scope = NewDisposeScope();
        var table = arange(6, float32).view(2, 3);

        var file = new SafetensorsFile(Write(("turned", table.t()), ("second row", table.narrow(0, 1, 1))));

        Assert.Equal([0f, 3, 1, 4, 2, 5], file.Values("turned"));
        Assert.Equal([3f, 4, 5], file.Values("second row"));
    }

    [Fact]
    public void Reader_restores_every_bit()
    {
        using var scope = NewDisposeScope();
        float[] special = [0, -0f, float.Epsilon, float.MaxValue, float.NegativeInfinity, float.NaN, 1 / 3f];

        var read = Read(Write(("special", tensor(special)), ("table", ones(2, 3))));

        Assert.Equal(special.Select(BitConverter.SingleToInt32Bits), read["special"].data<float>().ToArray().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal([2L, 3], read["table"].shape);
    }

    [Fact]
    public void Large_tensor_is_restored()
    {
        using var scope = NewDisposeScope();
        var large = arange((1 << 24) + 12344, int64).view(-1, 8);

        var read = Read(Write(("large", large), ("none", empty(0, 3)), ("small", ones(1))));

        Assert.Equal(0, read["large"].sub(large).abs().max().item<long>());
        Assert.Equal([0L, 3], read["none"].shape);
        Assert.Equal([1f], read["small"].data<float>().ToArray());
    }

    [Fact]
    public void Writer_leaks_no_tensors()
    {
        using var scope = NewDisposeScope();
        var given = ones(2, 3);

        Write(("a", given));

        Assert.False(given.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0008\0\0\0")]
    public void Reader_rejects_file_without_header_length(string file) => AssertRejected("shorter than its header", Encoding.Latin1.GetBytes(file));

    [Theory]
    [InlineData(55UL)]
    [InlineData(int.MaxValue)]
    [InlineData(1UL << 32)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void Reader_rejects_too_long_header_without_allocating_it(ulong length)
    {
        byte[] file = [.. BitConverter.GetBytes(length), .. """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"""u8];
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRejected("shorter than its header", file);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":"2","data_offsets":[0,8]}}""")]
    public void Reader_rejects_invalid_header(string header) => AssertRejected("header is not a valid JSON object", CreateFile(header));

    [Theory]
    [InlineData("""{"dtype":"F64","shape":[2],"data_offsets":[0,8]}""")]
    [InlineData("""{"dtype":"F32","shape":[3],"data_offsets":[0,8]}""")]
    [InlineData("""{"dtype":"F32","shape":[2],"data_offsets":[0,16]}""")]
    [InlineData("""{"dtype":"F32","shape":[2],"data_offsets":[4,12]}""")]
    [InlineData("""{"dtype":"F32","shape":[2],"data_offsets":[-4,4]}""")]
    [InlineData("""{"dtype":"F32","shape":[2],"data_offsets":[0]}""")]
    [InlineData("""{"dtype":"F32","shape":[-1],"data_offsets":[8,4]}""")]
    [InlineData("""{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}""")]
    [InlineData("""{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}""")]
    [InlineData("""{"dtype":"F32","shape":[4611686018427387904,4611686018427387904,64],"data_offsets":[0,0]}""")]
    [InlineData("""{"dtype":"F32","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]}""")]
    [InlineData("""{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"""
        + """1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}""")]
    [InlineData("""{"dtype":"F32","shape":[2]}""")]
    [InlineData("""{"dtype":"F32","data_offsets":[0,8]}""")]
    [InlineData("null")]
    public void Reader_rejects_tensor_that_does_not_fit_its_data(string entry) =>
        AssertRejected("invalid entry for the tensor 'a'", CreateFile($$"""{"a":{{entry}}}"""));

    [Fact]
    public void A_header_above_the_limit_of_the_format_is_refused_as_such()
    {
        using var folder = new TemporaryFolder();
        using var file = File.Create(folder["large"]);
        file.Write(BitConverter.GetBytes(100_000_001UL));
        file.SetLength(200_000_000);
        file.Position = 0;

        Assert.Contains("header has 100000001 bytes; the format allows 100000000", Assert.Throws<CheckpointException>(
            () => Safetensors.Read(file)).Message, StringComparison.Ordinal);
    }

    private static void AssertRejected(string reason, byte[] file)
    {
        using var scope = NewDisposeScope();
        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => Read(file)).Message, StringComparison.Ordinal);
    }

    // Appends eight bytes of data.
    private static byte[] CreateFile(string header) =>
        [.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[8]];

    private static Dictionary<string, Tensor> Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return Safetensors.Read(stream);
    }

    private static byte[] Write(params (string Name, Tensor Tensor)[] tensors)
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, tensors);
        return stream.ToArray();
    }
}
