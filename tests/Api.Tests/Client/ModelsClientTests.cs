using System.Net;
using System.Text;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Client;

[Collection(Models.TrainedModelCollection.Name)]
public sealed class ModelsClientTests(TrainedModelFixture fixture)
{
    private readonly CancellationToken cancellationToken = Deadline.Token();

    private readonly Service service = fixture.Service;
    private readonly ModelsClient models = fixture.Service.Client.Models;
    private readonly string model = fixture.Job.Model;

    [Fact]
    public async Task Client_predicts_images_of_any_number_type()
    {
        var images = (await TestImages.TakeAsync(service, 3)).Select(image => image.Pixels!).ToArray();

        var integers = await models.PredictAsync(model, images, cancellationToken: cancellationToken);
        var floats = await models.PredictAsync(
            model, images.Select(image => image.Select(pixel => (float)pixel).ToArray()).ToArray(), cancellationToken: cancellationToken);
        var bytes = await models.PredictAsync(
            model, images.Select(image => image.Select(pixel => (byte)pixel).ToArray()), cancellationToken: cancellationToken);
        var single = await models.PredictAsync(model, [images[0]], cancellationToken: cancellationToken);

        Assert.Equal((model, 1, 3), (integers.Model, integers.Version, integers.Predictions.Count));
        Assert.Equal(GetLabels(integers), GetLabels(floats));
        Assert.Equal(GetLabels(integers), GetLabels(bytes));
        Assert.Equal(GetLabels(integers).Take(1), GetLabels(single));
    }

