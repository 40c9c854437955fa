using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnML.Api.Tests.Swagger;

public sealed partial class SwaggerRouteTests(SharedFixture fixture)
{
    [Fact]
    public async Task Swagger_document_lists_every_route_of_the_API()
    {
        using var data = new TemporaryFolder();
        await using var host = await ServiceHost.StartAsync(data);
        var mapped = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(
                method => $"{method} {Constraint().Replace(route.RoutePattern.RawText!, "}").TrimEnd('/')}"));

        var document = await SwaggerDocument.ReadAsync(fixture.Service);

        Assert.Equal(mapped.Order(StringComparer.Ordinal),
            document.Operations.Select(operation => operation.Name.TrimEnd('/')).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();
}
