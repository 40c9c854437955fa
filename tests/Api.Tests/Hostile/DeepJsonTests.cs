using System.Net;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Swagger;

namespace LearnML.Api.Tests.Hostile;

/// <summary>JSON with 2^20 lists, each in the one before.</summary>
[Collection(HostileTests.Name)]
public sealed class DeepJsonTests(HostileFixture fixture)
{
    private const int Deep = 1 << 20;

    private static readonly string Lists = new('[', Deep);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_route_that_takes_JSON_refuses_it()
    {
        var document = await SwaggerDocument.ReadAsync(service);
        var taking = document.Operations.Where(operation => operation.Body?["content"]!["application/json"] is not null).ToList();
        Assert.NotEmpty(taking);
        foreach (var operation in taking)
        {
            var path = operation.Path.Replace("{id}", fixture.Job.Id.ToString(), StringComparison.Ordinal).Replace("{version}",
                "1", StringComparison.Ordinal).Replace("{alias}", "live", StringComparison.Ordinal)
                .Replace("{name}", operation.Path.StartsWith("/api/recipes", StringComparison.Ordinal) ? "glyphs" : HostileFixture.Model,
                    StringComparison.Ordinal);
            foreach (var body in new[]
            {
                Lists,
                Lists + new string(']', Deep),
                "{\"rows\":" + Lists,
                "{\"instances\":" + Lists,
                "{\"network\":{\"hidden\":" + Lists,
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
    public async Task So_does_the_inference_protocol(string before) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await service.PostAsync($"/v2/models/{HostileFixture.Model}/infer", before + Lists)).Status);

    [Theory]
    [InlineData("types")]
    [InlineData("exclude")]
    [InlineData("missingMarks")]
    public async Task So_does_a_field_of_a_form(string field)
    {
        var problem = (await service.UploadAsync("a,b\n1,2\n3,4\n", ("name", "deep"), (field, Lists[..(Deep / 2)])))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields);
    }

    [Fact]
    public async Task So_does_a_file_of_weights_in_its_header_and_in_its_description()
    {
        var described = fixture.Portable();
        described.Header["__metadata__"]!["learnml"] = "";
        var text = described.Header.ToJsonString().Replace("\"learnml\":\"\"", $"\"learnml\":\"{Lists}\"", StringComparison.Ordinal);

        Assert.Contains("not a valid JSON object", (await service.ImportAsync(Models.PortableFile.Join(Lists, []))).ShouldBeProblem(HttpStatusCode.BadRequest).Reason("file"), StringComparison.Ordinal);
        Assert.Contains("has a description that is not valid", (await service.ImportAsync(Models.PortableFile.Join(text, described.Data))).ShouldBeProblem(HttpStatusCode.BadRequest).Reason("file"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hub_gives_up_who_sends_it_and_nobody_else()
    {
        using var idle = await HubSocket.ConnectAsync(service.Address);
        using var deep = await HubSocket.ConnectAsync(service.Address);

        await deep.SendAsync(Encoding.ASCII.GetBytes("{\"type\":1,\"target\":\"SubscribeAll\",\"arguments\":" + Lists + "\u001e"));

        await deep.EndAsync();
        Assert.True(idle.IsOpen);
        await fixture.AnswersAsync();
    }
}