    [Fact]
    public async Task Client_predicts_rows_and_strict_mode_rejects_unknown_values()
    {
        await service.Client.Datasets.UploadAsync(
            "flowers", new MemoryStream(Encoding.UTF8.GetBytes(FlowersTable.Csv)), "kind", cancellationToken: cancellationToken);
        await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "flowers", Model = "flowers" });
        Dictionary<string, object?>[] typed =
        [
            new() { ["petal"] = 9.5, ["sepal"] = 3, ["colour"] = "red", ["garden"] = "g1", ["price"] = 40 },
            new() { ["petal"] = 0.5, ["sepal"] = null, ["colour"] = "green", ["garden"] = "g2", ["price"] = 20 },
        ];
        var read = (await service.Client.Datasets.GetRowsAsync("flowers", take: 2, cancellationToken: cancellationToken)).Items.Select(
            row => row.Values!);

        var response = await models.PredictAsync("flowers", typed, cancellationToken: cancellationToken);
        var asRead = await models.PredictAsync("flowers", read, cancellationToken: cancellationToken);
        var error = await Assert.ThrowsAsync<LearnMLException>(
            () => models.PredictAsync("flowers", typed, strict: true, cancellationToken: cancellationToken));

        Assert.Equal(2, response.Predictions.Count);
        Assert.All(GetLabels(response).Concat(GetLabels(asRead)), label => Assert.Matches("^(rose|daisy)$", label));
        Assert.Equal((1, "colour"), (Assert.Single(response.Warnings).Row, response.Warnings[0].Column));
        Assert.Equal(["rows[1].colour"], error.Errors.Keys);
        Assert.Equal("object", (await models.GetSchemaAsync("flowers", cancellationToken: cancellationToken)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Client_downloads_and_imports_versions()
    {
        using MemoryStream safetensors = new(), onnx = new();
        await models.DownloadAsync(model, 1, ModelFormat.Safetensors, safetensors, cancellationToken);
        await models.DownloadAsync(model, 1, ModelFormat.Onnx, onnx, cancellationToken);

        var imported = await models.ImportAsync(new MemoryStream(safetensors.ToArray()), "by-the-client", cancellationToken);
        var missing = await Assert.ThrowsAsync<LearnMLException>(
            () => models.DownloadAsync("by-the-client", 1, ModelFormat.Tensorboard, onnx, cancellationToken));
        var error = await Assert.ThrowsAsync<LearnMLException>(
            () => models.ImportAsync(new MemoryStream(onnx.ToArray()), cancellationToken: cancellationToken));

        Assert.Equal(("by-the-client", 1, true), (imported.Name, imported.Version, imported.IsImported));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (missing.Status, error.Status));
        Assert.Equal(["file"], error.Errors.Keys);
    }

    [Fact]
    public async Task Client_moves_aliases_and_deletes_and_restores_versions()
    {
        var spec = SampleSpecs.Quick.WithEpochs(1) with { Model = SampleSpecs.CreateModelName() };
        await service.RunJobAsync(spec);
        await service.RunJobAsync(spec);
        var image = new[] { (await TestImages.TakeAsync(service, 1))[0].Pixels! };

        await models.SetAliasAsync(spec.Model, "champion", 1, cancellationToken);
        var updated = await models.SetAliasAsync(spec.Model, "next", 2, cancellationToken);

        Assert.Equal((1, 1, 2), (updated.Serves, updated.Aliases["champion"], updated.Aliases["next"]));
        Assert.Equal((1, 2, 2), (await VersionAsync(), await VersionAsync(alias: "next"), await VersionAsync(version: 2)));
        Assert.Equal(HttpStatusCode.Conflict,
            (await Assert.ThrowsAsync<LearnMLException>(() => models.DeleteVersionAsync(spec.Model, 1, cancellationToken))).Status);
        await Assert.ThrowsAsync<ArgumentException>(() => VersionAsync(2, "next"));

        await models.RemoveAliasAsync(spec.Model, "champion", cancellationToken);
        await models.RemoveAliasAsync(spec.Model, "next", cancellationToken);
        await models.DeleteVersionAsync(spec.Model, 2, cancellationToken);
        Assert.Equal(1, await VersionAsync());
        Assert.NotNull((await models.GetVersionAsync(spec.Model, 2, cancellationToken)).DeletedAt);
        Assert.Null((await models.RestoreVersionAsync(spec.Model, 2, cancellationToken)).DeletedAt);
        Assert.Equal(2, await VersionAsync());

        async Task<int> VersionAsync(int? version = null, string? alias = null) =>
            (await models.PredictAsync(spec.Model, image, version, alias, cancellationToken: cancellationToken)).Version;
    }

    [Fact]
    public async Task Client_describes_a_model_and_reads_its_parameters()
    {
        var described = await models.DescribeAsync(
            model, new ModelPatch { Description = "Shapes.", Tags = new Dictionary<string, string> { ["team"] = "vision" } }, cancellationToken);
        var updated = await models.DescribeAsync(model, new ModelPatch { Description = "Ten shapes." }, cancellationToken);
        var graph = await models.GetGraphAsync(model, cancellationToken);
        var weight = (await models.ListParametersAsync(model, cancellationToken)).First(parameter => parameter.Path == "0.weight");
        var page = await models.GetParameterAsync(model, weight.Path, skip: 2, take: 3, cancellationToken);

        Assert.Equal(("Shapes.", "Ten shapes.", "vision"), (described.Description, updated.Description, updated.Tags["team"]));
        Assert.Equal(784, graph.Inputs);
        Assert.Equal((weight.Count, 2, 3), (page.Count, page.Skip, page.Values.Count));
        Assert.Contains(await models.ListAsync(cancellationToken), listed => listed.Name == model);
        Assert.Equal(updated.Description, (await models.GetAsync(model, cancellationToken)).Description);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Names_that_are_relative_paths_are_rejected(string name)
    {
        Assert.Equal("name", (await Assert.ThrowsAsync<ArgumentException>(() => models.GetAsync(name, cancellationToken))).ParamName);
        await Assert.ThrowsAsync<ArgumentException>(
            () => models.PredictAsync(model, [new float[784]], alias: name, cancellationToken: cancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => service.Client.Datasets.GetAsync(name, cancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => service.Client.Recipes.GetAsync(name, cancellationToken));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task Numbers_that_JSON_does_not_support_are_rejected(float number)
    {
        var pixels = await Assert.ThrowsAsync<ArgumentException>(() => models.PredictAsync(model, [[number]], cancellationToken: cancellationToken));
        var value = await Assert.ThrowsAsync<ArgumentException>(
            () => models.PredictAsync(model, [new Dictionary<string, float> { ["petal"] = number }], cancellationToken: cancellationToken));

        Assert.All([pixels, value],
            error => Assert.Contains("NaN or infinite, which JSON does not support", error.Message, StringComparison.Ordinal));
    }

    private static IEnumerable<string> GetLabels(PredictionResponse response) => response.Predictions.Select(prediction => prediction.Label!);
}
