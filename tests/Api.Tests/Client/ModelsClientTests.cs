using System.Net;
using System.Text;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Client;

[Collection(Models.TrainedInTurn.Name)]
public sealed class ModelsClientTests(TrainedFixture fixture)
{
    private readonly CancellationToken late = Deadline.Token();

    private readonly Service service = fixture.Service;
    private readonly ModelsClient models = fixture.Service.Client.Models;
    private readonly string model = fixture.Job.Model;

    [Fact]
    public async Task Images_are_predicted_whatever_their_numbers_are()
    {
        var images = (await Images.TakeAsync(service, 3)).Select(image => image.Pixels!).ToArray();

        var whole = await models.PredictAsync(model, images, cancellationToken: late);
        var floats = await models.PredictAsync(
            model, images.Select(image => image.Select(pixel => (float)pixel).ToArray()).ToArray(), cancellationToken: late);
        var bytes = await models.PredictAsync(model, images.Select(image => image.Select(pixel => (byte)pixel).ToArray()), cancellationToken: late);
        var one = await models.PredictAsync(model, [images[0]], cancellationToken: late);

        Assert.Equal((model, 1, 3), (whole.Model, whole.Version, whole.Predictions.Count));
        Assert.Equal(Labels(whole), Labels(floats));
        Assert.Equal(Labels(whole), Labels(bytes));
        Assert.Equal(Labels(whole).Take(1), Labels(one));
    }

