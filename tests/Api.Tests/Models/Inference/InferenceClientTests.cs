using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Inference;

/// <summary>Requests of the specification and of the KServe and Triton clients, to a model with a numeric and a boolean input.</summary>
[Collection(SharedServiceCollection.Name)]
public sealed class InferenceClientTests(ServiceFixture fixture)
{
    private const string Model = "protocol";
    private const string Path = "/v2/models/" + Model + "/infer";

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Example_of_the_specification_is_answered()
    {
        var expected = await GetExpectedAsync();

        var response = await InferAsync("""
            {
              "id" : "42",
              "inputs" : [
                {
                  "name" : "input0",
                  "shape" : [ 2, 1 ],
                  "datatype" : "UINT32",
                  "data" : [ 1, 30 ]
                },
                {
                  "name" : "input1",
                  "shape" : [ 2 ],
                  "datatype" : "BOOL",
                  "data" : [ true, false ]
                }
              ],
              "outputs" : [
                {
                  "name" : "value"
                }
              ]
            }
            """);

        Assert.Equal("42", (string?)response["id"]);
        Assert.Equal(("value", "FP64", "[2,1]"), GetHead(Assert.Single(response["outputs"]!.AsArray())!));
        Assert.Equal(expected, response["outputs"]![0]!["data"]!.AsArray().Select(value => (double)value!));
    }

    [Fact]
    public async Task Example_of_the_binary_extension_is_answered()
    {
        var expected = await GetExpectedAsync();

        var (json, bytes, contentType) = await SendAsync("""
            {
              "model_name" : "protocol",
              "inputs" : [
                {
                  "name" : "input0",
                  "shape" : [ 2, 1 ],
                  "datatype" : "UINT32",
                  "parameters" : {
                    "binary_data_size" : 8
                  }
                },
                {
                  "name" : "input1",
                  "shape" : [ 2 ],
                  "datatype" : "BOOL",
                  "parameters" : {
                    "binary_data_size" : 2
                  }
                }
              ],
              "outputs" : [
                {
                  "name" : "value",
                  "parameters" : {
                    "binary_data" : true
                  }
                }
              ]
            }
            """, [1, 0, 0, 0, 30, 0, 0, 0, 1, 0]);

        Assert.Equal("application/octet-stream", contentType);
        Assert.Equal(("value", "FP64", "[2,1]"), GetHead(Assert.Single(json["outputs"]!.AsArray())!));
        Assert.Equal(2 * sizeof(double), (int)json["outputs"]![0]!["parameters"]!["binary_data_size"]!);
        Assert.Equal(expected, ReadDoubles(bytes));
    }

    /// <summary>The client sends a model name and an id, and omits empty fields.</summary>
    [Fact]
    public async Task Requests_of_the_KServe_client_are_answered()
    {
        var expected = await GetExpectedAsync();

        var plain = await InferAsync("""
            {"id":"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed","model_name":"protocol","inputs":[
            {"name":"input0","shape":[2,1],"datatype":"FP32","data":[1.0,30.0]},
            {"name":"input1","shape":[2,1],"datatype":"BYTES","parameters":{"content_type":"str"},"data":["true","false"]}],
            "outputs":[{"name":"value","parameters":{"binary_data":false}}],"parameters":{"binary_data_output":true}}
            """);
        var (json, bytes, _) = await SendAsync("""
            {"id":"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed","model_name":"protocol","inputs":[
            {"name":"input0","shape":[2,1],"datatype":"FP32","parameters":{"binary_data_size":8}},
            {"name":"input1","shape":[2,1],"datatype":"BOOL","parameters":{"binary_data_size":2}}],
            "parameters":{"binary_data_output":true}}
            """, [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(30f), 1, 0]);

        Assert.Equal("1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", (string?)plain["id"]);
        Assert.Equal(Model, (string?)plain["model_name"]);
        Assert.Equal(expected, plain["outputs"]![0]!["data"]!.AsArray().Select(value => (double)value!));
        Assert.Equal("1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", (string?)json["id"]);
        Assert.Equal(expected, ReadDoubles(bytes));
    }

