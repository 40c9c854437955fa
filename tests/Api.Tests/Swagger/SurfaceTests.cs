using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Readme;

namespace LearnML.Api.Tests.Swagger;

/// <summary>The routes and schemas of the service are those of the stored document. CONTRIBUTING tells how to renew it.</summary>
public sealed class SurfaceTests(SharedFixture fixture)
{
    private static readonly string Stored = Path.Combine(Repository.Root, "tests/Api.Tests/Swagger/swagger.json");
    private static readonly string Received = Path.Combine(AppContext.BaseDirectory, "swagger.received.json");

    [Fact]
    public async Task The_public_surface_is_the_stored_one()
    {
        var surface = Surface.Of((await SwaggerDocument.ReadAsync(fixture.Service)).Json);
        await File.WriteAllTextAsync(Received, Surface.Write(surface), TestContext.Current.CancellationToken);

        var stored = JsonNode.Parse(await File.ReadAllTextAsync(Stored, TestContext.Current.CancellationToken));
        var differences = Surface.Differences(stored, surface, "").ToList();

        Assert.True(differences.Count == 0,
            $"The public surface changed:\n{string.Join('\n', differences)}\nIf it should, renew the stored document: cp {Received} {Stored}");
    }
}
