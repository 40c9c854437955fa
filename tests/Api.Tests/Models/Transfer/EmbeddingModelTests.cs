using System.Globalization;
using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using LearnML.Training.Tests.Exporting;

namespace LearnML.Api.Tests.Models.Transfer;

/// <summary>
/// Networks with layers at the inputs of numbers and categories go through a job, predictions, an ONNX file and an import with the same predictions.
/// </summary>
[Collection(TrainedModelCollection.Name)]
public sealed class EmbeddingModelTests(TrainedModelFixture fixture)
{
    private const string Dataset = "many-categories";

    private readonly Service service = fixture.Service;

    public static IReadOnlyDictionary<string, NetworkSpec> Networks { get; } = new Dictionary<string, NetworkSpec>
    {
        ["periodic"] = new() { Hidden = [16], PeriodicEmbedding = new PeriodicEmbeddingSpec() },
        ["periodic-copies"] = new() { Hidden = [16], PeriodicEmbedding = new PeriodicEmbeddingSpec { Kind = PeriodicEmbeddingKind.Plr }, Copies = 4 },
        ["categories"] = new() { Hidden = [16], CategoryEmbedding = new CategoryEmbeddingSpec(), CategoryDropout = 0.1 },
        ["all"] = new()
        {
            Hidden = [16],
            PeriodicEmbedding = new PeriodicEmbeddingSpec(),
            CategoryEmbedding = new CategoryEmbeddingSpec { Outputs = 4 },
            CategoryDropout = 0.1,
            Copies = 3,
            Ensemble = 2,
        },
    };

    public static TheoryData<string> Cases => new(Networks.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Model_predicts_the_same_served_exported_and_imported(string name)
    {
        await UploadAsync();
        var model = $"embedding-{name}";
        await service.RunJobAsync(SampleSpecs.Quick with
        {
            Dataset = Dataset,
            Target = "price",
            Model = model,
            Network = Networks[name],
            Validation = new ValidationSpec { Folds = 3 },
            Preprocessing = new PreprocessingSpec { MaximumCategories = 20, Target = TargetTransform.Standardize },
        });

        // A frequent, a rare, a missing and an unseen category, and a missing number.
        string?[] codes = ["k3", "once7", null, "never", "k5"];
        double?[] sizes = [1.5, 2.5, 3.5, 4.5, null];
        var served = await PredictAsync(model);
        using var onnx = new OnnxFile((await service.DownloadAsync($"/api/models/{model}/versions/1/download?format=onnx")).File);
        var exported = (double[])onnx.Ask(
            codes.Length,
            ("code", codes.Select(code => code ?? "").ToArray()),
            ("size", sizes.Select(size => size ?? double.NaN).ToArray()))["value"];
        Assert.All(served.Zip(exported), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * (1 + Math.Abs(pair.First))));

        var imported = await service.ImportAsync(
            (await service.DownloadAsync($"/api/models/{model}/versions/1/download")).File, ("name", model + "-back"));
        Assert.True(imported.Status == HttpStatusCode.Created, imported.Body);
        Assert.Equal(served, await PredictAsync(model + "-back"));
        Assert.Equal(
            (await service.GetAsync<ModelVersion>($"/api/models/{model}/versions/1")).Parameters,
            (await service.GetAsync<IReadOnlyList<ParameterSummary>>($"/api/models/{model}/parameters")).Sum(parameter => parameter.Count));

        async Task<double[]> PredictAsync(string of)
        {
            var rows = codes.Zip(sizes, (code, size) => new { code, size });
            var predicted = await service.PostAsync($"/api/models/{of}/predict", new { rows });
            Assert.True(predicted.Status == HttpStatusCode.OK, predicted.Body);
            return [.. predicted.Read<PredictionResponse>().Predictions.Select(prediction => prediction.Value!.Value)];
        }
    }

    [Theory]
    [InlineData("categories", "spec.network.categoryEmbedding.outputs", "0", "network.categoryEmbedding.outputs")]
    [InlineData("categories", "spec.network.categoryEmbedding.outputs", "7", "file")]
    [InlineData("categories", "spec.network.categoryDropout", "1", "network.categoryDropout")]
    [InlineData("periodic", "spec.network.periodicEmbedding.frequencies", "17", "file")]
    [InlineData("periodic", "spec.network.periodicEmbedding.std", "0", "network.periodicEmbedding.std")]
    public async Task Changed_description_is_refused(string name, string path, string json, string field)
    {
        await UploadAsync();
        var model = $"refused-{name}";
        if ((await service.GetAsync($"/api/models/{model}")).Status == HttpStatusCode.NotFound)
        {
            await service.RunJobAsync(SampleSpecs.Quick with { Dataset = Dataset, Target = "price", Model = model, Network = Networks[name] });
        }

        var file = new SafetensorsModelFile((await service.DownloadAsync($"/api/models/{model}/versions/1/download")).File);
        var answer = await service.ImportAsync(file.With(path, json).ToBytes(), ("name", model + "-back"));

        Assert.Contains(field, answer.ShouldBeProblem(HttpStatusCode.BadRequest).Errors!.Keys);
    }

    private async Task UploadAsync()
    {
        if ((await service.GetAsync($"/api/datasets/{Dataset}")).Status == HttpStatusCode.OK)
        {
            return;
        }

        await service.UploadAsync("code,size,price\n" + string.Concat(Enumerable.Range(0, 210).Select(Line)), ("name", Dataset), ("target", "price"));
    }

    // Every seventh row has a category of its own.
    private static string Line(int row)
    {
        var (code, size) = (row % 7 == 0 ? $"once{row}" : row % 31 == 0 ? "" : $"k{row % 16}", row * 37 % 101 / 10.0);
        return string.Create(CultureInfo.InvariantCulture, $"{code},{size},{(row % 16) + size}\n");
    }
}
