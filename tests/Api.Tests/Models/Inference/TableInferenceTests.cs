using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Inference;

/// <summary>Inference with the columns of a table.</summary>
public sealed class TableInferenceTests(SharedFixture fixture)
{
    private const string Rows = """
        { "petal": 9, "sepal": 5.5, "colour": "red", "garden": "g1", "kind": "rose" },
        { "petal": null, "sepal": 2, "colour": "blue", "garden": "g2", "kind": "" }
        """;

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Columns_and_matrix_give_the_predictions_of_the_predict_route()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "tensors"));
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "tensors", Target = "price" });
        var expected = (await service.PostAsync($"/api/models/{job.Model}/predict", $$"""{ "rows": [{{Rows}}] }"""))
            .Read<PredictionResponse>().Predictions.Select(prediction => prediction.Value!.Value).ToArray();
        var metadata = JsonNode.Parse((await service.GetAsync($"/v2/models/{job.Model}")).Body)!;
        Assert.Equal(
            ["petal FP64", "sepal FP64", "colour BYTES", "garden BYTES", "kind BYTES"],
            metadata["inputs"]!.AsArray().Select(input => $"{input!["name"]} {input["datatype"]}"));

        var columns = await InferAsync(job, """
            { "inputs": [
              { "name": "kind", "datatype": "BYTES", "shape": [2], "data": ["rose", ""] },
              { "name": "petal", "datatype": "BYTES", "shape": [2, 1], "data": [["9"], [""]] },
              { "name": "sepal", "datatype": "FP32", "shape": [2, 1], "data": [5.5, 2] },
              { "name": "colour", "datatype": "BYTES", "shape": [2, 1], "data": ["red", "blue"] },
              { "name": "garden", "datatype": "BYTES", "shape": [2, 1], "data": ["g1", "g2"] } ] }
            """);
        var withNull = await InferAsync(job, """
            { "inputs": [
              { "name": "kind", "datatype": "BYTES", "shape": [2], "data": ["rose", null] },
              { "name": "petal", "datatype": "FP64", "shape": [2], "data": [9, null] },
              { "name": "sepal", "datatype": "FP32", "shape": [2, 1], "data": [5.5, 2] },
              { "name": "colour", "datatype": "BYTES", "shape": [2, 1], "data": ["red", "blue"] },
              { "name": "garden", "datatype": "BYTES", "shape": [2, 1], "data": ["g1", "g2"] } ] }
            """);
        var matrix = await InferAsync(job, """
            { "inputs": [{ "name": "rows", "datatype": "BYTES", "shape": [2, 5],
              "data": [["9", "5.5", "red", "g1", "rose"], ["", "2", "blue", "g2", ""]] }] }
            """);
        byte[] numbers = [.. BitConverter.GetBytes(9.0),
            .. BitConverter.GetBytes(double.NaN), .. BitConverter.GetBytes(5.5), .. BitConverter.GetBytes(2.0)];
        byte[] colours = BinaryInferenceRequest.EncodeStrings("red", "blue"),
            gardens = BinaryInferenceRequest.EncodeStrings("g1", "g2"), kinds = BinaryInferenceRequest.EncodeStrings("rose", "");
        var (binary, bytes, _) = await BinaryInferenceRequest.SendAsync(service.Address, $"/v2/models/{job.Model}/infer", new JsonObject
        {
            ["parameters"] = new JsonObject { ["binary_data_output"] = true },
            ["inputs"] = new JsonArray(
                BinaryInferenceRequest.CreateInput("petal", "FP64", 16, 2, 1),
                BinaryInferenceRequest.CreateInput("sepal", "FP64", 16, 2, 1),
                BinaryInferenceRequest.CreateInput("colour", "BYTES", colours.Length, 2, 1),
                BinaryInferenceRequest.CreateInput("garden", "BYTES", gardens.Length, 2, 1),
                BinaryInferenceRequest.CreateInput("kind", "BYTES", kinds.Length, 2, 1)),
        }, numbers, colours, gardens, kinds);

        Assert.Equal(expected, GetValues(columns));
        Assert.Equal(expected, GetValues(withNull));
        Assert.Equal(expected, GetValues(matrix));
        Assert.Equal("value", (string?)binary["outputs"]![0]!["name"]);
        Assert.Equal(expected, new[] { BitConverter.ToDouble(bytes, 0), BitConverter.ToDouble(bytes, sizeof(double)) });
    }

    [Fact]
    public async Task Unknown_value_is_a_warning_and_missing_input_is_an_error()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "lacking"), ("exclude", """["garden", "sepal"]"""));
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "lacking", Target = "price" });

        var inferred = await InferAsync(job, """
            { "inputs": [
              { "name": "petal", "datatype": "FP64", "shape": [1], "data": [1] },
              { "name": "colour", "datatype": "BYTES", "shape": [1], "data": ["pink"] },
              { "name": "kind", "datatype": "BYTES", "shape": [1], "data": ["rose"] }] }
            """);
        var missing = await service.PostAsync($"/v2/models/{job.Model}/infer",
            """{ "inputs": [{ "name": "petal", "datatype": "FP64", "shape": [1], "data": [1] }] }""");

        Assert.Contains("'pink' was not seen in training", (string?)inferred["parameters"]!["warnings"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, missing.Status);
        Assert.Contains("lacks the inputs colour, kind", missing.Body, StringComparison.Ordinal);
    }

    private static IEnumerable<double> GetValues(JsonNode json) => json["outputs"]![0]!["data"]!.AsArray().Select(value => (double)value!);

    private async Task<JsonNode> InferAsync(Job job, string body)
    {
        var response = await service.PostAsync($"/v2/models/{job.Model}/infer", body);
        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
        return JsonNode.Parse(response.Body)!;
    }
}
