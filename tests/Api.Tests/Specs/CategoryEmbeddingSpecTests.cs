using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Specs;

/// <summary>Previews show category embeddings and category dropout, and wrong ones are refused.</summary>
public sealed class CategoryEmbeddingSpecTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Preview_has_defaults_and_the_size_after_the_layer()
    {
        var name = await UploadAsync(categories: 12);

        var preview = await PreviewAsync($$"""
            { "dataset": "{{name}}", "network": { "hidden": [4], "categoryEmbedding": {}, "categoryDropout": 0.1 } }
            """);

        Assert.Equal(new CategoryEmbeddingSpec(), preview.Spec!.Network.CategoryEmbedding);
        Assert.Equal(
            [("categoryDropout", "0.1", 14, 0L), ("categoryEmbedding", "1", 9, 13 * 8)],
            preview.Graph!.Layers.Take(2).Select(layer => (layer.Kind, layer.Detail, layer.OutputShape[0], layer.Parameters)));
    }

    [Fact]
    public async Task Columns_with_few_categories_keep_their_inputs()
    {
        var name = await UploadAsync(categories: 8);

        var preview = await PreviewAsync($$"""{ "dataset": "{{name}}", "network": { "hidden": [4], "categoryEmbedding": {} } }""");

        Assert.Empty(preview.Errors);
        Assert.Equal("linear", preview.Graph!.Layers[0].Kind);
    }

    [Theory]
    [InlineData("categoryEmbedding", """{ "outputs": 0 }""", "network.categoryEmbedding.outputs", "must be 1 to 1024")]
    [InlineData("categoryEmbedding", """{ "minimumCategories": 0 }""", "network.categoryEmbedding.minimumCategories", "must be 1 to 10000")]
    [InlineData("categoryDropout", "1", "network.categoryDropout", "below 1")]
    [InlineData("categoryEmbedding", "{}", "network.categoryEmbedding", "needs a column of categories")]
    [InlineData("categoryDropout", "0.5", "network.categoryDropout", "needs a column of categories")]
    public async Task Wrong_field_is_refused(string field, string value, string wrong, string reason)
    {
        var preview = await PreviewAsync($$"""{ "dataset": "polynomial", "network": { "{{field}}": {{value}} } }""");

        Assert.Contains(Assert.Contains(wrong, preview.Errors), error => error.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Probability_of_0_hides_nothing_and_is_always_allowed()
    {
        var preview = await PreviewAsync("""{ "dataset": "polynomial", "network": { "categoryDropout": 0 } }""");

        Assert.Empty(preview.Errors);
        Assert.Equal("linear", preview.Graph!.Layers[0].Kind);
    }

    private async Task<string> UploadAsync(int categories)
    {
        var name = SampleSpecs.CreateModelName();
        var lines = Enumerable.Range(0, 60).Select(row => $"k{row % categories},{row * 7 % 11}.5,{(row % 3 == 0 ? "yes" : "no")}\n");
        await service.UploadAsync("code,size,answer\n" + string.Concat(lines), ("name", name), ("target", "answer"));
        return name;
    }

    private async Task<JobPreview> PreviewAsync(string json)
    {
        var answer = await service.PostAsync("/api/jobs/preview", json);
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Body);
        return answer.Read<JobPreview>();
    }
}
