using System.Net;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models.Transfer;
using LearnML.Api.Tests.Swagger;

namespace LearnML.Api.Tests.Hostile;

/// <summary>JSON with 2^20 nested lists.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class DeepJsonTests(HostileClientFixture fixture)
{
    private const int Depth = 1 << 20;

    private static readonly string OpenBrackets = new('[', Depth);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_JSON_route_rejects_deep_JSON()
    {
        var document = await SwaggerDocument.ReadAsync(service);
        var jsonOperations = document.Operations.Where(operation => operation.Body?["content"]!["application/json"] is not null).ToList();
        Assert.NotEmpty(jsonOperations);
        foreach (var operation in jsonOperations)
        {
            var path = operation.Path.Replace("{id}", fixture.Job.Id.ToString(), StringComparison.Ordinal).Replace("{version}",
                "1", StringComparison.Ordinal).Replace("{alias}", "live", StringComparison.Ordinal)
                .Replace("{name}", operation.Path.StartsWith("/api/recipes", StringComparison.Ordinal) ? "glyphs" : HostileClientFixture.Model,
                    StringComparison.Ordinal);
            foreach (var body in new[]
            {
                OpenBrackets,
                OpenBrackets + new string(']', Depth),
                "{\"rows\":" + OpenBrackets,
                "{\"instances\":" + OpenBrackets,
                "{\"network\":{\"hidden\":" + OpenBrackets,
            })
            {
                (await service.SendJsonAsync(HttpMethod.Parse(operation.Method), path, body)).ShouldBeProblem(
                    path.Contains("/aliases/live/predict", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"inputs\":")]
    [InlineData("{\"parameters\":")]
    [InlineData("{\"inputs\":[{\"name\":\"rows\",\"datatype\":\"FP64\",\"shape\":[1],\"data\":")]
    public async Task Inference_protocol_rejects_deep_JSON(string before) =>
        Assert.Equal(HttpStatusCode.BadRequest,
            (await service.PostAsync($"/v2/models/{HostileClientFixture.Model}/infer", before + OpenBrackets)).Status);

    [Theory]
    [InlineData("types")]
    [InlineData("exclude")]
    [InlineData("missingMarks")]
    public async Task Form_fields_reject_deep_JSON(string field)
    {
        var problem = (await service.UploadAsync("a,b\n1,2\n3,4\n", ("name", "deep"), (field, OpenBrackets[..(Depth / 2)])))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields);
    }

    [Fact]
    public async Task Model_import_rejects_deep_JSON_in_header_and_description()
    {
        var described = fixture.ReadModelFile();
        described.Header["__metadata__"]!["learnml"] = "";
        var text = described.Header.ToJsonString().Replace("\"learnml\":\"\"", $"\"learnml\":\"{OpenBrackets}\"", StringComparison.Ordinal);

        Assert.Contains("not a valid JSON object", (await service.ImportAsync(SafetensorsModelFile.Combine(OpenBrackets, [])))
            .ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("file"), StringComparison.Ordinal);
        Assert.Contains("has a description that is not valid",
            (await service.ImportAsync(SafetensorsModelFile.Combine(text, described.Data)))
            .ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("file"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hub_closes_only_the_connection_that_sends_deep_JSON()
    {
        using var idle = await RawHubConnection.ConnectAsync(service.Address);
        using var deep = await RawHubConnection.ConnectAsync(service.Address);

        await deep.SendAsync(Encoding.ASCII.GetBytes("{\"type\":1,\"target\":\"SubscribeAll\",\"arguments\":" + OpenBrackets + "\u001e"));

        await deep.WaitForCloseAsync();
        Assert.True(idle.IsOpen);
        await fixture.AssertAnswersAsync();
    }
}
