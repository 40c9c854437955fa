using System.Net;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Swagger;

public sealed class SwaggerDocumentTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_operation_has_a_summary_and_a_tag() => Assert.All(await GetOperationsAsync(), operation =>
    {
        Assert.False(string.IsNullOrWhiteSpace((string?)operation.Json["summary"]), operation.Name);
        Assert.NotEmpty(operation.Json["tags"]!.AsArray());
    });

    [Fact]
    public async Task Every_operation_has_a_response_schema() => Assert.All(await GetOperationsAsync(), operation =>
    {
        var good = operation.Responses.Where(response => response.Key[0] == '2').ToArray();
        Assert.NotEmpty(good);
        Assert.All(good, response => Assert.True(
            response.Key == "204" || response.Value!["content"]?.AsObject()
                .All(content => content.Value!["schema"] is not null) == true, operation.Name));
    });

    [Fact]
    public async Task Problems_are_documented_as_problems() => Assert.All(await GetOperationsAsync(), operation =>
        Assert.All(operation.Problems, status => Assert.NotNull(operation.Responses[status]!["content"]!["application/problem+json"]!["schema"])));

    [Theory]
    [InlineData("/swagger/v1/swagger.json")]
    [InlineData("/api/jobs/schema")]
    public async Task Descriptions_use_JSON_field_names(string path)
    {
        var document = (await service.GetAsync(path)).Body;

        Assert.DoesNotContain("LearnML.Contracts.", document, StringComparison.Ordinal);
        Assert.Contains("The probability, in [0, 1), that training sets an input of the network to zero. Only with `hidden`.",
            document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_with_path_parameters_document_404() => Assert.All(
        (await GetOperationsAsync()).Where(operation => operation.PathParameters.Count > 0), operation => Assert.Contains("404", operation.Problems));

    [Fact]
    public async Task Operations_with_a_body_document_400_413_and_415() => Assert.All(
        (await GetOperationsAsync()).Where(operation => operation.Body is not null), operation =>
        {
            Assert.Contains("400", operation.Problems);
            Assert.Contains("413", operation.Problems);
            Assert.Contains("415", operation.Problems);
        });

    [Fact]
    public async Task Operations_with_a_query_document_400() => Assert.All(
        (await GetOperationsAsync()).Where(operation => operation.QueryParameters.Count > 0),
        operation => Assert.Contains("400", operation.Problems));

    [Fact]
    public async Task Operations_that_use_the_database_document_503()
    {
        string[] without = ["/api/system", "/api/activations", "/api/recipes", "/api/jobs/schema"];
        var operations = (await GetOperationsAsync())
            .Where(operation => operation.Method != "get" || !without.Any(path => operation.Path.StartsWith(path, StringComparison.Ordinal)));

        Assert.All(operations, operation => Assert.Contains("503", operation.Problems));
    }

    [Fact]
    public async Task Operations_that_end_or_delete_a_job_document_409()
    {
        var document = await SwaggerDocument.ReadAsync(service);

        string[] conflicting = ["POST /api/jobs/{id}/stop", "POST /api/jobs/{id}/cancel", "DELETE /api/jobs/{id}", "GET /api/jobs/{id}/report"];
        Assert.All(conflicting, name => Assert.Contains("409", document.Find(name).Problems));
    }

    [Fact]
    public async Task HTML_pages_are_served()
    {
        Assert.Equal((HttpStatusCode.OK, "text/html"),
            ((await service.GetAsync("/swagger")).Status, (await service.GetAsync("/swagger")).ContentType));
        Assert.Equal((HttpStatusCode.OK, "text/html"),
            ((await service.GetAsync("/hangfire")).Status, (await service.GetAsync("/hangfire")).ContentType));
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/")).Status);
    }

    private async Task<IReadOnlyList<SwaggerOperation>> GetOperationsAsync()
    {
        var document = await SwaggerDocument.ReadAsync(service);
        Assert.NotEmpty(document.Operations);
        return document.Operations;
    }
}
