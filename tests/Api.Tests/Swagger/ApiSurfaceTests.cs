using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Docs;

namespace LearnML.Api.Tests.Swagger;

/// <summary>The routes and schemas of the service are those of the stored document. CONTRIBUTING explains how to update it.</summary>
public sealed class ApiSurfaceTests(SharedFixture fixture)
{
    private static readonly string StoredPath = Path.Combine(Repository.Root, "tests/Api.Tests/Swagger/swagger.json");
    private static readonly string ReceivedPath = Path.Combine(AppContext.BaseDirectory, "swagger.received.json");

    [Fact]
    public async Task API_surface_matches_the_stored_document()
    {
        var surface = ApiSurface.Create((await SwaggerDocument.ReadAsync(fixture.Service)).Json);
        await File.WriteAllTextAsync(ReceivedPath, ApiSurface.ToText(surface), TestContext.Current.CancellationToken);

        var stored = JsonNode.Parse(await File.ReadAllTextAsync(StoredPath, TestContext.Current.CancellationToken));
        var differences = ApiSurface.FindDifferences(stored, surface, "").ToList();

        Assert.True(differences.Count == 0,
            $"The public surface changed:\n{string.Join('\n', differences)}\nIf "
                + $"it should, renew the stored document: cp {ReceivedPath} {StoredPath}");
    }
}
