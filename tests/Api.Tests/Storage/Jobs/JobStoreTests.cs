using LearnML.Api.Hosting;
using LearnML.Api.Storage.Jobs;
using LearnML.Api.Storage.Listing;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Storage.Jobs;

public sealed class JobStoreTests(SharedPostgresFixture postgres)
{
    public static TheoryData<StorageKind> Kinds => TestDatabase.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Page_ends_before_its_specs_are_too_long_but_has_at_least_one_job(StorageKind kind)
    {
        using var database = await TestDatabase.CreateAsync(kind, postgres);
        var (states, jobs) = (new JobStateStore(database.Contexts, TimeProvider.System), new JobStore(database.Contexts));
        var ids = new List<Guid>();
        foreach (var megabytes in new[] { 3, 0.9, 0.9, 0.9, 0 })
        {
            var spec = SampleSpecs.Quick with { Model = "model", Target = new string('x', (int)(megabytes * (1 << 20))) };
            ids.Add((await states.AddAsync(spec, "cpu", "local")).Id);
        }

        var pages = new List<Guid[]>();
        for (var skip = 0; skip < ids.Count; skip += pages[^1].Length)
        {
            var query = new JobQuery { Sort = JobSort.Newest with { IsDescending = false }, Skip = skip };
            var page = await jobs.ListAsync(query, CancellationToken.None);
            Assert.Equal((ids.Count, skip), (page.Total, page.Skip));
            pages.Add([.. page.Items.Select(job => job.Id)]);
        }

        Assert.Equal([[ids[0]], [ids[1], ids[2]], [ids[3], ids[4]]], pages);
    }
}
