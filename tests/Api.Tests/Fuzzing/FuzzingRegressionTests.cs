using System.Net;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Bugs that fuzzing has found.</summary>
public sealed class FuzzingRegressionTests(SharedFixture fixture)
{
    private const int ConcurrentRequests = 24;

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("/api/jobs?take=ten", "take", "must be a whole number; it is 'ten'")]
    [InlineData("/api/jobs?skip=1&skip=2", "skip", "must be a whole number; it is '1,2'")]
    [InlineData("/api/jobs?oldestFirst=perhaps", "oldestFirst", "must be true or false; it is 'perhaps'")]
    [InlineData("/api/jobs?createdFrom=tomorrow", "createdFrom", "must be a time, such as 2030-01-31T12:00:00Z; it is 'tomorrow'")]
    [InlineData("/api/activations/relu?from=%22%0A", "from", "must be a number; it is '\"\n'")]
    [InlineData("/api/jobs/compare", "ids", "is required")]
    public async Task Invalid_query_value_is_reported_by_field_without_type_names(string path, string field, string reason)
    {
        var problem = (await service.GetAsync(path)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields);
        Assert.Equal(reason, problem.GetErrors(field));
        Assert.DoesNotContain("int ", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_that_is_not_JSON_is_listed_in_the_errors() =>
        Assert.Contains("not JSON",
            (await service.PostAsync("/api/jobs", "{")).ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("$"), StringComparison.Ordinal);

    [Fact]
    public async Task Concurrent_first_descriptions_of_a_model_all_succeed()
    {
        var model = SampleSpecs.CreateModelName();
        await service.RunJobAsync(SampleSpecs.Quick.WithEpochs(1) with { Model = model });

        var responses = await Task.WhenAll(
            Enumerable.Range(0, ConcurrentRequests)
                .Select(_ => service.SendJsonAsync(HttpMethod.Patch, $"/api/models/{model}", """{ "description": "one" }""")));

        Assert.All(responses, response => Assert.True(response.Status == HttpStatusCode.OK, response.Body));
    }

    [Fact]
    public async Task Dataset_with_a_missing_file_answers_503()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "gone"));
        File.Delete(fixture.Data["uploads", (await service.GetAsync<LearnML.Contracts.DatasetProfile>("/api/datasets/gone")).ContentHash + ".csv"]);

        foreach (var response in new[]
        {
            await service.GetAsync("/api/datasets/gone/rows"),
            await service.SendJsonAsync(HttpMethod.Patch, "/api/datasets/gone", """{ "columns": { "garden": "categorical" } }"""),
        })
        {
            Assert.Contains("'gone' is missing", response.ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
            Assert.DoesNotContain(fixture.Data.Path, response.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("task", "spec")]
    [InlineData("best", "job")]
    public async Task Nullable_references_are_documented_as_nullable(string field, string owner)
    {
        var document = await Swagger.SwaggerDocument.ReadAsync(service);

        var schema = document.Json["components"]!["schemas"]![owner == "spec" ? "JobSpec" : "Job"]!["properties"]![field]!;

        Assert.True((bool?)schema["nullable"]);
    }
}