    /// <summary>The client sends sequence and priority parameters. Without requested outputs, all outputs are binary.</summary>
    [Fact]
    public async Task Requests_of_the_Triton_client_are_answered()
    {
        var expected = await GetExpectedAsync();
        var inputs = """
            "inputs":[{"name":"input0","shape":[2,1],"datatype":"INT64","parameters":{"binary_data_size":16}},
            {"name":"input1","shape":[2,1],"datatype":"BYTES","parameters":{"binary_data_size":17}}]
            """;
        byte[] data = [.. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(30L), .. BinaryInferenceRequest.EncodeStrings("true", "false")];

        var (all, allBytes, _) = await SendAsync(
            $$$"""
            { {{{inputs}}},"parameters":
            {"sequence_id":7,"sequence_start":true,"sequence_end":true,"priority":2,"timeout":1000,"binary_data_output":true}}
            """,
            data);
        var (binaryOutput, binaryBytes, _) = await SendAsync(
            $$$"""{"id":"5",{{{inputs}}},"outputs":[{"name":"value","parameters":{"binary_data":true}}]}""", data);
        var (jsonOutput, jsonBytes, contentType) = await SendAsync(
            $$$"""{ {{{inputs}}},"outputs":[{"name":"value","parameters":{"binary_data":false}}]}""", data);

        Assert.Null(all["id"]);
        Assert.Equal(expected, ReadDoubles(allBytes));
        Assert.Equal("5", (string?)binaryOutput["id"]);
        Assert.Equal(expected, ReadDoubles(binaryBytes));
        Assert.Equal(("application/json", 0), (contentType, jsonBytes.Length));
        Assert.Equal(expected, jsonOutput["outputs"]![0]!["data"]!.AsArray().Select(value => (double)value!));
    }

    [Fact]
    public async Task Null_fields_are_the_same_as_missing_fields()
    {
        var expected = await GetExpectedAsync();

        var response = await InferAsync("""
            {"id":null,"parameters":null,"outputs":null,"inputs":[
            {"name":"input0","shape":[2],"datatype":"FP32","parameters":null,"data":[1,30]},
            {"name":"input1","shape":[2],"datatype":"BOOL","data":[true,false],"extension":{"deep":[1]}}]}
            """);

        Assert.Null(response["id"]);
        Assert.Equal(expected, response["outputs"]![0]!["data"]!.AsArray().Select(value => (double)value!));
    }

    private static (string?, string?, string) GetHead(JsonNode output) =>
        ((string?)output["name"], (string?)output["datatype"], output["shape"]!.ToJsonString());

    private static double[] ReadDoubles(byte[] bytes) => [BitConverter.ToDouble(bytes), BitConverter.ToDouble(bytes, sizeof(double))];

    /// <summary>The predictions of the predict route. The first call trains the model.</summary>
    private async Task<IEnumerable<double>> GetExpectedAsync()
    {
        if ((await service.GetAsync($"/api/models/{Model}")).Status == HttpStatusCode.NotFound)
        {
            await service.UploadAsync("input0,input1,output\n" + string.Concat(
                Enumerable.Range(0, 60).Select(row => $"{row * 7 % 60}.5,{(row % 3 == 0 ? "true" : "false")},{row % 9}.5\n")), ("name", Model));
            await service.RunJobAsync(SampleSpecs.Quick with { Dataset = Model, Target = "output", Model = Model, Task = LearningTask.Regression });
        }

        var response = await service.PostAsync($"/api/models/{Model}/predict",
            """{ "rows": [{ "input0": 1, "input1": true }, { "input0": 30, "input1": false }] }""");
        Assert.Equal("[]", JsonNode.Parse(response.Body)!["warnings"]!.ToJsonString());
        return response.Read<PredictionResponse>().Predictions.Select(prediction => prediction.Value!.Value).ToArray();
    }

    private async Task<JsonNode> InferAsync(string body)
    {
        var response = await service.PostAsync(Path, body);
        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
        var json = JsonNode.Parse(response.Body)!;
        Assert.Null(json["parameters"]);
        return json;
    }

    private async Task<(JsonNode Json, byte[] Bytes, string ContentType)> SendAsync(string json, byte[] data)
    {
        var response = await BinaryInferenceRequest.SendAsync(service.Address, Path, json, data);
        Assert.True(response.Json["error"] is null && response.Json["parameters"] is null, response.Json.ToJsonString());
        return response;
    }
}
