using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Transfer;

/// <summary>Invalid model files are rejected with the reason and leave no files.</summary>
[Collection(TrainedModelCollection.Name)]
public sealed class ModelImportTests(TrainedModelFixture fixture)
{
    private const string TableModel = "flowers-in-a-file";

    private readonly Service service = fixture.Service;

    public static TheoryData<string, byte[], string> OtherFiles => new()
    {
        { "weights.pt", [.. "PK\x03\x04"u8, .. new byte[100]], "ZIP archive" },
        { "model.safetensors", [0x80, 4, 0x95, .. new byte[100]], "is a pickle" },
        { "old.safetensors", [0x80, 2, .. "}q\x00."u8], "is a pickle" },
        { "zero.safetensors", [.. "(dp0\nVweight\np1\nF1.5\ns."u8], "is a pickle" },
        { "one.safetensors", [.. "}q\0X\u0006\0\0\0weightq\u0001K\u0001s."u8], "is a pickle" },
        { "code.safetensors", [.. "cos\nsystem\n(S'true'\ntR."u8], "is a pickle" },
        { "text.safetensors", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("not a model\n", 20))), "shorter than its header" },
        { "empty.safetensors", [], "shorter than its header" },
        { "long.safetensors", [.. BitConverter.GetBytes(ulong.MaxValue), .. "{}"u8], "shorter than its header" },
        { "short.safetensors", [.. BitConverter.GetBytes(3UL), .. "{}"u8], "shorter than its header" },
        { "nojson.safetensors", SafetensorsModelFile.Combine("{\"a\": ", []), "header is not a valid JSON object" },
        { "list.safetensors", SafetensorsModelFile.Combine("[]", []), "header is not a valid JSON object" },
        { "bare.safetensors", SafetensorsModelFile.Combine("""{ "0.weight": { "dtype": "F32", "shape": [1], "data_offsets": [0, 4] } }""",
            new byte[4]), "has no 'learnml'" },
        { "number.safetensors", SafetensorsModelFile.Combine("""{ "__metadata__": { "learnml": 5 } }""",
            []), "header is not a valid JSON object of the safetensors format" },
        { "text.safetensors", SafetensorsModelFile.Combine("""{ "__metadata__": { "learnml": "hello" } }""",
            []), "has a description that is not valid" },
        { "null.safetensors", SafetensorsModelFile.Combine("""{ "__metadata__": { "learnml": null } }""", []), "has no 'learnml'" },
        { "half.safetensors", SafetensorsModelFile.Combine("""{ "__metadata__": { "learnml": "{ \"\\ud800\": 1 }" } }""",
            []), "has a description that is not valid" },
    };

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public async Task Other_file_types_are_recognized_by_content(string name, byte[] file, string reason)
    {
        Assert.NotEmpty(name);
        Assert.Contains(reason, await AssertRejectedAsync(file, "file"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("format", "2", "format")]
    [InlineData("jobId", "\"no id\"", "jobId")]
    [InlineData("epoch", "-1", "epoch")]
    [InlineData("image", "null", "$")]
    [InlineData("image", "{}", "image.height")]
    [InlineData("image.height", "0", "image")]
    [InlineData("image.height", "2000000000", "image")]
    [InlineData("image.maximum", "1e999", "image.maximum")]
    [InlineData("classes", "[]", "classes")]
    [InlineData("classes.1", "null", "classes")]
    [InlineData("target", """{ "isLog": false, "mean": 0, "scale": 0 }""", "target.scale")]
    [InlineData("spec", "null", "spec")]
    [InlineData("spec.network.hidden", "[-5]", "network.hidden[0]")]
    [InlineData("spec.network", """{ "layers": [{ "block": [], "repeat": 1000000 }, { "linear": 3, "dropout": 2 }] }""", "network.layers[1]")]
    [InlineData("spec.network", """{ "categoryEmbedding": {} }""", "network.categoryEmbedding")]
    [InlineData("spec.network", """{ "categoryDropout": 0.1 }""", "network.categoryDropout")]
    [InlineData("spec.network", """{ "periodicEmbedding": {} }""", "network.periodicEmbedding")]
    [InlineData("spec.network.ensemble", "1000", "network.ensemble")]
    [InlineData("spec.network.copies", "1000", "network.copies")]
    [InlineData("spec.model", "\"../../etc\"", "name")]
    [InlineData("spec.network.hidden", "[2000000000, 2000000000]", "file")]
    [InlineData("spec.network.hidden", "[17]", "file")]
    [InlineData("image.height", "29", "file")]
    [InlineData("classes.1", "\"\\u0000\"", "classes")]
    [InlineData("spec.training.device", "\"\\u0000\"", "spec.training.device")]
    [InlineData("unknown", "1", "unknown")]
    public async Task Invalid_image_description_is_rejected(string path, string json, string field) =>
        await AssertRejectedAsync((await DownloadFileAsync(fixture.Job.Model)).With(path, json).ToBytes(), field);

    [Theory]
    [InlineData("table", "{}", "table.format")]
    [InlineData("table.columns", "[]", "table.columns")]
    [InlineData("table.columns.0", "null", "table.columns[0]")]
    [InlineData("table.columns.0.name", "\"sepal\"", "table.columns")]
    [InlineData("table.columns.0.name", "\"\"", "table.columns[0].name")]
    [InlineData("table.columns.0.name", "\"\\u0000\"", "table.columns[0].name")]
    [InlineData("table.columns.0.type", "\"date\"", "table.columns[0]")]
    [InlineData("table.columns.0.number", "null", "table.columns[0]")]
    [InlineData("table.columns.0.number.mean", "1e999", "table.columns[0].number.mean")]
    [InlineData("table.columns.0.number.standardDeviation", "-1", "table.columns[0].number.standardDeviation")]
    [InlineData("table.columns.0.number.clip", "0", "table.columns[0].number.clip")]
    [InlineData("table.columns.0.number.smoothClip", "0", "table.columns[0].number.smoothClip")]
    [InlineData("table.columns.0.number.bins", "[2, 1]", "table.columns[0].number.bins")]
    [InlineData("table.columns.0.number.bins", "[1, 1e999]", "table.columns[0].number.bins")]
    [InlineData("table.columns.0.number.bins", "null", "table.columns[0].number.bins")]
    [InlineData("table.columns.0.number.quantiles", """{ "numbers": [1, 2], "scores": [0] }""", "table.columns[0].number.quantiles")]
    [InlineData("table.columns.0.number.quantiles", """{ "numbers": [2, 2], "scores": [0, 1] }""", "table.columns[0].number.quantiles")]
    [InlineData("table.columns.0.number", "{}", "table.columns[0].number.mean")]
    [InlineData("table.columns.2.category", "{}", "table.columns[2].category.frequent")]
    [InlineData("table.columns.2.category", """{ "frequent": ["red"] }""", "table.columns[2].category.rare")]
    [InlineData("table.columns.2.category.frequent", """["a", "a"]""", "table.columns[2].category")]
    [InlineData("table.columns.2.category.rare.0", "null", "table.columns[2].category.rare")]
    [InlineData("table.format.decimalMark", "\"x\"", "table.format.decimalMark")]
    [InlineData("table.format.encoding", "\"utf-7\"", "table.format.encoding")]
    [InlineData("table.format.missingMarks", "null", "table.format.missingMarks")]
    [InlineData("table.columns.0", """{ "name": "petal", "type": "date", "date": { "parts": [] } }""", "table.columns[0].date.parts")]
    [InlineData("table.columns.0", """{ "name": "petal", "type": "date", "date": {} }""", "table.columns[0].date.parts")]
    [InlineData("target", "{}", "target.scale")]
    [InlineData("target.mean", "1e999", "target.mean")]
    [InlineData("target.minimum", "1e300", "target.minimum")]
    [InlineData("spec.preprocessing.targetMargin", "-1", "spec.preprocessing.targetMargin")]
    [InlineData("spec.preprocessing", """{ "target": "none", "targetMargin": 0.5 }""", "spec.preprocessing.targetMargin")]
    [InlineData("spec.preprocessing.bins", "1", "spec.preprocessing.bins")]
    public async Task Invalid_table_description_is_rejected(string path, string json, string field)
    {
        if ((await service.GetAsync($"/api/models/{TableModel}")).Status == HttpStatusCode.NotFound)
        {
            await service.UploadAsync(FlowersTable.Csv, ("name", TableModel), ("target", "price"));
            await service.RunJobAsync(
                SampleSpecs.Quick with { Dataset = TableModel, Model = TableModel, Preprocessing = new PreprocessingSpec { MaximumCategories = 2 } });
        }

        await AssertRejectedAsync((await DownloadFileAsync(TableModel)).With(path, json).ToBytes(), field);
    }

    [Fact]
    public async Task Weights_that_do_not_match_the_description_are_rejected()
    {
        var model = fixture.Job.Model;
        var data = (await DownloadFileAsync(model)).Data;
        // The last tensor of the file.
        var before = data[..^(10 * sizeof(float))];
        float[] notFinite = [float.NaN];

        Assert.Contains("'0.weight' are not all finite",
            await AssertRejectedAsync(await ChangeFileAsync(file => Buffer.BlockCopy(notFinite, 0, file.Data, 0, 4)), "file"),
            StringComparison.Ordinal);
        double[] tooLarge = [.. Enumerable.Repeat(1e300, 10)];
        var wide = await DownloadFileAsync(model);
        wide.Header["2.bias"] = new JsonObject
        {
            ["dtype"] = "F64",
            ["shape"] = new JsonArray(10),
            ["data_offsets"] = new JsonArray(before.Length, before.Length + 80),
        };
        Assert.Contains("'2.bias' are not all finite",
            await AssertRejectedAsync(
                SafetensorsModelFile.Combine(wide.Header.ToJsonString(), [.. before, .. tooLarge.SelectMany(BitConverter.GetBytes)]), "file"),
            StringComparison.Ordinal);
        Assert.Contains("'2.bias'", await AssertRejectedAsync(await ChangeFileAsync(file =>
        {
            file.Header.Remove("2.bias");
            file.Data = before;
        }), "file"), StringComparison.Ordinal);
        Assert.Contains("does not have: 9.bias", await AssertRejectedAsync(await ChangeFileAsync(file =>
        {
            var tensor = file.Header["2.bias"]!.DeepClone();
            tensor["shape"] = new JsonArray(0);
            tensor["data_offsets"] = new JsonArray(data.Length, data.Length);
            file.Header["9.bias"] = tensor;
        }), "file"), StringComparison.Ordinal);
        Assert.Contains("invalid entry for the tensor '2.bias'", await AssertRejectedAsync(
            await ChangeFileAsync(file => file.Header["2.bias"]!["shape"] = new JsonArray(1L << 62, 4)), "file"), StringComparison.Ordinal);
        Assert.Contains("invalid entry for the tensor '2.bias'", await AssertRejectedAsync(
            await ChangeFileAsync(file => file.Header["2.bias"]!["data_offsets"]![1] = long.MaxValue), "file"), StringComparison.Ordinal);
        Assert.Contains("overlaps another tensor", await AssertRejectedAsync(
            await ChangeFileAsync(file => file.Header["9.weight"] = file.Header["0.weight"]!.DeepClone()), "file"), StringComparison.Ordinal);
        Assert.Contains("smaller than the weights",
            await AssertRejectedAsync((await DownloadFileAsync(model)).ToBytes()[..^(data.Length - 8)], "file"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_form_is_rejected()
    {
        var file = (await DownloadFileAsync(fixture.Job.Model)).ToBytes();

        Assert.Equal("is required",
            (await service.ImportAsync(null, ("name", "nothing"))).ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("file"));
        Assert.Contains("must be 1 to 63", await AssertRejectedAsync(file, "name", ("name", "No Name")), StringComparison.Ordinal);
        Assert.Contains("not a known field", await AssertRejectedAsync(file, "target", ("target", "price")), StringComparison.Ordinal);
        (await service.PostAsync("/api/models", file, "application/octet-stream")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
    }

    private async Task<SafetensorsModelFile> DownloadFileAsync(string model) =>
        new((await service.DownloadAsync($"/api/models/{model}/versions/1/download")).File);

    private async Task<byte[]> ChangeFileAsync(Action<SafetensorsModelFile> change)
    {
        var file = await DownloadFileAsync(fixture.Job.Model);
        change(file);
        return file.ToBytes();
    }

    /// <summary>
    /// Asserts that the import is rejected with an error at a field and leaves no file, and that the existing model is still served.
    /// </summary>
    private async Task<string> AssertRejectedAsync(byte[] file, string field, params IEnumerable<(string, string)> fields)
    {
        var checkpoints = Path.Combine(fixture.Data.Path, "checkpoints");
        var before = Directory.GetDirectories(checkpoints).Length;

        var problem = (await service.ImportAsync(file, fields)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.True(problem.Errors!.ContainsKey(field), string.Join(", ", problem.Errors.Select(error => $"{error.Key}: {error.Value[0]}")));
        Assert.Empty(Directory.GetFiles(Path.Combine(fixture.Data.Path, "uploads"), "incoming-*"));
        Assert.Equal(before, Directory.GetDirectories(checkpoints).Length);
        Assert.Equal(1, (await service.GetAsync<Model>($"/api/models/{fixture.Job.Model}")).Serves);
        return problem.GetErrors(field);
    }
}
