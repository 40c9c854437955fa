using System.Buffers.Binary;
using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Models.Inference;

/// <summary>Inference with images, as the Open Inference Protocol specifies it.</summary>
[Collection(Models.TrainedModelCollection.Name)]
public sealed class ImageInferenceTests(TrainedModelFixture fixture)
{
    private const int PixelCount = TestImages.Size * TestImages.Size;

    private readonly Service service = fixture.Service;
    private readonly string model = $"/v2/models/{fixture.Job.Model}";

    [Fact]
    public async Task Server_and_model_return_their_metadata()
    {
        Assert.Equal("learnml", (string?)(await GetAsync("/v2"))["name"]);
        Assert.Contains("binary_tensor_data", (await GetAsync("/v2"))["extensions"]!.AsArray().Select(extension => (string?)extension));
        Assert.Equal("""{"live":true}""", (await GetAsync("/v2/health/live")).ToJsonString());
        Assert.Equal("""{"ready":true}""", (await GetAsync("/v2/health/ready")).ToJsonString());
        Assert.True((bool)(await GetAsync(model + "/ready"))["ready"]!);
        Assert.True((bool)(await GetAsync(model + "/versions/1/ready"))["ready"]!);
        Assert.Contains(fixture.Job.Model, (await GetAsync("/v2/models"))["models"]!.AsArray().Select(name => (string?)name));

        var metadata = await GetAsync(model);
        Assert.Equal("""[{"name":"instances","datatype":"FP32","shape":[-1,784]}]""", metadata["inputs"]!.ToJsonString());
        Assert.Equal(["label", "class_index", "probabilities"], metadata["outputs"]!.AsArray().Select(output => (string?)output!["name"]));
        Assert.Contains("1", metadata["versions"]!.AsArray().Select(version => (string?)version));

        var configuration = await GetAsync(model + "/config");
        Assert.Equal("""[{"name":"instances","data_type":"TYPE_FP32","dims":[784]}]""", configuration["input"]!.ToJsonString());
        Assert.True((int)configuration["max_batch_size"]! > 1);

        var index = (await service.PostAsync("/v2/repository/index", "{}")).Read<JsonArray>();
        Assert.Contains(index, entry => (string?)entry!["name"] == fixture.Job.Model
            && (string?)entry["version"] == "1" && (string?)entry["state"] == "READY");
    }

    [Theory]
    [InlineData("BOOL", false)]
    [InlineData("BOOL", true)]
    [InlineData("INT8", false)]
    [InlineData("UINT8", false)]
    [InlineData("UINT16", false)]
    [InlineData("UINT32", true)]
    [InlineData("UINT64", false)]
    [InlineData("INT16", true)]
    [InlineData("INT32", false)]
    [InlineData("INT64", true)]
    [InlineData("FP16", true)]
    [InlineData("BF16", false)]
    [InlineData("FP32", false)]
    [InlineData("FP32", true)]
    [InlineData("FP64", true)]
    public async Task Every_datatype_and_nesting_gives_the_predictions_of_the_predict_route(string datatype, bool nested)
    {
        var images = (await TestImages.TakeAsync(service, 2)).Select(image => ToDatatypeRange(datatype, image.Pixels!)).ToArray();
        var expected = (await service.PredictAsync(fixture.Job.Model, images)).Predictions;
        var data = nested
            ? new JsonArray([.. images.Select(image => (JsonNode)new JsonArray([.. image.Select(Json)]))])
            : new JsonArray([.. images.SelectMany(image => image).Select(Json)]);
        JsonNode Json(int pixel) => datatype == "BOOL" ? pixel == 1 : pixel;

        var response = await service.PostAsync(model + "/infer", new JsonObject
        {
            ["id"] = "mine",
            ["inputs"] = new JsonArray(
                new JsonObject { ["data"] = data, ["name"] = "instances", ["datatype"] = datatype, ["shape"] = new JsonArray(2, PixelCount) }),
        }.ToJsonString());

        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
        Assert.Equal("application/json", response.ContentType);
        var json = JsonNode.Parse(response.Body)!;
        Assert.Equal((fixture.Job.Model, "mine"), ((string?)json["model_name"], (string?)json["id"]));
        Assert.Equal(expected.Select(prediction => prediction.Label), GetOutput(json, "label")["data"]!.AsArray().Select(label => (string?)label));
        Assert.Equal(expected.Select(prediction => prediction.ClassIndex),
            GetOutput(json, "class_index")["data"]!.AsArray().Select(index => (int?)index));
        Assert.Equal("[2,10]", GetOutput(json, "probabilities")["shape"]!.ToJsonString());
        AssertNearlyEqual(expected.SelectMany(prediction => prediction.Probabilities!),
            GetOutput(json, "probabilities")["data"]!.AsArray().Select(probability => (float)probability!));
    }

