using System.Net;
using System.Net.Http.Headers;
using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Client;

public sealed class LearnMLExceptionTests(SharedFixture fixture)
{
    private readonly CancellationToken cancellationToken = Deadline.Token();

    private readonly LearnMLClient client = fixture.Service.Client;

    [Fact]
    public async Task Exception_names_every_invalid_field_of_a_spec()
    {
        var spec = SampleSpecs.Quick with { Network = new NetworkSpec { Hidden = [16, 0] }, Training = new TrainingSpec { Epochs = -1 } };

        var error = await Assert.ThrowsAsync<LearnMLException>(() => client.Jobs.RunAsync(spec, cancellationToken));

        Assert.Equal(HttpStatusCode.BadRequest, error.Status);
        Assert.Equal(["network.hidden[1]", "training.epochs"], error.Errors.Keys.Order());
        var lines = error.Message.Split('\n');
        Assert.Equal($"POST /api/jobs: 400 {error.Title}", lines[0]);
        Assert.All(error.Errors, field => Assert.Contains($"  {field.Key}: {string.Join("; ", field.Value)}", lines));
    }

    [Fact]
    public async Task Exception_names_the_id_of_an_unknown_job()
    {
        var id = Guid.NewGuid();

        var error = await Assert.ThrowsAsync<LearnMLException>(() => client.Jobs.GetAsync(id, cancellationToken));
        var watched = await Assert.ThrowsAsync<LearnMLException>(
            () => client.Jobs.WatchAsync(id, cancellationToken: cancellationToken).ToListAsync(cancellationToken).AsTask());

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (error.Status, watched.Status));
        Assert.Contains($"There is no job '{id}'", error.Detail, StringComparison.Ordinal);
        Assert.Contains(error.Detail!, error.Message, StringComparison.Ordinal);
        Assert.Empty(error.Errors);
        Assert.Null(error.RetryAfter);
    }

    [Fact]
    public async Task Exception_has_the_time_to_retry_after()
    {
        var error = await GetExceptionAsync(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
        {
            Content = new StringContent(
                """{ "title": "Busy", "detail": "Too much.", "status": 503 }""", MediaTypeHeaderValue.Parse("application/problem+json")),
            Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(5)) },
        });

        Assert.Equal(TimeSpan.FromSeconds(5), error.RetryAfter);
        Assert.Equal("GET /api/system: 503 Busy\nToo much.\nTry again in 5 s.", error.Message);
    }

    [Fact]
    public async Task Exception_of_a_response_without_problem_details_has_its_status()
    {
        var error = await GetExceptionAsync(new HttpResponseMessage(HttpStatusCode.BadGateway)
        {
            Content = new StringContent("<h1>Bad gateway</h1>", MediaTypeHeaderValue.Parse("text/html")),
        });

        Assert.Equal((HttpStatusCode.BadGateway, null, null), (error.Status, error.Title, error.Detail));
        Assert.Equal("GET /api/system: 502 BadGateway", error.Message);
    }

    [Fact]
    public async Task Client_ignores_unknown_fields_of_a_newer_service()
    {
        var system = (await fixture.Service.GetAsync("/api/system")).Body;
        using var http = CreateHttpClient(new HttpResponseMessage
        {
            Content = new StringContent(system.Insert(1, "\"newer\": 1, "), MediaTypeHeaderValue.Parse("application/json")),
        });
        await using var newer = new LearnMLClient(http);

        Assert.Equal((await client.System.GetAsync(cancellationToken)).Version, (await newer.System.GetAsync(cancellationToken)).Version);
    }

    private async Task<LearnMLException> GetExceptionAsync(HttpResponseMessage response)
    {
        using var http = CreateHttpClient(response);
        await using var client = new LearnMLClient(http);
        return await Assert.ThrowsAsync<LearnMLException>(() => client.System.GetAsync(cancellationToken));
    }

    private static HttpClient CreateHttpClient(HttpResponseMessage response) =>
        new(new FixedResponseHandler(response)) { BaseAddress = new Uri("http://localhost/") };
}
