using System.Net;
using System.Net.Http.Headers;
using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Client;

public sealed class ErrorTests(SharedFixture fixture)
{
    private readonly CancellationToken late = Deadline.Token();

    private readonly LearnMLClient client = fixture.Service.Client;

    [Fact]
    public async Task A_wrong_spec_is_thrown_with_every_wrong_field()
    {
        var spec = SampleSpecs.Quick with { Network = new NetworkSpec { Hidden = [16, 0] }, Training = new TrainingSpec { Epochs = -1 } };

        var error = await Assert.ThrowsAsync<LearnMLException>(() => client.Jobs.RunAsync(spec, late));

        Assert.Equal(HttpStatusCode.BadRequest, error.Status);
        Assert.Equal(["network.hidden[1]", "training.epochs"], error.Errors.Keys.Order());
        var lines = error.Message.Split('\n');
        Assert.Equal($"POST /api/jobs: 400 {error.Title}", lines[0]);
        Assert.All(error.Errors, field => Assert.Contains($"  {field.Key}: {string.Join("; ", field.Value)}", lines));
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_thrown_with_its_id()
    {
        var id = Guid.NewGuid();

        var error = await Assert.ThrowsAsync<LearnMLException>(() => client.Jobs.GetAsync(id, late));
        var watched = await Assert.ThrowsAsync<LearnMLException>(() => client.Jobs.WatchAsync(id, cancellationToken: late).ToListAsync(late).AsTask());

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (error.Status, watched.Status));
        Assert.Contains($"There is no job '{id}'", error.Detail, StringComparison.Ordinal);
        Assert.Contains(error.Detail!, error.Message, StringComparison.Ordinal);
        Assert.Empty(error.Errors);
        Assert.Null(error.RetryAfter);
    }

    [Fact]
    public async Task When_to_try_again_is_told()
    {
        var error = await ThrownAsync(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
        {
            Content = new StringContent(
                """{ "title": "Busy", "detail": "Too much.", "status": 503 }""", MediaTypeHeaderValue.Parse("application/problem+json")),
            Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(5)) },
        });

        Assert.Equal(TimeSpan.FromSeconds(5), error.RetryAfter);
        Assert.Equal("GET /api/system: 503 Busy\nToo much.\nTry again in 5 s.", error.Message);
    }

    [Fact]
    public async Task A_proxys_page_is_an_error_of_its_status()
    {
        var error = await ThrownAsync(new HttpResponseMessage(HttpStatusCode.BadGateway)
        {
            Content = new StringContent("<h1>Bad gateway</h1>", MediaTypeHeaderValue.Parse("text/html")),
        });

        Assert.Equal((HttpStatusCode.BadGateway, null, null), (error.Status, error.Title, error.Detail));
        Assert.Equal("GET /api/system: 502 BadGateway", error.Message);
    }

    [Fact]
    public async Task What_a_newer_service_tells_beyond_is_passed_over()
    {
        var system = (await fixture.Service.GetAsync("/api/system")).Body;
        using var http = Answering(new HttpResponseMessage
        {
            Content = new StringContent(system.Insert(1, "\"newer\": 1, "), MediaTypeHeaderValue.Parse("application/json")),
        });
        await using var newer = new LearnMLClient(http);

        Assert.Equal((await client.System.GetAsync(late)).Version, (await newer.System.GetAsync(late)).Version);
    }

    private async Task<LearnMLException> ThrownAsync(HttpResponseMessage answer)
    {
        using var http = Answering(answer);
        await using var client = new LearnMLClient(http);
        return await Assert.ThrowsAsync<LearnMLException>(() => client.System.GetAsync(late));
    }

    private static HttpClient Answering(HttpResponseMessage answer) => new(new FixedAnswer(answer)) { BaseAddress = new Uri("http://localhost/") };
}
