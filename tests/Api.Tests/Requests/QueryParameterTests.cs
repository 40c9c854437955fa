using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace LearnML.Api.Tests.Requests;

public sealed class QueryParameterTests
{
    /// <summary>If this fails for a new parameter, its type needs a rule in <c>BindingError</c>.</summary>
    [Fact]
    public async Task An_invalid_value_of_any_query_parameter_is_an_error_of_its_field()
    {
        using var data = new TemporaryFolder();
        await using var host = await ServiceHost.StartAsync(data);
        using var http = new HttpClient { BaseAddress = host.Address };
        var tested = 0;

        foreach (var route in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            foreach (var parameter in route.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Where(each => IsParsed(each, route)))
            {
                var method = HttpMethod.Parse(route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]);
                using var request = new HttpRequestMessage(method, $"{PathOf(route.RoutePattern)}?{parameter.Name}=wrong");
                using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

                Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
                Assert.EndsWith("; it is 'wrong'", (string?)problem["errors"]?[parameter.Name]?[0], StringComparison.Ordinal);
                tested++;
            }
        }

        Assert.InRange(tested, 15, 100);
    }

    private static bool IsParsed(IParameterBindingMetadata parameter, RouteEndpoint route) => parameter.HasTryParse
        && parameter.ParameterInfo.ParameterType != typeof(string) && route.RoutePattern.GetParameter(parameter.Name) is null;

    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => segment.Parts[0] switch
    {
        RoutePatternParameterPart { Name: "id" } => Guid.Empty.ToString(),
        RoutePatternParameterPart => "1",
        RoutePatternLiteralPart literal => literal.Content,
        _ => "",
    }));
}
