using System.Net;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

/// <summary>What a job's log tells, and in which words.</summary>
[Collection(JobsInTurn.Name)]
public sealed partial class JobLogTests(ServiceFixture fixture)
{
    private const string Process = "Process [^ ]+";

    private static readonly string[] Begin = ["The job was accepted. It waits in the queue cpu.", Process + " took the job.", "Training started on cpu, with 6,000 rows and 12,730 parameters."];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task A_jobs_life_is_told_from_its_acceptance_to_its_version()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Model = "told" });

        var log = await service.LogAsync(job.Id);

        AssertTells(log, [.. Begin, @"The job ended as succeeded \d+\.\d seconds after it started. It added version 1 of the model told."]);
        Assert.Equal([1L, 2, 3, 4], log.Select(entry => entry.Sequence));
        Assert.Equal(log.Select(entry => entry.At).Order(), log.Select(entry => entry.At));
        Assert.Equal((job.CreatedAt, job.EndedAt), (log[0].At, log[^1].At));
        Assert.All(log, entry => Assert.Equal(JobLogLevel.Information, entry.Level));
        Assert.Equal(log.Skip(2), await service.LogAsync(job.Id, after: 2));
        Assert.Empty(await service.LogAsync(job.Id, after: 4));
    }

    [Fact]
    public async Task The_services_own_log_tells_of_it_in_lines_of_time_level_and_message()
    {
        using var data = new TemporaryFolder();
        await using var own = await Service.StartProcessAsync(data);
        var job = await own.RunJobAsync(SampleSpecs.Quick);
        await Deadline.UntilAsync(() => own.Process.Output.Contains($"Job {job.Id} ended", StringComparison.Ordinal));

        var lines = own.Process.Output.Split('\n');

        Assert.All(lines, line => Assert.Matches(LogLine(), line));
        Assert.Equal(2, lines.Count(line => line.Contains($"Job {job.Id} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_entry_has_four_fields()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        var body = (await service.GetAsync($"/api/jobs/{job.Id}/log?after=2")).Body;

        Assert.Matches(@"^\[\{""sequence"":3,""at"":""\d{4}-\d\d-\d\dT[^""]+\+00:00"",""level"":""information"",""message"":""Training started on cpu", body);
    }

    [Fact]
    public async Task Each_fold_is_told_once_and_no_epoch()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Model = "folds", Validation = new ValidationSpec { Folds = 3 } });

        var folds = (await service.GetAsync<Report>($"/api/jobs/{job.Id}/report")).CrossValidation!.Folds;
        AssertTells(
            await service.LogAsync(job.Id),
            [
                .. Begin,
                .. folds.Select(fold => FormattableString.Invariant($"Fold {fold.Fold} of 3 finished: it keeps epoch 3, with validation loss {fold.Validation.Loss:g4}.")),
                "The job ended as succeeded .* It added version 1 of the model folds.",
            ]);
    }

    [Fact]
    public async Task A_stop_and_what_comes_of_a_resumption_are_told()
    {
        var model = SampleSpecs.NewModel();
        await using var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless.Epochs(50_000) with { Model = model });
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.EndAsync(busy.JobId);
        await service.PostAsync($"/api/jobs/{stopped.Id}/resume", new { epochs = 60_000 });
        await service.UntilAsync(stopped.Id, job => job.LastSequence > stopped.LastSequence);
        await service.PostAsync($"/api/jobs/{stopped.Id}/stop");
        await service.EndAsync(stopped.Id);

        AssertTells(
            await service.LogAsync(stopped.Id),
            [
                .. Begin,
                "A stop was requested.",
                $"The job ended as stopped .* seconds after it started. It added version 1 of the model {model}.",
                "A resume was requested, for 60,000 epochs in total. The job waits in the queue cpu.",
                .. Begin[1..],
                $"Training resumed from a checkpoint after epoch {stopped.Epoch}.",
                "A stop was requested.",
                $"The job ended as stopped .* seconds after it started. It added version 2 of the model {model}.",
            ]);
    }

    [Fact]
    public async Task A_cancelled_job_says_so_also_before_it_began()
    {
        await using var busy = await BusyDevice.StartAsync(service);
        var queued = await service.StartJobAsync(SampleSpecs.Quick);

        await service.PostAsync($"/api/jobs/{queued.Id}/cancel");
        await service.PostAsync($"/api/jobs/{busy.JobId}/cancel");

        AssertTells(await service.LogAsync(queued.Id), [Begin[0], "A cancellation was requested.", "The job ended as cancelled before it started."]);
        AssertTells(await service.LogAsync(busy.JobId), [.. Begin, "A cancellation was requested.", "The job ended as cancelled .* seconds after it started."]);
    }

    [Fact]
    public async Task A_failure_is_an_error_with_its_reason()
    {
        var job = await service.RunJobAsync(SampleSpecs.Diverging);

        var log = await service.LogAsync(job.Id);

        Assert.Equal((JobLogLevel.Error, job.Error), (log[^2].Level, log[^2].Message));
        Assert.StartsWith("The job ended as failed ", log[^1].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("version", log[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_with_its_job()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        await service.DeleteAsync($"/api/jobs/{job.Id}");

        (await service.GetAsync($"/api/jobs/{job.Id}/log")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.GetAsync($"/api/jobs/{Guid.NewGuid()}/log?after=x")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_crash_and_a_damaged_checkpoint_are_warnings()
    {
        using var data = new TemporaryFolder();
        Guid id;
        await using (var first = await Service.StartProcessAsync(data, null, "--LearnML:CheckpointEpochs=1"))
        {
            id = (await BusyDevice.StartAsync(first)).JobId;
            await first.UntilAsync(id, job => job.Epoch > 5);
            await first.Process.KillAsync();
        }

        var newest = Directory.GetFiles(data["checkpoints", id.ToString()], "latest-*").Order(StringComparer.Ordinal).Last();
        await File.WriteAllTextAsync(newest, "damaged", TestContext.Current.CancellationToken);

        await using var second = await Service.StartAsync(data);
        var told = (await second.JobAsync(id)).LastSequence;
        await second.UntilAsync(id, job => job.LastSequence > told);

        var log = await second.LogAsync(id);
        AssertTells(
            log,
            [
                .. Begin,
                Process + " ended without releasing the job. The job waits for another process.",
                Begin[1],
                @"The checkpoint latest-0{7}1-\d{10} is damaged and was skipped.",
                Begin[2],
                @"Training resumed from a checkpoint after epoch \d+.",
            ]);
        Assert.Equal([3, 5], log.Index().Where(entry => entry.Item.Level == JobLogLevel.Warning).Select(entry => entry.Index));
        Assert.NotEqual(Owner(log[1]), Owner(log[4]));
        Assert.Equal(Owner(log[1]), Owner(log[3]));
    }

    private static string Owner(JobLogEntry entry) => entry.Message.Split(' ')[1];

    private static void AssertTells(IReadOnlyList<JobLogEntry> log, IReadOnlyList<string> patterns)
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
