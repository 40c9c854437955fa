using System.Net;
using LearnML.Api.Tests.Docs;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Dashboard;

/// <summary>The dashboard's README is for developers. The service neither contains nor serves it.</summary>
public sealed class DashboardFileTests
{
    private const string Readme = "README.md";

    private static readonly string Source = Path.Combine(Repository.Root, "src", "Api", "wwwroot");

    [Fact]
    public async Task Service_does_not_serve_the_dashboard_README()
    {
        Assert.True(File.Exists(Path.Combine(Source, Readme)));
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data, null, "--webroot", Source);
        using var http = new HttpClient { BaseAddress = service.Address };

        Assert.Equal(HttpStatusCode.OK, await GetStatusAsync(http, "/"));
        Assert.Equal(HttpStatusCode.OK, await GetStatusAsync(http, "/texts/text.js"));
        Assert.Equal(HttpStatusCode.NotFound, await GetStatusAsync(http, $"/{Readme}"));
    }

    [Fact]
    public void Build_does_not_copy_the_dashboard_README()
    {
        var built = Path.Combine(AppContext.BaseDirectory, "wwwroot");

        Assert.True(File.Exists(Path.Combine(built, "index.html")));
        Assert.False(File.Exists(Path.Combine(built, Readme)));
    }

    private static async Task<HttpStatusCode> GetStatusAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
