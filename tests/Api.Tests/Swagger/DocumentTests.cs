using System.Net;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Swagger;

public sealed class DocumentTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_operation_has_a_summary_and_a_tag() => Assert.All(await OperationsAsync(), operation =>
    {
        Assert.False(string.IsNullOrWhiteSpace((string?)operation.Json["summary"]), operation.Name);
        Assert.NotEmpty(operation.Json["tags"]!.AsArray());
    });

    [Fact]
    public async Task Every_operation_answers_something_typed() => Assert.All(await OperationsAsync(), operation =>
    {
        var good = operation.Responses.Where(response => response.Key[0] == '2').ToArray();
        Assert.NotEmpty(good);
        Assert.All(good, response => Assert.True(
            response.Key == "204" || response.Value!["content"]?.AsObject()
                .All(content => content.Value!["schema"] is not null) == true, operation.Name));
    });

    [Fact]
    public async Task Problems_are_documented_as_problems() => Assert.All(await OperationsAsync(), operation =>
        Assert.All(operation.Problems, status => Assert.NotNull(operation.Responses[status]!["content"]!["application/problem+json"]!["schema"])));

    [Theory]
    [InlineData("/swagger/v1/swagger.json")]
    [InlineData("/api/jobs/schema")]
    public async Task Fields_are_called_by_their_names_in_JSON(string path)
    {
        var document = (await service.GetAsync(path)).Body;

        Assert.DoesNotContain("LearnML.Contracts.", document, StringComparison.Ordinal);
        Assert.Contains("The probability, in [0, 1), that training sets an input of the network to zero. Only with `hidden`.", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_takes_a_name_or_an_id_documents_that_it_may_not_be_there() => Assert.All(
        (await OperationsAsync()).Where(operation => operation.PathParameters.Count > 0), operation => Assert.Contains("404", operation.Problems));

    [Fact]
    public async Task What_takes_a_body_documents_that_it_may_be_wrong() => Assert.All(
        (await OperationsAsync()).Where(operation => operation.Body is not null), operation =>
        {
            Assert.Contains("400", operation.Problems);
            Assert.Contains("413", operation.Problems);
            Assert.Contains("415", operation.Problems);
        });

    [Fact]
    public async Task What_takes_a_query_documents_that_it_may_be_wrong() => Assert.All(
        (await OperationsAsync()).Where(operation => operation.QueryParameters.Count > 0), operation => Assert.Contains("400", operation.Problems));

    [Fact]
    public async Task What_needs_the_database_documents_that_it_may_be_away()
    {
        string[] without = ["/api/system", "/api/activations", "/api/recipes", "/api/jobs/schema"];
        var needing = (await OperationsAsync())
            .Where(operation => operation.Method != "get" || !without.Any(path => operation.Path.StartsWith(path, StringComparison.Ordinal)));

        Assert.All(needing, operation => Assert.Contains("503", operation.Problems));
    }

    [Fact]
    public async Task What_ends_or_deletes_a_job_documents_the_conflict()
    {
        var document = await SwaggerDocument.ReadAsync(service);

        string[] conflicting = ["POST /api/jobs/{id}/stop", "POST /api/jobs/{id}/cancel", "DELETE /api/jobs/{id}", "GET /api/jobs/{id}/report"];
        Assert.All(conflicting, name => Assert.Contains("409", document.Find(name).Problems));
    }

    [Fact]
    public async Task The_pages_for_people_are_there()
    {
        Assert.Equal((HttpStatusCode.OK, "text/html"),
            ((await service.GetAsync("/swagger")).Status, (await service.GetAsync("/swagger")).ContentType));
        Assert.Equal((HttpStatusCode.OK, "text/html"),
            ((await service.GetAsync("/hangfire")).Status, (await service.GetAsync("/hangfire")).ContentType));
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/")).Status);
    }

    private async Task<IReadOnlyList<SwaggerOperation>> OperationsAsync()
    {
        var document = await SwaggerDocument.ReadAsync(service);
        Assert.NotEmpty(document.Operations);
        return document.Operations;
    }
}