    [Fact]
    public async Task Rows_of_a_table_are_predicted_and_refused_where_it_is_strict()
    {
        await service.Client.Datasets.UploadAsync("flowers", new MemoryStream(Encoding.UTF8.GetBytes(Flowers.Csv)), "kind", cancellationToken: late);
        await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "flowers", Model = "flowers" });
        Dictionary<string, object?>[] typed =
        [
            new() { ["petal"] = 9.5, ["sepal"] = 3, ["colour"] = "red", ["garden"] = "g1", ["price"] = 40 },
            new() { ["petal"] = 0.5, ["sepal"] = null, ["colour"] = "green", ["garden"] = "g2", ["price"] = 20 },
        ];
        var read = (await service.Client.Datasets.GetRowsAsync("flowers", take: 2, cancellationToken: late)).Items.Select(row => row.Values!);

        var answer = await models.PredictAsync("flowers", typed, cancellationToken: late);
        var asRead = await models.PredictAsync("flowers", read, cancellationToken: late);
        var refusal = await Assert.ThrowsAsync<LearnMLException>(() => models.PredictAsync("flowers", typed, strict: true, cancellationToken: late));

        Assert.Equal(2, answer.Predictions.Count);
        Assert.All(Labels(answer).Concat(Labels(asRead)), label => Assert.Matches("^(rose|daisy)$", label));
        Assert.Equal((1, "colour"), (Assert.Single(answer.Warnings).Row, answer.Warnings[0].Column));
        Assert.Equal(["rows[1].colour"], refusal.Errors.Keys);
        Assert.Equal("object", (await models.GetSchemaAsync("flowers", cancellationToken: late)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Versions_leave_and_come_back()
    {
        using MemoryStream safetensors = new(), onnx = new();
        await models.DownloadAsync(model, 1, ModelFormat.Safetensors, safetensors, late);
        await models.DownloadAsync(model, 1, ModelFormat.Onnx, onnx, late);

        var imported = await models.ImportAsync(new MemoryStream(safetensors.ToArray()), "by-the-client", late);
        var missing = await Assert.ThrowsAsync<LearnMLException>(() => models.DownloadAsync("by-the-client", 1, ModelFormat.Tensorboard, onnx, late));
        var refusal = await Assert.ThrowsAsync<LearnMLException>(() => models.ImportAsync(new MemoryStream(onnx.ToArray()), cancellationToken: late));

        Assert.Equal(("by-the-client", 1, true), (imported.Name, imported.Version, imported.IsImported));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (missing.Status, refusal.Status));
        Assert.Equal(["file"], refusal.Errors.Keys);
    }

    [Fact]
    public async Task Aliases_move_and_versions_are_taken_away_and_back()
    {
        var spec = SampleSpecs.Quick.Epochs(1) with { Model = SampleSpecs.NewModel() };
        await service.RunJobAsync(spec);
        await service.RunJobAsync(spec);
        var image = new[] { (await Images.TakeAsync(service, 1))[0].Pixels! };

        await models.SetAliasAsync(spec.Model, "champion", 1, late);
        var pointed = await models.SetAliasAsync(spec.Model, "next", 2, late);

        Assert.Equal((1, 1, 2), (pointed.Serves, pointed.Aliases["champion"], pointed.Aliases["next"]));
        Assert.Equal((1, 2, 2), (await VersionAsync(), await VersionAsync(alias: "next"), await VersionAsync(version: 2)));
        Assert.Equal(HttpStatusCode.Conflict,
            (await Assert.ThrowsAsync<LearnMLException>(() => models.DeleteVersionAsync(spec.Model, 1, late))).Status);
        await Assert.ThrowsAsync<ArgumentException>(() => VersionAsync(2, "next"));

        await models.RemoveAliasAsync(spec.Model, "champion", late);
        await models.RemoveAliasAsync(spec.Model, "next", late);
        await models.DeleteVersionAsync(spec.Model, 2, late);
        Assert.Equal(1, await VersionAsync());
        Assert.NotNull((await models.GetVersionAsync(spec.Model, 2, late)).DeletedAt);
        Assert.Null((await models.RestoreVersionAsync(spec.Model, 2, late)).DeletedAt);
        Assert.Equal(2, await VersionAsync());

        async Task<int> VersionAsync(int? version = null, string? alias = null) =>
            (await models.PredictAsync(spec.Model, image, version, alias, late)).Version;
    }

    [Fact]
    public async Task A_model_is_described_and_looked_into()
    {
        var described = await models.DescribeAsync(
            model, new ModelPatch { Description = "Shapes.", Tags = new Dictionary<string, string> { ["team"] = "vision" } }, late);
        var again = await models.DescribeAsync(model, new ModelPatch { Description = "Ten shapes." }, late);
        var graph = await models.GetGraphAsync(model, late);
        var weight = (await models.ListParametersAsync(model, late)).First(parameter => parameter.Path == "0.weight");
        var some = await models.GetParameterAsync(model, weight.Path, skip: 2, take: 3, late);

        Assert.Equal(("Shapes.", "Ten shapes.", "vision"), (described.Description, again.Description, again.Tags["team"]));
        Assert.Equal(784, graph.Inputs);
        Assert.Equal((weight.Count, 2, 3), (some.Count, some.Skip, some.Values.Count));
        Assert.Contains(await models.ListAsync(late), each => each.Name == model);
        Assert.Equal(again.Description, (await models.GetAsync(model, late)).Description);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Names_that_mean_another_place_are_refused(string name)
    {
        Assert.Equal("name", (await Assert.ThrowsAsync<ArgumentException>(() => models.GetAsync(name, late))).ParamName);
        await Assert.ThrowsAsync<ArgumentException>(() => models.PredictAsync(model, [new float[784]], alias: name, cancellationToken: late));
        await Assert.ThrowsAsync<ArgumentException>(() => service.Client.Datasets.GetAsync(name, late));
        await Assert.ThrowsAsync<ArgumentException>(() => service.Client.Recipes.GetAsync(name, late));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task Numbers_that_JSON_cannot_say_are_told(float number)
    {
        var pixels = await Assert.ThrowsAsync<ArgumentException>(() => models.PredictAsync(model, [[number]], cancellationToken: late));
        var value = await Assert.ThrowsAsync<ArgumentException>(
            () => models.PredictAsync(model, [new Dictionary<string, float> { ["petal"] = number }], cancellationToken: late));

        Assert.All([pixels, value], error => Assert.Contains("NaN or infinite, which JSON does not support", error.Message, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Labels(PredictionResponse answer) => answer.Predictions.Select(prediction => prediction.Label!);
}
