using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access;

[Collection(GuardedCollection.Name)]
public sealed class AuditTests(GuardedService guarded)
{
    private readonly CancellationToken late = Deadline.Token();

    [Fact]
    public async Task Who_changed_what_is_kept()
    {
        var name = (await guarded.Trainer.Client.Access.GetCallerAsync(late))!.Name;
        var before = (await LinesAsync(0)).Select(line => line.Sequence).DefaultIfEmpty().Max();

        var job = await guarded.Trainer.RunJobAsync(SampleSpecs.Quick);
        Assert.Equal(HttpStatusCode.NotFound, (await guarded.Trainer.DeleteAsync("/api/datasets/nothing%2f..%2fhere")).Status);
        await guarded.Trainer.GetAsync("/api/jobs");
        await guarded.Predictor.PostAsync($"/api/models/{job.Model}/predict", """{ "instances": [] }""");
        await guarded.Reader.PostAsync("/api/jobs", "{}");

        var lines = (await Deadline.UntilAsync(() => LinesAsync(before), lines => lines.Count(line => line.Caller == name) >= 2))
            .Where(line => line.Caller == name).ToList();
        Assert.Equal([("POST", "/api/jobs", 202), ("DELETE", "/api/datasets/nothing%2f..%2fhere", 404)],
            lines.Select(line => (line.Method, line.Path, line.Status)));
        Assert.All(lines, line => Assert.Equal("127.0.0.1", line.Address));
        Assert.Equal($"/api/jobs/{job.Id}", lines[0].Made);
        Assert.Contains($"{name} POST /api/jobs: 202, from 127.0.0.1", guarded.Stranger.Output, StringComparison.Ordinal);
        Assert.Matches("Refused: key-[0-9a-f]{8} POST /api/jobs: 403, from 127.0.0.1", guarded.Stranger.Output);
    }

    [Fact]
    public async Task What_ends_by_an_exception_is_kept_too()
    {
        var before = (await LinesAsync(0)).Select(line => line.Sequence).DefaultIfEmpty().Max();

        (await guarded.Admin.PostAsync("/api/keys", "no JSON")).ShouldBeProblem(HttpStatusCode.BadRequest);

        await Deadline.UntilAsync(() => LinesAsync(before),
            lines => lines.Any(line => (line.Caller, line.Method, line.Path, line.Status) == ("boss", "POST", "/api/keys", 400)));
    }

    [Fact]
    public async Task It_does_not_grow_by_who_asks_too_often()
    {
        using var data = new TemporaryFolder();
        var key = await GuardedService.MakeKeyAsync(data, "--scope", "admin");
        await using var service = await Service.StartAsync(data, null, "--LearnML:RequireKeys", "true",
            "--LearnML:Limits:RequestsPerSecond", "1", "--LearnML:Limits:RequestBurst", "2");
        await using var admin = service.As(key);
        await using var stranger = service.As("lml_wrong");

        // Who tries keys is soon told to wait, and learns nothing meanwhile.
        var tries = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => stranger.GetAsync("/api/audit")));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], tries.Select(answer => answer.Status).Distinct().Order());
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => admin.DeleteAsync("/api/keys/nobody")));
        var lines = await Deadline.UntilAsync(() => admin.GetAsync("/api/audit"), answer => answer.Status == HttpStatusCode.OK);

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.All(lines.Read<IReadOnlyList<AuditEntry>>().Where(line => line.Caller != "terminal"), line => Assert.Equal(404, line.Status));
    }

    [Fact]
    public async Task It_keeps_the_newest_lines()
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data, null, "--LearnML:Limits:AuditLines", "10");

        for (var asked = 1; asked <= 210; asked++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await service.DeleteAsync($"/api/datasets/none-{asked}")).Status);
        }

        var lines = await Deadline.UntilAsync(() => service.Client.Access.ReadAuditLogAsync(0, 1000, late),
            lines => lines.Any(line => line.Path.EndsWith("-210", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(191, 20), lines.Select(line => (int)line.Sequence));
    }

    [Fact]
    public async Task It_is_read_in_parts()
    {
        await guarded.NewKeyAsync(Scope.Read);
        await guarded.NewKeyAsync(Scope.Read);
        await Deadline.UntilAsync(() => LinesAsync(0), lines => lines.Count >= 2);

        var first = await guarded.Admin.Client.Access.ReadAuditLogAsync(take: 1, cancellationToken: late);
        var second = await guarded.Admin.Client.Access.ReadAuditLogAsync(first[0].Sequence, 1, late);

        Assert.True(second[0].Sequence > first[0].Sequence);
        (await guarded.Admin.GetAsync("/api/audit?take=0")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    private Task<IReadOnlyList<AuditEntry>> LinesAsync(long after) =>
        guarded.Admin.Client.Access.ReadAuditLogAsync(after, 1000, TestContext.Current.CancellationToken);
}
