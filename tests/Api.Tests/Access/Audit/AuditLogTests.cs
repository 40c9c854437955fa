using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access.Audit;

[Collection(SecuredServiceCollection.Name)]
public sealed class AuditLogTests(SecuredServiceFixture fixture)
{
    private readonly CancellationToken cancellationToken = Deadline.Token();

    [Fact]
    public async Task Audit_log_records_the_caller_and_the_change()
    {
        var name = (await fixture.Trainer.Client.Access.GetCallerAsync(cancellationToken))!.Name;
        var before = (await ReadEntriesAsync(0)).Select(line => line.Sequence).DefaultIfEmpty().Max();

        var job = await fixture.Trainer.RunJobAsync(SampleSpecs.Quick);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Trainer.DeleteAsync("/api/datasets/nothing%2f..%2fhere")).Status);
        await fixture.Trainer.GetAsync("/api/jobs");
        await fixture.Predictor.PostAsync($"/api/models/{job.Model}/predict", """{ "instances": [] }""");
        await fixture.Reader.PostAsync("/api/jobs", "{}");

        var lines = (await Deadline.UntilAsync(() => ReadEntriesAsync(before), lines => lines.Count(line => line.Caller == name) >= 2))
            .Where(line => line.Caller == name).ToList();
        Assert.Equal([("POST", "/api/jobs", 202), ("DELETE", "/api/datasets/nothing%2f..%2fhere", 404)],
            lines.Select(line => (line.Method, line.Path, line.Status)));
        Assert.All(lines, line => Assert.Equal("127.0.0.1", line.Address));
        Assert.Equal($"/api/jobs/{job.Id}", lines[0].Made);
        Assert.Contains($"{name} POST /api/jobs: 202, from 127.0.0.1", fixture.Anonymous.Output, StringComparison.Ordinal);
        Assert.Matches("Refused: key-[0-9a-f]{8} POST /api/jobs: 403, from 127.0.0.1", fixture.Anonymous.Output);
    }

    [Fact]
    public async Task Audit_log_records_a_request_that_ends_with_an_exception()
    {
        var before = (await ReadEntriesAsync(0)).Select(line => line.Sequence).DefaultIfEmpty().Max();

        (await fixture.Admin.PostAsync("/api/keys", "no JSON")).ShouldBeProblem(HttpStatusCode.BadRequest);

        await Deadline.UntilAsync(() => ReadEntriesAsync(before),
            lines => lines.Any(line => (line.Caller, line.Method, line.Path, line.Status) == ("boss", "POST", "/api/keys", 400)));
    }

    [Fact]
    public async Task Audit_log_does_not_record_requests_above_the_rate_limit()
    {
        using var data = new TemporaryFolder();
        var key = await SecuredServiceFixture.CreateFirstKeyAsync(data, "--scope", "admin");
        await using var service = await Service.StartAsync(data, null, "--LearnML:RequireKeys", "true",
            "--LearnML:Limits:RequestsPerSecond", "1", "--LearnML:Limits:RequestBurst", "2");
        await using var admin = service.WithKey(key);
        await using var unknownCaller = service.WithKey("lml_wrong");

        // The rate limit also applies to a caller that tries keys.
        var rejections = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => unknownCaller.GetAsync("/api/audit")));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests],
            rejections.Select(response => response.Status).Distinct().Order());
        var responses = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => admin.DeleteAsync("/api/keys/nobody")));
        var lines = await Deadline.UntilAsync(() => admin.GetAsync("/api/audit"), response => response.Status == HttpStatusCode.OK);

        Assert.Contains(responses, response => response.Status == HttpStatusCode.TooManyRequests);
        Assert.All(lines.Read<IReadOnlyList<AuditEntry>>().Where(line => line.Caller != "terminal"), line => Assert.Equal(404, line.Status));
    }

    [Fact]
    public async Task Audit_log_keeps_the_newest_entries()
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data, null, "--LearnML:Limits:AuditLines", "10");

        for (var number = 1; number <= 210; number++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await service.DeleteAsync($"/api/datasets/none-{number}")).Status);
        }

        var lines = await Deadline.UntilAsync(() => service.Client.Access.ReadAuditLogAsync(0, 1000, cancellationToken),
            lines => lines.Any(line => line.Path.EndsWith("-210", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(191, 20), lines.Select(line => (int)line.Sequence));
    }

    [Fact]
    public async Task Audit_log_can_be_read_in_pages()
    {
        await fixture.CreateKeyAsync(Scope.Read);
        await fixture.CreateKeyAsync(Scope.Read);
        await Deadline.UntilAsync(() => ReadEntriesAsync(0), lines => lines.Count >= 2);

        var first = await fixture.Admin.Client.Access.ReadAuditLogAsync(take: 1, cancellationToken: cancellationToken);
        var second = await fixture.Admin.Client.Access.ReadAuditLogAsync(first[0].Sequence, 1, cancellationToken);

        Assert.True(second[0].Sequence > first[0].Sequence);
        (await fixture.Admin.GetAsync("/api/audit?take=0")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    private Task<IReadOnlyList<AuditEntry>> ReadEntriesAsync(long after) =>
        fixture.Admin.Client.Access.ReadAuditLogAsync(after, 1000, TestContext.Current.CancellationToken);
}
