using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Api.Hosting;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Routes;

/// <summary>What people write on jobs, through the service with each database.</summary>
public sealed class JobLabelsTests(SharedPostgresFixture postgres)
{
    private static readonly JobLabels Labels = new()
    {
        Name = "First try",
        Note = "A note",
        Tags = ["baseline", "two words"],
        Starred = true,
        Project = "Shapes",
    };

    public static TheoryData<StorageKind> Kinds => TestDatabase.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Labels_are_posted_changed_removed_and_found(StorageKind kind)
    {
        Assert.SkipUnless(kind == StorageKind.Sqlite || PostgresServer.IsAvailable, PostgresServer.MissingReason);
        using var data = new TemporaryFolder();
        await using var service = await StartAsync(kind, data);
        var cancellationToken = TestContext.Current.CancellationToken;
        var jobs = service.Client.Jobs;

        var job = await jobs.RunAsync(SampleSpecs.Quick, Labels, cancellationToken);
        Assert.Equal(("First try", "A note", true, "Shapes"), (job.Name, job.Note, job.Starred, job.Project));
        Assert.Equal(["baseline", "two words"], job.Tags);
        Assert.DoesNotContain("First try", (await service.GetAsync($"/api/jobs/{job.Id}")).Read<JsonObject>()["spec"]!.ToJsonString(),
            StringComparison.Ordinal);
        var recipe = await jobs.RunRecipeAsync(
            "glyphs", JsonNode.Parse("""{ "name": "Recipe", "tags": ["baseline"], "training": { "epochs": 1 } }"""), cancellationToken);
        Assert.Equal(("Recipe", 1), (recipe.Name, recipe.Epochs));

        var changed = await jobs.UpdateAsync(job.Id, new { name = "  Second try ", project = (string?)null }, cancellationToken);
        Assert.Equal(("Second try", "A note", true, null), (changed.Name, changed.Note, changed.Starred, changed.Project));
        using var patch = new StringContent("""{ "starred": null, "tags": [] }""", Encoding.UTF8, "application/merge-patch+json");
        var cleared = (await service.SendAsync(HttpMethod.Patch, $"/api/jobs/{job.Id}", patch)).Read<Job>();
        Assert.Equal(("Second try", false, 0), (cleared.Name, cleared.Starred, cleared.Tags.Count));

        await service.WaitForEndAsync(job.Id);
        await service.WaitForEndAsync(recipe.Id);
        var found = await jobs.ListAsync(
            new JobSearch { Filter = "state:succeeded training.epochs<10", Sort = "validation.loss", Take = 1 }, cancellationToken);
        Assert.Equal((2, true), (found.Total, found.Next is not null));
        var search = new JobSearch { Sort = "-validation.accuracy", Take = 1 };
        var all = await jobs.ListAllAsync(search, cancellationToken).ToListAsync(cancellationToken);
        Assert.Equal(new[] { job.Id, recipe.Id }.Order(), all.Select(each => each.Id).Order());
        Assert.True(all[0].Best!.Accuracy >= all[1].Best!.Accuracy);
        Assert.Equal(recipe.Id, Assert.Single((await service.GetAsync<Page<Job>>("/api/jobs?tag=baseline&starred=false&search=rec")).Items).Id);
        Assert.Equal(1, (await service.GetAsync<Page<Job>>("/api/jobs?filter=seconds>0 train.loss>0 name:Recipe")).Total);
        Assert.Equal(0, (await service.GetAsync<Page<Job>>("/api/jobs?createdBefore=2020-01-01T00:00:00Z")).Total);
        Assert.Equal(2, (await service.GetAsync<Page<Job>>("/api/jobs?createdFrom=2020-01-01T00:00:00Z&state=succeeded,failed")).Total);
    }

    [Fact]
    public async Task All_errors_of_labels_and_spec_are_reported_at_once()
    {
        using var data = new TemporaryFolder();
        await using var service = await StartAsync(StorageKind.Sqlite, data);
        var bad = new JsonObject
        {
            ["dataset"] = "glyphs",
            ["training"] = new JsonObject { ["epochs"] = 0 },
            ["name"] = new string('x', 101),
            ["note"] = new string('x', 2_001),
            ["project"] = "two\nlines",
            ["starred"] = "yes",
            ["tags"] = new JsonArray("a", "a", "b,c", "", new string('x', 51)),
        };

        var errors = (await service.PostAsync("/api/jobs", bad)).ShouldBeProblem(HttpStatusCode.BadRequest).Errors!;
        string[] expected = ["name", "note", "project", "starred", "tags", "tags[2]", "tags[3]", "tags[4]", "training.epochs"];
        Assert.Equal(expected, errors.Keys.Order(StringComparer.Ordinal));
        var preview = (await service.PostAsync("/api/jobs/preview", bad)).Read<JobPreview>();
        Assert.Equal(expected, preview.Errors.Keys.Order(StringComparer.Ordinal));
        var good = await service.PostAsync("/api/jobs/preview", """{ "dataset": "glyphs", "name": "x", "tags": ["y"] }""");
        Assert.False(good.Read<JsonObject>()["spec"]!.AsObject().ContainsKey("name"));

        var job = await service.StartJobAsync(SampleSpecs.Quick);
        var patch = await service.SendJsonAsync(HttpMethod.Patch, $"/api/jobs/{job.Id}", """{ "name": 7, "tag": ["x"], "tags": ["a", 1] }""");
        Assert.Equal(["name", "tag", "tags"], patch.ShouldBeProblem(HttpStatusCode.BadRequest).Errors!.Keys.Order(StringComparer.Ordinal));
        (await service.SendJsonAsync(HttpMethod.Patch, $"/api/jobs/{Guid.NewGuid()}", "{}")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.SendJsonAsync(HttpMethod.Patch, $"/api/jobs/{job.Id}", "[]")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Errors_of_a_list_name_the_parameter()
    {
        using var data = new TemporaryFolder();
        await using var service = await StartAsync(StorageKind.Sqlite, data);
        var cursor = Uri.EscapeDataString(Convert.ToBase64String("{}"u8));

        var errors = (await service.GetAsync($"/api/jobs?filter=lr<1&sort=-losss&cursor={cursor}&state=done&take=0"))
            .ShouldBeProblem(HttpStatusCode.BadRequest).Errors!;

        Assert.Equal(["cursor", "filter", "sort", "state", "take"], errors.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("did you mean 'validation.loss'", Assert.Single(errors["sort"]), StringComparison.Ordinal);
        var unsorted = (await service.GetAsync("/api/jobs?sort=tags")).ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Contains("tags", unsorted.GetErrors("sort"), StringComparison.Ordinal);
    }

    private Task<Service> StartAsync(StorageKind kind, TemporaryFolder data) => kind == StorageKind.Sqlite
        ? Service.StartAsync(data)
        : StartPostgresAsync(data);

    private async Task<Service> StartPostgresAsync(TemporaryFolder data) => await Service.StartAsync(
        data, null, "--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={await postgres.CreateDatabaseAsync()}");
}
