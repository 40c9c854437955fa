using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LearnML.Api.Tests.Access;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>Traces, logs and metrics that the service exports by OTLP.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string ClientTraceId = "0af7651916cd43dd8448eb211c80319c";

    private readonly TemporaryFolder data = new();
    private OtlpReceiver receiver = null!;

    public async ValueTask InitializeAsync() => receiver = await OtlpReceiver.StartAsync();

    [Fact]
    public async Task Trace_follows_a_job_from_request_to_epochs_across_processes()
    {
        Guid crashed;
        await using (var service = await StartAsync())
        {
            var ended = await service.WaitForEndAsync(await PostAsync(service, SampleSpecs.Quick, $"00-{ClientTraceId}-b7ad6b7169203331-01"));
            var train = await WaitForTrainSpanAsync(ended.Id);
            var request = await receiver.WaitForSpanAsync(span => span.Id == train.ParentId);

            Assert.Equal((ClientTraceId, "b7ad6b7169203331", "POST /api/jobs/"), (request.TraceId, request.ParentId, request.Name));
            Assert.Equal((ClientTraceId, "succeeded", "completed"),
                (train.TraceId, train.Attributes["learnml.job.state"], train.Attributes["learnml.job.reason"]));
            var epochs = receiver.Spans.Where(span => span.Name == "epoch").OrderBy(span => span.Start).ToList();
            Assert.Equal(["1", "2", "3"], epochs.Select(span => span.Attributes["learnml.epoch"]));
            Assert.All(epochs.Concat(receiver.Spans.Where(span => span.Name == "checkpoint")),
                span => Assert.Equal((ClientTraceId, train.Id), (span.TraceId, span.ParentId)));
            Assert.All(epochs, span => Assert.True(train.Start <= span.Start && span.Start < span.End && span.End <= train.End));
            Assert.All(epochs.Zip(epochs.Skip(1)), pair => Assert.InRange((long)(pair.Second.Start - pair.First.End), -2_000_000, 2_000_000));
            Assert.Contains(receiver.Spans, span => span.Name == "checkpoint");
            await Deadline.UntilAsync(() => receiver.Logs.Any(log => log.Body.Contains("ended; its model is epoch", StringComparison.Ordinal)));
            Assert.All(receiver.Logs.Where(log => log.Attributes.ContainsKey("JobId")),
                log => Assert.Equal((ClientTraceId, ended.Id.ToString()), (log.TraceId, log.Attributes["JobId"])));
            await Deadline.UntilAsync(() => receiver.Metrics.Contains("learnml.epochs") && receiver.Metrics.Contains("http.server.request.duration"));

            crashed = await PostAsync(service, SampleSpecs.Endless);
            await service.WaitForJobAsync(crashed, job => job.Epoch > 5);
            // Spans that are not exported before the kill are lost.
            await receiver.WaitForSpanAsync(span => span.Name == "POST /api/jobs/" && span.TraceId != ClientTraceId);
            await service.Process.KillAsync();
        }

        var before = receiver.Spans.Where(span => span.Name == "epoch").ToHashSet();
        await using var another = await StartAsync();
        var lastSequence = (await another.GetJobAsync(crashed)).LastSequence;
        await another.WaitForJobAsync(crashed, job => job.LastSequence > lastSequence + 5);
        await another.PostAsync($"/api/jobs/{crashed}/stop");
        await another.WaitForEndAsync(crashed);
        var again = await WaitForTrainSpanAsync(crashed);
        var posted = receiver.Spans.Single(span => span.Id == again.ParentId);

        Assert.Equal(("POST /api/jobs/", "", posted.TraceId, "stopped"),
            (posted.Name, posted.ParentId, again.TraceId, again.Attributes["learnml.job.state"]));
        Assert.NotEqual(ClientTraceId, again.TraceId);
        Assert.Contains(receiver.Spans, span => span.Name == "epoch" && span.ParentId == again.Id && !before.Contains(span));
        Assert.DoesNotContain(receiver.Spans, span => span.Name == "epoch" && span.ParentId == again.Id && span.Attributes["learnml.epoch"] == "1");
    }

    [Fact]
    public async Task Telemetry_contains_no_keys()
    {
        var key = await SecuredServiceFixture.CreateFirstKeyAsync(data, "--scope", "admin");
        await using var service = await Service.StartProcessAsync(data, null, [.. receiver.Arguments, "--LearnML:RequireKeys=true",
            "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace"]);
        using var http = new HttpClient { BaseAddress = service.Address };

        // The key is sent in the address of the hub, in the address of another route, and in a header.
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, $"/hubs/training/negotiate?negotiateVersion=1&access_token={key}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, $"/api/jobs?access_token={key}"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(http, "/api/jobs"));

        foreach (var (path, status) in new[] { ("/hubs/training/negotiate", "200"), ("/api/jobs/", "401"), ("/api/jobs/", "400") })
        {
            await receiver.WaitForSpanAsync(span => span.Name.Contains(path, StringComparison.Ordinal)
                && span.Attributes.GetValueOrDefault("http.response.status_code") == status);
        }

        await Deadline.UntilAsync(() => receiver.Contains("/api/jobs: 400, from 127.0.0.1"));
        Assert.False(receiver.Contains(key["lml_".Length..]));
        Assert.DoesNotContain(key["lml_".Length..], service.Output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        data.Dispose();
    }

    private Task<Service> StartAsync() => Service.StartProcessAsync(data, null, [.. receiver.Arguments, "--LearnML:CheckpointEpochs=1"]);

    private Task<ReceivedSpan> WaitForTrainSpanAsync(Guid job) =>
        receiver.WaitForSpanAsync(span => span.Name == "train" && span.Attributes["learnml.job.id"] == job.ToString());

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string path)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return response.StatusCode;
    }

    private static async Task<Guid> PostAsync(Service service, JobSpec spec, string? traceParent = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Address, "/api/jobs"))
        {
            Content = System.Net.Http.Json.JsonContent.Create(spec, options: WireFormat.Options),
        };
        if (traceParent is not null)
        {
            request.Headers.Add("traceparent", traceParent);
        }

        using var response = await http.SendAsync(request);
        return (await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<Job>(response.Content, WireFormat.Options))!.Id;
    }
}
