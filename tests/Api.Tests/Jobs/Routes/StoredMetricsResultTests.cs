using System.Buffers;
using System.Text;
using LearnML.Api.Jobs.Routes;

namespace LearnML.Api.Tests.Jobs.Routes;

public sealed class StoredMetricsResultTests
{
    [Theory]
    [InlineData("""{"epoch":1,"train":{"loss":1},"layers":[{"layer":"0","weightNorm":2}]}""", """{"epoch":1,"train":{"loss":1},"layers":[]}""")]
    [InlineData("""{"layers":[{"layer":"\"layers\":[","weightNorm":2}],"epoch":1}""", """{"layers":[],"epoch":1}""")]
    [InlineData("""{"other":{"layers":[1]},"text":"\"layers\":","layers":[],"epoch":1}""",
        """{"other":{"layers":[1]},"text":"\"layers\":","layers":[],"epoch":1}""")]
    [InlineData("""{"epoch":1}""", """{"epoch":1}""")]
    public void Layers_are_left_out_wherever_they_are(string stored, string written)
    {
        var body = new ArrayBufferWriter<byte>();

        StoredMetricsResult.WriteWithoutLayers(stored, body);

        Assert.Equal(written, Encoding.UTF8.GetString(body.WrittenSpan));
    }
}