    [Theory]
    [InlineData("BOOL")]
    [InlineData("UINT8")]
    [InlineData("UINT16")]
    [InlineData("UINT32")]
    [InlineData("UINT64")]
    [InlineData("INT8")]
    [InlineData("INT16")]
    [InlineData("INT32")]
    [InlineData("INT64")]
    [InlineData("FP16")]
    [InlineData("BF16")]
    [InlineData("FP32")]
    [InlineData("FP64")]
    public async Task Binary_tensors_of_every_datatype_are_read_and_written(string datatype)
    {
        var images = (await TestImages.TakeAsync(service, 3)).Select(image => ToDatatypeRange(datatype, image.Pixels!)).ToArray();
        var expected = (await service.PredictAsync(fixture.Job.Model, images)).Predictions;
        byte[] data = [.. images.SelectMany(image => image).SelectMany(pixel => ToBytes(datatype, pixel))];

        var (json, bytes, contentType) = await BinaryInferenceRequest.SendAsync(service.Address, model + "/infer", new JsonObject
        {
            ["inputs"] = new JsonArray(BinaryInferenceRequest.CreateInput("instances", datatype, data.Length, 3, TestImages.Size, TestImages.Size)),
            ["outputs"] = new JsonArray(
                new JsonObject { ["name"] = "probabilities", ["parameters"] = new JsonObject { ["binary_data"] = true } },
                new JsonObject { ["name"] = "class_index" },
                new JsonObject { ["name"] = "label", ["parameters"] = new JsonObject { ["binary_data"] = true } }),
        }, data);

        Assert.Equal("application/octet-stream", contentType);
        Assert.Equal(["probabilities", "class_index", "label"], json["outputs"]!.AsArray().Select(output => (string?)output!["name"]));
        var size = (int)GetOutput(json, "probabilities")["parameters"]!["binary_data_size"]!;
        Assert.Equal(3 * 10 * sizeof(float), size);
        AssertNearlyEqual(expected.SelectMany(prediction => prediction.Probabilities!),
            Enumerable.Range(0, 30).Select(index => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(index * sizeof(float)))));
        Assert.Equal(expected.Select(prediction => prediction.ClassIndex),
            GetOutput(json, "class_index")["data"]!.AsArray().Select(index => (int?)index));
        Assert.Equal(BinaryInferenceRequest.EncodeStrings(expected.Select(prediction => prediction.Label!)), bytes[size..]);
        Assert.Equal(bytes.Length - size, (int)GetOutput(json, "label")["parameters"]!["binary_data_size"]!);
    }

    [Fact]
    public async Task Request_parameter_makes_all_outputs_binary()
    {
        var image = (await TestImages.TakeAsync(service, 1))[0];
        byte[] data = [.. image.Pixels!.SelectMany(pixel => ToBytes("FP32", pixel))];

        var (json, bytes, _) = await BinaryInferenceRequest.SendAsync(service.Address, model + "/versions/1/infer", new JsonObject
        {
            ["parameters"] = new JsonObject { ["binary_data_output"] = true, ["priority"] = 3 },
            ["inputs"] = new JsonArray(BinaryInferenceRequest.CreateInput("instances", "FP32", data.Length, 1, PixelCount)),
        }, data);

        Assert.Equal(bytes.Length, json["outputs"]!.AsArray().Sum(output => (int)output!["parameters"]!["binary_data_size"]!));
        Assert.DoesNotContain("data", json["outputs"]!.AsArray().SelectMany(output => output!.AsObject().Select(field => field.Key)));
    }

    [Fact]
    public async Task Output_parameter_overrides_the_request_parameter()
    {
        var image = (await TestImages.TakeAsync(service, 1))[0];
        byte[] data = [.. image.Pixels!.SelectMany(pixel => ToBytes("FP32", pixel))];

        var (json, bytes, _) = await BinaryInferenceRequest.SendAsync(service.Address, model + "/infer", new JsonObject
        {
            ["parameters"] = new JsonObject { ["binary_data_output"] = true },
            ["inputs"] = new JsonArray(BinaryInferenceRequest.CreateInput("instances", "FP32", data.Length, 1, PixelCount)),
            ["outputs"] = new JsonArray(
                new JsonObject { ["name"] = "class_index", ["parameters"] = new JsonObject { ["binary_data"] = false } },
                new JsonObject { ["name"] = "probabilities" }),
        }, data);

        Assert.Single(GetOutput(json, "class_index")["data"]!.AsArray());
        Assert.Null(GetOutput(json, "probabilities")["data"]);
        Assert.Equal(10 * sizeof(float), bytes.Length);
    }

    [Fact]
    public async Task Statistics_count_rows_successes_and_failures()
    {
        async Task<(long Rows, long Right, long Wrong)> CountsAsync()
        {
            var stats = (await GetAsync(model + "/versions/1/stats"))["model_stats"]!.AsArray();
            return stats.Count == 0 ? default : ((long)stats[0]!["inference_count"]!,
                (long)stats[0]!["inference_stats"]!["success"]!["count"]!, (long)stats[0]!["inference_stats"]!["fail"]!["count"]!);
        }

        var before = await CountsAsync();
        var zeros = string.Join(',', Enumerable.Repeat(0, 2 * PixelCount));
        await service.PostAsync(
            model + "/infer", $$"""{ "inputs": [{ "name": "instances", "shape": [2, 784], "datatype": "UINT8", "data": [{{zeros}}] }] }""");
        await service.PostAsync(model + "/infer", """{ "inputs": [{ "name": "instances", "shape": [1, 784], "datatype": "UINT8", "data": [] }] }""");

        Assert.Equal((before.Rows + 2, before.Right + 1, before.Wrong + 1), await CountsAsync());
    }

    private static JsonNode GetOutput(JsonNode json, string name) => json["outputs"]!.AsArray().Single(output => (string?)output!["name"] == name)!;

    private static void AssertNearlyEqual(IEnumerable<float> expected, IEnumerable<float> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));

    /// <summary>Scales pixels to values that the datatype can hold.</summary>
    private static int[] ToDatatypeRange(string datatype, IReadOnlyList<int> pixels) =>
        [.. pixels.Select(pixel => datatype == "BOOL" ? pixel / 128 : datatype == "INT8" ? pixel / 2 : pixel)];

    private static byte[] ToBytes(string datatype, int pixel) => datatype switch
    {
        "BOOL" or "UINT8" or "INT8" => [(byte)pixel],
        "UINT16" or "INT16" => BitConverter.GetBytes((short)pixel),
        "UINT32" or "INT32" => BitConverter.GetBytes(pixel),
        "FP16" => BitConverter.GetBytes((Half)pixel),
        "BF16" => BitConverter.GetBytes((float)pixel)[2..],
        "FP32" => BitConverter.GetBytes((float)pixel),
        "FP64" => BitConverter.GetBytes((double)pixel),
        _ => BitConverter.GetBytes((long)pixel),
    };

    private async Task<JsonNode> GetAsync(string path)
    {
        var response = await service.GetAsync(path);
        Assert.True(response is { Status: HttpStatusCode.OK, ContentType: "application/json" }, $"{path}: {response.Status} {response.Body}");
        return JsonNode.Parse(response.Body)!;
    }
}
