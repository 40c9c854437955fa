using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Models.Inference;

/// <summary>Errors of the protocol are <c>{"error": "..."}</c>, and the next valid request is answered.</summary>
public sealed class InvalidInferenceTests(SharedFixture fixture)
{
    private static readonly string Zeros = string.Join(',', Enumerable.Repeat(0, 784));

    private readonly Service service = fixture.Service;
    private readonly string path = $"/v2/models/{fixture.Job.Model}/infer";

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{}", "no inputs")]
    [InlineData("""{ "inputs": [] }""", "no inputs")]
    [InlineData("""{ "inputs": {} }""", "must be a list")]
    [InlineData("""{ "inputs": [1] }""", "must be a JSON object")]
    [InlineData("""{ "input": [] }""", "no inputs")]
    [InlineData("""{ "inputs": null }""", "no inputs")]
    [InlineData("""{ "inputs": [], "id": "a", "inputs": [] }""", "'inputs' appears twice")]
    [InlineData("""{ "inputs": [], "outputs": null, "outputs": [] }""", "'outputs' appears twice")]
    [InlineData("""{ "inputs": [{ "name": "instances", "name": "instances", "shape": [1, 784], "datatype": "FP32", "data": [] }] }""",
        "'name' appears twice")]
    [InlineData(
        """{ "inputs": [{ "name": "instances", "data": [1], "shape": [1, 784], "datatype": "FP32", "data": [] }] }""", "'data' appears twice")]
    [InlineData("""{ "inputs": [], "parameters": { "binary_data_output": true, "binary_data_output": false } }""",
        "'binary_data_output' appears twice")]
    [InlineData("""{ "inputs": [], "parameters": { "binary_data_output": 1 } }""", "must be true or false")]
    [InlineData("""{ "inputs": [], "outputs": [{ "name": "label" }, { "name": "label" }] }""", "'label' appears twice")]
    [InlineData("""{ "id": 7, "inputs": [] }""", "id must be a string")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP32", "data": null }] }""", "must have either data")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "BOOL", "data": [0.5] }] }""",
        "0.5, which is not a valid BOOL")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP31", "data": [] }] }""", "the unknown datatype 'FP31'")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP32" }] }""", "must have either data")]
    [InlineData("""{ "inputs": [{ "name": "instances", "datatype": "FP32", "data": [] }] }""", "no shape")]
    [InlineData("""{ "inputs": [{ "shape": [1], "datatype": "FP32", "data": [] }] }""", "no name")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [], "datatype": "FP32", "data": [] }] }""", "must have at least one dimension")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [-1, 784], "datatype": "FP32", "data": [] }] }""", "none below 0")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1.5, 784], "datatype": "FP32", "data": [] }] }""", "whole numbers")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [4611686018427387904, 784], "datatype": "FP32", "data": [] }] }""",
        "The shape [4611686018427387904] is too large")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [4611686018427387904, 4, 0], "datatype": "FP32", "data": [] }] }""",
        "The shape [4611686018427387904] is too large")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [99999999999999999999], "datatype": "FP32", "data": [] }] }""", "whole numbers")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [0, 784], "datatype": "FP32", "data": [] }] }""", "has 0 rows")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [200000, 784], "datatype": "FP32", "data": [] }] }""", "there must be 1 to")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 783], "datatype": "FP32", "data": [] }] }""",
        "must be [images, 784] or [images, 28, 28]")]
    [InlineData("""{ "inputs": [{ "name": "pixels", "shape": [1, 784], "datatype": "FP32", "data": [] }] }""", "takes one input, 'instances'")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "BYTES", "data": [] }] }""", "pixels must be numbers")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP32", "data": [1, 2] }] }""",
        "has 2 elements of data; its shape needs 784")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP32", "data": 7 }] }""", "must have a list as data")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP32", "data": [[[1]]] }] }""", "nested deeper")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP32", "data": [[1], 2] }] }""", "its shape has 784")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP32", "data": ["1"] }] }""",
        "a string, which is not a valid FP32")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "UINT8", "data": [256] }] }""",
        "256, which is not a valid UINT8")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "UINT8", "data": [1.5] }] }""",
        "1.5, which is not a valid UINT8")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "BOOL", "data": [2] }] }""", "2, which is not a valid BOOL")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP64", "data": [1e999] }] }""", "which is not a valid FP64")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP64", "data": [-1] }] }""", "-1 as pixel 0 of image 0")]
    [InlineData("""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP32", "parameters": { "binary_data_size": 3136 } }] }""",
        "declares 3136 bytes of data; the body has 0 left")]
    [InlineData(
        """{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "FP32", "parameters": { "binary_data_size": -1 } }] }""", "-1 bytes")]
    public async Task Malformed_request_is_rejected_with_the_reason(string body, string reason)
    {
        var response = await service.PostAsync(path, body);

        Assert.Contains(reason, ReadError(response, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        await AssertGoodRequestIsAnsweredAsync();
    }

    [Fact]
    public async Task Unknown_output_and_duplicate_input_are_rejected()
    {
        var input = $$"""{ "name": "instances", "shape": [1, 784], "datatype": "UINT8", "data": [{{Zeros}}] }""";

        Assert.Contains("no output 'logits'",
            ReadError(await service.PostAsync(path, $$"""{ "inputs": [{{input}}], "outputs": [{ "name": "logits" }] }"""), HttpStatusCode.BadRequest),
            StringComparison.Ordinal);
        Assert.Contains("appears twice", ReadError(
            await service.PostAsync(path, $$"""{ "inputs": [{{input}}, {{input}}] }"""), HttpStatusCode.BadRequest), StringComparison.Ordinal);
        await AssertGoodRequestIsAnsweredAsync();
    }

    [Theory]
    [InlineData(3136, 3135, "declares 3136 bytes of data; the body has 3135 left")]
    [InlineData(3136, 3137, "1 bytes after the data of its inputs")]
    [InlineData(3135, 3135, "has 3135 bytes of data; its shape needs 3136")]
    public async Task Binary_data_of_the_wrong_size_is_rejected(int size, int sent, string reason)
    {
        var (json, _, contentType) = await BinaryInferenceRequest.SendAsync(
            service.Address, path,
            new JsonObject { ["inputs"] = new JsonArray(BinaryInferenceRequest.CreateInput("instances", "FP32", size, 1, 784)) }, new byte[sent]);

        Assert.Equal("application/json", contentType);
        Assert.Contains(reason, (string?)json["error"], StringComparison.Ordinal);
        await AssertGoodRequestIsAnsweredAsync();
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task Binary_pixels_must_be_finite(float pixel)
    {
        byte[] data = [.. Enumerable.Repeat(BitConverter.GetBytes(pixel), 784).SelectMany(bytes => bytes)];

        var (json, _, _) = await BinaryInferenceRequest.SendAsync(
            service.Address, path,
            new JsonObject { ["inputs"] = new JsonArray(BinaryInferenceRequest.CreateInput("instances", "FP32", data.Length, 1, 784)) }, data);

        Assert.Contains("pixels must be 0 to 255", (string?)json["error"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v2/models/nothing")]
    [InlineData("GET", "/v2/models/nothing/ready")]
    [InlineData("POST", "/v2/models/nothing/infer")]
    [InlineData("GET", "/v2/nothing")]
    [InlineData("POST", "/v2/nothing")]
    public async Task Unknown_model_or_route_is_404(string method, string address) =>
        ReadError(await service.SendAsync(HttpMethod.Parse(method), address), HttpStatusCode.NotFound);

    [Fact]
    public async Task Unknown_version_is_404() => Assert.Contains(
        "version 99 of model", ReadError(await service.GetAsync($"/v2/models/{fixture.Job.Model}/versions/99"), HttpStatusCode.NotFound),
        StringComparison.Ordinal);

    private static string ReadError(ApiResponse response, HttpStatusCode status)
    {
        Assert.True(response.Status == status, $"{response.Status}: {response.Body}");
        Assert.Equal("application/json", response.ContentType);
        var error = JsonSerializer.Deserialize<Dictionary<string, string>>(response.Body)!;
        return Assert.Single(error, field => field.Key == "error").Value;
    }

    private async Task AssertGoodRequestIsAnsweredAsync() => Assert.Equal(
        HttpStatusCode.OK, (await service.PostAsync(
            path, $$"""{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "UINT8", "data": [{{Zeros}}] }] }""")).Status);
}
