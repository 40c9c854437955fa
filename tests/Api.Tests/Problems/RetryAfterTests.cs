using System.Net;
using System.Text;
using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Problems;

/// <summary>A thrown 503 is answered with a Retry-After header.</summary>
public sealed class RetryAfterTests
{
    [Fact]
    public async Task Thrown_503_has_a_Retry_After_header()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(Options.Create(new LearnMLOptions())).AddProblems();
        await using var app = builder.Build();
        app.UseProblems();
        app.MapPost("/predict", () => { throw new BadHttpRequestException("Too much at once.", StatusCodes.Status503ServiceUnavailable); });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");

        using var response = await app.GetTestClient()
            .PostAsync(new Uri("/predict", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (response.StatusCode, response.Headers.RetryAfter!.Delta));
        Assert.Contains("Too much at once.",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await app.StopAsync(TestContext.Current.CancellationToken); // A host that is only disposed logs its background services as failed.
    }
}
