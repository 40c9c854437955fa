using System.Net;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Storage.Jobs;

/// <summary>The entries of a job log and their messages.</summary>
[Collection(JobServiceCollection.Name)]
public sealed partial class JobLogTests(ServiceFixture fixture)
{
    private const string ProcessPattern = "Process [^ ]+";

    private static readonly string[] StartPatterns =
    [
        "The job was accepted. It waits in the queue cpu.",
        ProcessPattern + " took the job.",
        "Training started on cpu, with 6,000 rows and 12,730 parameters.",
    ];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Log_describes_a_job_from_acceptance_to_version()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Model = "told" });

        var log = await service.GetLogAsync(job.Id);

        AssertMatches(log, [.. StartPatterns, @"The job ended as succeeded \d+\.\d seconds after it started. It added version 1 of the model told."]);
        Assert.Equal([1L, 2, 3, 4], log.Select(entry => entry.Sequence));
        Assert.Equal(log.Select(entry => entry.At).Order(), log.Select(entry => entry.At));
        Assert.Equal((job.CreatedAt, job.EndedAt), (log[0].At, log[^1].At));
        Assert.All(log, entry => Assert.Equal(JobLogLevel.Information, entry.Level));
        Assert.Equal(log.Skip(2), await service.GetLogAsync(job.Id, after: 2));
        Assert.Empty(await service.GetLogAsync(job.Id, after: 4));
    }

    [Fact]
    public async Task Service_log_has_lines_of_time_level_and_message()
    {
        using var data = new TemporaryFolder();
        await using var ownService = await Service.StartProcessAsync(data);
        var job = await ownService.RunJobAsync(SampleSpecs.Quick);
        await Deadline.UntilAsync(() => ownService.Process.Output.Contains($"Job {job.Id} ended", StringComparison.Ordinal));

        var lines = ownService.Process.Output.Split('\n');

        Assert.All(lines, line => Assert.Matches(LogLine(), line));
        Assert.Equal(2, lines.Count(line => line.Contains($"Job {job.Id} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Log_entry_has_four_fields()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        var body = (await service.GetAsync($"/api/jobs/{job.Id}/log?after=2")).Body;

        Assert.Matches(
            @"^\[\{""sequence"":3,""at"":""\d{4}-\d\d-\d\dT[^""]+\+00:00"",""level"":""information"",""message"":""Training started on cpu", body);
    }

    [Fact]
    public async Task Log_has_an_entry_per_fold_and_none_per_epoch()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Model = "folds", Validation = new ValidationSpec { Folds = 3 } });

        var folds = (await service.GetAsync<Report>($"/api/jobs/{job.Id}/report")).CrossValidation!.Folds;
        AssertMatches(
            await service.GetLogAsync(job.Id),
            [
                .. StartPatterns,
                .. folds.Select(fold => FormattableString.Invariant(
                    $"Fold {fold.Fold} of 3 finished: it keeps epoch 3, with validation loss {fold.Validation.Loss:g4}.")),
                "The job ended as succeeded .* It added version 1 of the model folds.",
            ]);
    }

    [Fact]
    public async Task Log_describes_a_stop_and_a_resume()
    {
        var model = SampleSpecs.CreateModelName();
        await using var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless.WithEpochs(50_000) with { Model = model });
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.WaitForEndAsync(busy.JobId);
        await service.PostAsync($"/api/jobs/{stopped.Id}/resume", new { epochs = 60_000 });
        await service.WaitForJobAsync(stopped.Id, job => job.LastSequence > stopped.LastSequence);
        await service.PostAsync($"/api/jobs/{stopped.Id}/stop");
        await service.WaitForEndAsync(stopped.Id);

        AssertMatches(
            await service.GetLogAsync(stopped.Id),
            [
                .. StartPatterns,
                "A stop was requested.",
                $"The job ended as stopped .* seconds after it started. It added version 1 of the model {model}.",
                "A resume was requested, for 60,000 epochs in total. The job waits in the queue cpu.",
                .. StartPatterns[1..],
                $"Training resumed from a checkpoint after epoch {stopped.Epoch}.",
                "A stop was requested.",
                $"The job ended as stopped .* seconds after it started. It added version 2 of the model {model}.",
            ]);
    }

    [Fact]
    public async Task Log_describes_a_cancellation_before_and_after_the_start()
    {
        await using var busy = await BusyDevice.StartAsync(service);
        var queued = await service.StartJobAsync(SampleSpecs.Quick);

        await service.PostAsync($"/api/jobs/{queued.Id}/cancel");
        await service.PostAsync($"/api/jobs/{busy.JobId}/cancel");

        AssertMatches(await service.GetLogAsync(queued.Id),
            [StartPatterns[0], "A cancellation was requested.", "The job ended as cancelled before it started."]);
        AssertMatches(await service.GetLogAsync(busy.JobId),
            [.. StartPatterns, "A cancellation was requested.", "The job ended as cancelled .* seconds after it started."]);
    }

    [Fact]
    public async Task Log_has_an_error_with_the_reason_of_a_failure()
    {
        var job = await service.RunJobAsync(SampleSpecs.Diverging);

        var log = await service.GetLogAsync(job.Id);

        Assert.Equal((JobLogLevel.Error, job.Error), (log[^2].Level, log[^2].Message));
        Assert.StartsWith("The job ended as failed ", log[^1].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("version", log[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_is_deleted_with_its_job()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        await service.DeleteAsync($"/api/jobs/{job.Id}");

        (await service.GetAsync($"/api/jobs/{job.Id}/log")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.GetAsync($"/api/jobs/{Guid.NewGuid()}/log?after=x")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Log_has_warnings_for_a_crash_and_a_damaged_checkpoint()
    {
        using var data = new TemporaryFolder();
        Guid id;
        await using (var first = await Service.StartProcessAsync(data, null, "--LearnML:CheckpointEpochs=1"))
        {
            id = (await BusyDevice.StartAsync(first)).JobId;
            await first.WaitForJobAsync(id, job => job.Epoch > 5);
            await first.Process.KillAsync();
        }

        var newest = Directory.GetFiles(data["checkpoints", id.ToString()], "latest-*").Order(StringComparer.Ordinal).Last();
        await File.WriteAllTextAsync(newest, "damaged", TestContext.Current.CancellationToken);

        await using var second = await Service.StartAsync(data);
        var reported = (await second.GetJobAsync(id)).LastSequence;
        await second.WaitForJobAsync(id, job => job.LastSequence > reported);

        var log = await second.GetLogAsync(id);
        AssertMatches(
            log,
            [
                .. StartPatterns,
                ProcessPattern + " ended without releasing the job. The job waits for another process.",
                StartPatterns[1],
                @"The checkpoint latest-0{7}1-\d{10} is damaged and was skipped.",
                StartPatterns[2],
                @"Training resumed from a checkpoint after epoch \d+.",
            ]);
        Assert.Equal([3, 5], log.Index().Where(entry => entry.Item.Level == JobLogLevel.Warning).Select(entry => entry.Index));
        Assert.NotEqual(GetProcess(log[1]), GetProcess(log[4]));
        Assert.Equal(GetProcess(log[1]), GetProcess(log[3]));
    }

    private static string GetProcess(JobLogEntry entry) => entry.Message.Split(' ')[1];

    private static void AssertMatches(IReadOnlyList<JobLogEntry> log, IReadOnlyList<string> patterns)
    {
        Assert.True(log.Count == patterns.Count, string.Join('\n', log));
        Assert.All(log.Zip(patterns), pair => Assert.Matches($"^{pair.Second}$", pair.First.Message));
        Assert.All(log, entry => Assert.DoesNotMatch(PathOrType(), entry.Message));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warn|fail|crit): [\w.]+\[\d+\] \S")]
    private static partial Regex LogLine();

    [GeneratedRegex(@"[/\\]|Exception|LearnML\.")]
    private static partial Regex PathOrType();
}
