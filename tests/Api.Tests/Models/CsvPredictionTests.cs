using System.Net;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models;

public sealed class CsvPredictionTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task What_is_no_table_is_refused_with_its_line_and_column()
    {
        var address = await TrainAsync("broken");

        await RefusedAsync("\"x,col\n", "line 1: a quoted field is never closed");
        await RefusedAsync("\"x\"a,col\n1,2\n", "line 1: a quoted field is never closed, or goes on after its closing quote");
        await RefusedAsync(new string('x', 20_000_000), "line 1: the row has more than 16777216 characters");
        await RefusedAsync("\"petal" + new string('x', 20_000_000), "line 1: the row has more than 16777216 characters");
        await RefusedAsync("petal,kind\n1,\"two\nlines\"\n1\n", "line 4: the row has 1 fields where the first has 2");
        await RefusedAsync("petal,kind\n1,rose\n1,\"rose\n", "line 3, column 'kind': a quoted field is never closed");
        await RefusedAsync("petal,petal\n1,2\n", "line 1, column 'petal': several columns have this name");
        await RefusedAsync("", "it has no rows");

        async Task RefusedAsync(string body, string reason) => Assert.Contains(
            reason, (await service.PostAsync(address, body, "text/csv")).ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spaces_around_fields_change_nothing()
    {
        var address = await TrainAsync("spaced");

        var plain = await service.PostAsync(address, "petal,sepal,colour,garden,kind\n9,NA,red,g1,rose\n", "text/csv");
        var spaced = await service.PostAsync(address, "petal, sepal, colour , garden,kind\n 9 , NA, red , g1,rose \n", "text/csv");

        Assert.Equal((HttpStatusCode.OK, plain.Body), (spaced.Status, spaced.Body));
        Assert.EndsWith(",\n", plain.Body.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private async Task<string> TrainAsync(string name)
    {
        Assert.Equal(HttpStatusCode.Created, (await service.UploadAsync(Flowers.Csv, ("name", name), ("target", "price"))).Status);
        var job = await service.EndAsync((await service.PostAsync("/api/jobs", $$"""{ "dataset": "{{name}}", "training": { "epochs": 1 } }""")).Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return $"/api/models/{job.Model}/predict";
    }
}
