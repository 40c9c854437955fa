using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Specs;

/// <summary>Previews show the defaults of periodic embeddings, and wrong ones are refused.</summary>
public sealed class PeriodicEmbeddingSpecTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("{}", PeriodicEmbeddingKind.Pbld, 16, 3, 0.1, 0.1)]
    [InlineData("""{ "kind": "plr", "outputs": 8 }""", PeriodicEmbeddingKind.Plr, 48, 8, 0.01, 1)]
    public async Task Preview_has_defaults_of_the_kind(
        string embedding, PeriodicEmbeddingKind kind, int frequencies, int outputs, double std, double factor)
    {
        var preview = await PreviewAsync($$"""{ "dataset": "polynomial", "network": { "periodicEmbedding": {{embedding}} } }""");

        var spec = preview.Spec!.Network.PeriodicEmbedding!;
        Assert.Equal((kind, frequencies, outputs, std, factor), (spec.Kind, spec.Frequencies, spec.Outputs, spec.Std, spec.LearningRateFactor));
        Assert.Equal("embedding", preview.Graph!.Layers[0].Kind);
    }

    [Theory]
    [InlineData("""{ "std": 0 }""", "network.periodicEmbedding.std", "must be above 0")]
    [InlineData("""{ "frequencies": 1025 }""", "network.periodicEmbedding.frequencies", "1024")]
    [InlineData("""{ "kind": "pblr" }""", "network.periodicEmbedding.kind", "pbld, plr")]
    public async Task Wrong_embedding_is_refused(string embedding, string field, string reason)
    {
        var preview = await PreviewAsync($$"""{ "dataset": "polynomial", "network": { "periodicEmbedding": {{embedding}} } }""");

        Assert.Contains(reason, Assert.Contains(field, preview.Errors)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_without_number_columns_has_nothing_to_embed()
    {
        var name = SampleSpecs.CreateModelName();
        var lines = Enumerable.Range(0, 40).Select(row => row % 3 == 0 ? "red,yes\n" : "blue,no\n");
        await service.UploadAsync("colour,answer\n" + string.Concat(lines), ("name", name), ("target", "answer"));

        var preview = await PreviewAsync($$"""{ "dataset": "{{name}}", "network": { "periodicEmbedding": {} } }""");

        Assert.Contains("needs a column of numbers", Assert.Contains("network.periodicEmbedding", preview.Errors)[0], StringComparison.Ordinal);
    }

    private async Task<JobPreview> PreviewAsync(string json)
    {
        var answer = await service.PostAsync("/api/jobs/preview", json);
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Body);
        return answer.Read<JobPreview>();
    }
}
