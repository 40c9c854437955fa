using System.Diagnostics;
using System.Globalization;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Filters;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Api.Storage.Listing;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Tests.Storage.Listing;

/// <summary>The list of jobs in both databases.</summary>
public sealed class JobListingTests(SharedPostgresFixture postgres, ITestOutputHelper output)
{
    private const int ManyJobs = 10_000;

    // The target is 50 ms, and the benchmarks page has the figures. Beside other tests a machine is several times slower, but a list that reads all
    // jobs one by one would take far longer than this.
    private const double MaximumMilliseconds = 250;

    public static TheoryData<StorageKind> Kinds => TestDatabase.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Filters_find_the_jobs_that_meet_every_condition(StorageKind kind)
    {
        using var database = await TestDatabase.CreateAsync(kind, postgres);
        var ids = await AddJobsAsync(database, 12);

        // Job i has the learning rate i / 100, the loss (i * 7 % 12) / 10 unless i is a multiple of 4, the tag "even" or "odd", and a project.
        await AssertFoundAsync("optimizer.learningRate<0.03", 0, 1, 2);
        await AssertFoundAsync("validation.loss<=0.2 dataset:glyphs", 2, 7);
        await AssertFoundAsync("tags:even learningRate>0.06", 8, 10);
        await AssertFoundAsync("tags:even,odd learningRate>0.09", 10, 11);
        await AssertFoundAsync("-tags:even learningRate>0.06", 7, 9, 11);
        await AssertFoundAsync("tags:eve");
        await AssertFoundAsync("project=\"Project 1\" starred:true", 4, 10);
        await AssertFoundAsync("learningRate>0.09 network.hidden:[16]", 10, 11);
        await AssertFoundAsync("network.hidden:[16,16]");
        await AssertFoundAsync("state:queued learningRate:0.05", 5);
        await AssertFoundAsync("state:failed");
        await AssertFoundAsync("optimizer.kind!=sgd");
        await AssertFoundAsync("-validation.loss<100", 0, 4, 8);
        await AssertFoundAsync("NAME name:\"Name 3\"", 3);
        await AssertFoundAsync("ODD note 11", 11);
        await AssertFoundAsync(ids[6].ToString()[..23], 6);
        await AssertFoundAsync("created>=2026-11-30 learningRate<0.02", 0, 1);
        await AssertFoundAsync("created<2026-11-30");
        await AssertFoundAsync("100% _ \\ '");

        async Task AssertFoundAsync(string filter, params int[] expected)
        {
            var page = await ListAsync(database, filter, "created");
            Assert.Equal(expected, page.Items.Select(job => ids.IndexOf(job.Id)));
            Assert.Equal(expected.Length, page.Total);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Pages_in_every_order_have_each_job_once_and_jobs_without_a_value_last(StorageKind kind)
    {
        using var database = await TestDatabase.CreateAsync(kind, postgres);
        var ids = await AddJobsAsync(database, 12);

        await AssertOrderAsync("validation.loss", 7, 2, 9, 11, 6, 1, 3, 10, 5, 8, 4, 0);
        await AssertOrderAsync("-validation.loss", 5, 10, 3, 1, 6, 11, 9, 2, 7, 8, 4, 0);
        await AssertOrderAsync("project", 9, 6, 3, 0, 10, 7, 4, 1, 11, 8, 5, 2);
        await AssertOrderAsync("-project", 11, 8, 5, 2, 10, 7, 4, 1, 9, 6, 3, 0);
        await AssertOrderAsync("-starred", 10, 8, 6, 4, 2, 0, 11, 9, 7, 5, 3, 1);
        await AssertOrderAsync("created", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        await AssertOrderAsync("-created", 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);

        async Task AssertOrderAsync(string sort, params int[] expected) =>
            Assert.Equal(expected, (await ReadPagesAsync(sort)).Select(id => ids.IndexOf(id)));

        async Task<IReadOnlyList<Guid>> ReadPagesAsync(string sort)
        {
            var (found, cursor) = (new List<Guid>(), (string?)null);
            do
            {
                var page = await ListAsync(database, "", sort, cursor, take: 5);
                Assert.Equal(12, page.Total);
                found.AddRange(page.Items.Select(job => job.Id));
                cursor = page.Next;
            }
            while (cursor is not null);
            return found;
        }
    }

    // The states are sorted in the order of a job's life, not by their letters.
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Jobs_are_sorted_by_state_and_progress_page_by_page(StorageKind kind)
    {
        using var database = await TestDatabase.CreateAsync(kind, postgres);
        var ids = await AddJobsAsync(database, 6);
        JobState[] states = [JobState.Failed, JobState.Running, JobState.Succeeded, JobState.Queued, JobState.Stopped, JobState.Running];
        await using (var context = database.Contexts.CreateDbContext())
        {
            foreach (var (index, id) in ids.Index())
            {
                await context.Jobs.Where(job => job.Id == id).ExecuteUpdateAsync(update => update
                    .SetProperty(job => job.State, states[index]).SetProperty(job => job.Progress, index * 7 % 6 / 10d),
                    TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal([3, 5, 1, 4, 2, 0], await ReadPagesAsync("", "state"));
        Assert.Equal([0, 2, 4, 5, 1, 3], await ReadPagesAsync("", "-state"));
        Assert.Equal([0, 1, 2, 3, 4, 5], await ReadPagesAsync("", "progress"));
        Assert.Equal([5, 4, 3], await ReadPagesAsync("progress>0.2", "-progress"));

        async Task<IReadOnlyList<int>> ReadPagesAsync(string filter, string sort)
        {
            var (found, cursor) = (new List<int>(), (string?)null);
            do
            {
                var page = await ListAsync(database, filter, sort, cursor, take: 2);
                found.AddRange(page.Items.Select(job => ids.IndexOf(job.Id)));
                cursor = page.Next;
            }
            while (cursor is not null);
            return found;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Changed_labels_and_scores_are_found(StorageKind kind)
    {
        using var database = await TestDatabase.CreateAsync(kind, postgres);
        var ids = await AddJobsAsync(database, 2);
        var states = new JobStateStore(database.Contexts, TimeProvider.System);

        await states.UpdateLabelsAsync(ids[1], new JobLabels { Tags = ["new"], Name = "ignored" }, new HashSet<string> { "tags", "project" });
        await states.CancelAsync(ids[1]);

        var found = Assert.Single((await ListAsync(database, "tags:new name:\"Name 1\" state:cancelled", "created")).Items);
        Assert.Equal((ids[1], "Name 1", null), (found.Id, found.Name, found.Project));
        Assert.Equal(["new"], found.Tags);
        Assert.Equal(0, (await ListAsync(database, "tags:odd", "created")).Total);
        Assert.False(await states.UpdateLabelsAsync(Guid.NewGuid(), new JobLabels(), new HashSet<string>()));
        Assert.True(await states.DeleteAsync(ids[1], CancellationToken.None));
        Assert.Equal(1, (await ListAsync(database, "", "created")).Total);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task List_of_ten_thousand_jobs_is_filtered_and_sorted_fast(StorageKind kind)
    {
        using var database = await TestDatabase.CreateAsync(kind, postgres);
        await AddJobsAsync(database, ManyJobs);

        await AssertFastAsync("", "-created");
        await AssertFastAsync("optimizer.learningRate<0.1 dataset:glyphs", "-created");
        await AssertFastAsync("tags:even", "-created");
        await AssertFastAsync("state:queued", "-created");
        await AssertFastAsync("\"name 77\"", "-created");
        await AssertFastAsync("", "validation.loss");
        await AssertFastAsync("validation.loss<0.5 dataset:glyphs", "-validation.loss");
        await AssertFastAsync("", "state");
        await AssertFastAsync("", "-progress");

        async Task AssertFastAsync(string filter, string sort)
        {
            var milliseconds = new List<double>();

            // Other tests run beside this one, so only the fastest run says what the query costs.
            for (var run = 0; run < 40 && (run < 9 || milliseconds.Min() > MaximumMilliseconds); run++)
            {
                var clock = Stopwatch.StartNew();
                Assert.NotEmpty((await ListAsync(database, filter, sort)).Items);
                milliseconds.Add(clock.Elapsed.TotalMilliseconds);
            }

            milliseconds.Sort();
            var (best, median) = (milliseconds[0], milliseconds[milliseconds.Count / 2]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{kind}, {filter} sorted by {sort}: {best:f1} ms at best, {median:f1} ms in the median"));

            Assert.InRange(milliseconds[0], 0, MaximumMilliseconds);
        }
    }

    private static Task<Page<Job>> ListAsync(TestDatabase database, string filter, string sort, string? cursor = null, int take = 50)
    {
        var errors = new FieldErrors();
        var (words, conditions) = new FilterReader("filter", errors).Read(filter);
        var field = new FieldFinder("sort", errors).Find(sort.TrimStart('-'))!;
        Assert.Empty(errors.ToDictionary());
        var query = new JobQuery
        {
            Words = words,
            Conditions = conditions,
            Sort = new JobSort(field, sort[0] == '-'),
            After = cursor is null ? null : JobCursor.Parse(cursor),
            Take = take,
        };
        return new JobStore(database.Contexts).ListAsync(query, TestContext.Current.CancellationToken);
    }

    private static async Task<List<Guid>> AddJobsAsync(TestDatabase database, int count)
    {
        var start = new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
        JobRow[] rows = [.. Enumerable.Range(0, count).Select(i => CreateRow(i, start.AddSeconds(i)))];
        await using var context = database.Contexts.CreateDbContext();
        await using var transaction = await context.Database.BeginTransactionAsync();
        context.AddRange(rows);
        await context.SaveChangesAsync();
        foreach (var row in rows)
        {
            await context.AddJobFieldsAsync(row.Id, row.Spec, row.Labels, row.StartedBy, JobFieldValues.GetScores(row.Best));
        }

        await transaction.CommitAsync();
        return [.. rows.Select(row => row.Id)];
    }

    private static JobRow CreateRow(int index, DateTimeOffset time)
    {
        var optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = index / 100d };
        var spec = SampleSpecs.Quick with { Model = "model", Optimizer = optimizer };
        return new JobRow
        {
            Id = Guid.CreateVersion7(time),
            State = JobState.Queued,
            Spec = spec,
            Dataset = spec.Dataset,
            Model = spec.Model!,
            Queue = "cpu",
            StartedBy = "local",
            CreatedAt = time,
            Name = $"Name {index}",
            Note = $"A note {index}",
            Tags = [index % 2 == 0 ? "even" : "odd", "all"],
            Starred = index % 2 == 0,
            Project = $"Project {index % 3}",
            Best = index % 4 == 0 ? null : new Metrics { Loss = index * 7 % 12 / 10d },
        };
    }
}
