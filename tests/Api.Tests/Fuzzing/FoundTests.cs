using System.Net;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>What the fuzz has found, each by its name.</summary>
public sealed class FoundTests(SharedFixture fixture)
{
    private const int AtOnce = 24;

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("/api/jobs?take=ten", "take", "must be a whole number; it is 'ten'")]
    [InlineData("/api/jobs?skip=1&skip=2", "skip", "must be a whole number; it is '1,2'")]
    [InlineData("/api/jobs?oldestFirst=perhaps", "oldestFirst", "must be true or false; it is 'perhaps'")]
    [InlineData("/api/activations/relu?from=%22%0A", "from", "must be a number; it is '\"\n'")]
    [InlineData("/api/jobs/compare", "ids", "is required")]
    public async Task A_query_that_cannot_be_read_is_told_by_its_field_and_without_the_types_of_the_code(string path, string field, string reason)
    {
        var problem = (await service.GetAsync(path)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields);
        Assert.Equal(reason, problem.Reason(field));
        Assert.DoesNotContain("int ", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_told_among_the_errors_too() =>
        Assert.Contains("not JSON",
            (await service.PostAsync("/api/jobs", "{")).ShouldBeProblem(HttpStatusCode.BadRequest).Reason("$"), StringComparison.Ordinal);

    [Fact]
    public async Task Many_who_are_the_first_to_describe_a_model_at_once_all_do()
    {
        var model = SampleSpecs.NewModel();
        await service.RunJobAsync(SampleSpecs.Quick.Epochs(1) with { Model = model });

        var answers = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(_ => service.SendJsonAsync(HttpMethod.Patch, $"/api/models/{model}", """{ "description": "one" }""")));

        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body));
    }

    [Fact]
    public async Task A_dataset_whose_file_is_gone_cannot_be_had_and_nothing_fails()
    {
        await service.UploadAsync(Flowers.Csv, ("name", "gone"));
        File.Delete(fixture.Data["uploads", (await service.GetAsync<LearnML.Contracts.DatasetProfile>("/api/datasets/gone")).ContentHash + ".csv"]);

        foreach (var answer in new[]
        {
            await service.GetAsync("/api/datasets/gone/rows"),
            await service.SendJsonAsync(HttpMethod.Patch, "/api/datasets/gone", """{ "columns": { "garden": "categorical" } }"""),
        })
        {
            Assert.Contains("'gone' is missing", answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
            Assert.DoesNotContain(fixture.Data.Path, answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("task", "spec")]
    [InlineData("best", "job")]
    public async Task What_may_be_null_is_documented_so_where_it_refers_to_another_schema(string field, string of)
    {
        var document = await Swagger.SwaggerDocument.ReadAsync(service);

        var schema = document.Json["components"]!["schemas"]![of == "spec" ? "JobSpec" : "Job"]!["properties"]![field]!;

        Assert.True((bool?)schema["nullable"]);
    }
}
