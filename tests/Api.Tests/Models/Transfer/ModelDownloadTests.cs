using System.Net;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using LearnML.Training.Tests.Checkpoints;
using LearnML.Training.Tests.Exporting;

namespace LearnML.Api.Tests.Models.Transfer;

/// <summary>Model versions can be downloaded in several formats, and imported again.</summary>
[Collection(TrainedModelCollection.Name)]
public sealed class ModelDownloadTests(TrainedModelFixture fixture)
{
    private readonly Service service = fixture.Service;
    private readonly string version = $"/api/models/{fixture.Job.Model}/versions/1";

    [Fact]
    public async Task Safetensors_file_has_the_weights_under_PyTorch_names()
    {
        var (file, name) = await service.DownloadAsync($"{version}/download?format=safetensors");

        Assert.Equal($"{fixture.Job.Model}-1.safetensors", name);
        var read = new SafetensorsFile(file);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], read.Names.Where(tensor => tensor != "__metadata__"));
        Assert.Equal([16L, 784], read.Shape("0.weight"));
        var values = await service.GetAsync<ParameterValues>($"/api/models/{fixture.Job.Model}/parameters/0.weight");
        Assert.Equal(values.Values, read.Values("0.weight"));
        Assert.Equal(fixture.Job.Id, (Guid)new SafetensorsModelFile(file).Description["jobId"]!);
    }

    [Fact]
    public async Task ONNX_file_gives_the_predictions_of_the_service()
    {
        var (file, name) = await service.DownloadAsync($"{version}/download?format=onnx");
        var image = (await service.GetAsync<Page<DatasetRow>>("/api/datasets/glyphs/rows?part=test&take=1")).Items[0].Pixels!;

        using var onnx = new OnnxFile(file);
        var outputs = onnx.Ask(1, ("instances", image.Select(pixel => (float)pixel).ToArray()));

        Assert.Equal($"{fixture.Job.Model}-1.onnx", name);
        var expected = (await service.PredictAsync(fixture.Job.Model, new[] { image })).Predictions[0];
        Assert.Equal(expected.Label, ((string[])outputs["label"])[0]);
        Assert.All(expected.Probabilities!.Zip((float[])outputs["probabilities"]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public async Task TensorBoard_file_has_the_curves_of_the_job()
    {
        var (file, name) = await service.DownloadAsync($"{version}/download?format=tensorboard");
        var metrics = await service.GetMetricsAsync(fixture.Job.Id);

        var events = TensorBoardEventFile.Read(file);

        Assert.StartsWith("events.out.tfevents.", name, StringComparison.Ordinal);
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal(metrics.Select(epoch => (epoch.Epoch, (float)epoch.Train.Loss)), Scalars("loss/train"));
        Assert.Equal(metrics.Select(epoch => (epoch.Epoch, (float)epoch.Validation!.Accuracy!.Value)), Scalars("accuracy/validation"));
        Assert.Equal(metrics.Select(epoch => (epoch.Epoch, (float)epoch.Layers[1].WeightNorm)), Scalars("layer_weight_norm/2"));
        Assert.Equal(["parameters/0.weight", "parameters/0.bias", "parameters/2.weight", "parameters/2.bias"],
            events[^1].Summary.Value.Select(value => value.Tag));
        Assert.Equal(16 * 784, events[^1].Summary.Value[0].Histo.Bucket.Sum());
        Assert.Equal(20, events[^1].Summary.Value[0].Histo.BucketLimit.Count);
        var startedAt = (await service.GetJobAsync(fixture.Job.Id)).StartedAt!.Value.ToUnixTimeMilliseconds() / 1000.0;
        Assert.Equal(startedAt + metrics[0].ElapsedSeconds, events[1].WallTime, 1e-3);

        IEnumerable<(int, float)> Scalars(string tag) => events.Where(entry => entry.Summary is not null)
            .SelectMany(entry => entry.Summary.Value.Where(value => value.Tag == tag).Select(value => ((int)entry.Step, value.SimpleValue)));
    }

    [Fact]
    public async Task Imported_safetensors_file_gives_the_same_predictions()
    {
        var (file, _) = await service.DownloadAsync($"{version}/download");
        var image = (await service.GetAsync<Page<DatasetRow>>("/api/datasets/glyphs/rows?part=test&take=1")).Items[0].Pixels!;

        var response = await service.ImportAsync(file, ("name", "come-back"));

        Assert.Equal((HttpStatusCode.Created, "/api/models/come-back/versions/1"), (response.Status, response.Location?.ToString()));
        var (original, imported) = (await service.GetAsync<ModelVersion>(version),
            await service.GetAsync<ModelVersion>("/api/models/come-back/versions/1"));
        Assert.True(imported.IsImported);
        Assert.Equal((original.WeightsSha256, original.WeightsBytes, original.Parameters, original.DatasetHash),
            (imported.WeightsSha256, imported.WeightsBytes, imported.Parameters, imported.DatasetHash));
        Assert.Equal((original.Validation, original.Epoch, original.Task), (imported.Validation, imported.Epoch, imported.Task));
        Assert.Equal((await service.PredictAsync(fixture.Job.Model, new[] { image })).Predictions[0].Probabilities,
            (await service.PredictAsync("come-back", new[] { image })).Predictions[0].Probabilities);
        Assert.Equal(file[8..], (await service.DownloadAsync("/api/models/come-back/versions/1/download")).File[8..]);

        // Without a name the file becomes the newest version of its original model.
        var newest = (await service.ImportAsync(file)).Read<ModelVersion>();
        Assert.Equal(newest.Version, (await service.PredictAsync(fixture.Job.Model, new[] { image })).Version);
        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync($"/api/models/{newest.Name}/versions/{newest.Version}")).Status);
        (await service.GetAsync("/api/models/come-back/versions/1/download?format=tensorboard")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("price", null)]
    [InlineData("kind", null)]
    [InlineData("kind", 3)]
    public async Task Table_models_can_be_downloaded_and_imported(string target, int? copies)
    {
        var model = $"table-of-{target}-{copies ?? 1}";
        await service.UploadAsync(FlowersTable.Csv, ("name", model), ("target", target));
        await service.RunJobAsync(
            SampleSpecs.Quick with
            {
                Dataset = model,
                Target = target,
                Model = model,
                Validation = new ValidationSpec { Folds = 3 },
                Network = SampleSpecs.Quick.Network with { Copies = copies },
            });
        var row = (await service.GetAsync<Page<DatasetRow>>($"/api/datasets/{model}/rows?take=1")).Items[0].Values!;

        var response = await service.ImportAsync(
            (await service.DownloadAsync($"/api/models/{model}/versions/1/download")).File, ("name", model + "-back"));

        Assert.True(response.Status == HttpStatusCode.Created, response.Body);
        var (before, after) = (await PredictAsync(model), await PredictAsync(model + "-back"));
        Assert.Equal((before.Label, before.Value), (after.Label, after.Value));
        using var onnx = new OnnxFile((await service.DownloadAsync($"/api/models/{model}-back/versions/1/download?format=onnx")).File);
        Assert.Equal(target == "price" ? ["value"] : ["label", "class_index", "probabilities"], onnx.Outputs.Select(output => output.Name));
        var folds = TensorBoardEventFile.Read((await service.DownloadAsync($"/api/models/{model}/versions/1/download?format=tensorboard")).File);
        Assert.Contains(folds, entry => entry.Summary?.Value.Any(value => value.Tag == "fold_3/loss/validation") == true);

        async Task<Prediction> PredictAsync(string name)
        {
            var predicted = await service.PostAsync($"/api/models/{name}/predict", new { rows = new[] { row } });
            Assert.True(predicted.Status == HttpStatusCode.OK, predicted.Body);
            return predicted.Read<PredictionResponse>().Predictions[0];
        }
    }

    /// <summary>Near 0, float32 represents a target in millions only to a few units.</summary>
    [Fact]
    public async Task ONNX_export_compares_large_targets_relative_to_their_scale()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 400).Select(_ => (X: random.NextDouble() - 0.5, Y: random.NextDouble() - 0.5));
        var csv = "x,y,millions\n" + string.Concat(rows.Select(row => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{row.X:f5},{row.Y:f5},{1e6 * ((2 * row.X) - (3 * row.Y) + (row.X * row.Y)):f1}\n")));
        await service.UploadAsync(csv, ("name", "millions"));
        await service.RunJobAsync(new JobSpec
        {
            Dataset = "millions",
            Target = "millions",
            Task = LearningTask.Regression,
            Network = new() { Hidden = [512, 512] },
            Optimizer = new() { Kind = OptimizerKind.Adam },
            Training = new() { Epochs = 5, BatchSize = 64 },
        });

        Assert.NotEmpty((await service.DownloadAsync("/api/models/millions/versions/1/download?format=onnx")).File);
    }

    [Fact]
    public async Task Unknown_format_and_version_are_rejected()
    {
        var invalidFormat = (await service.GetAsync($"{version}/download?format=pickle")).ShouldBeProblem(HttpStatusCode.BadRequest);
        var missing = (await service.GetAsync($"/api/models/{fixture.Job.Model}/versions/99/download?format=onnx"))
            .ShouldBeProblem(HttpStatusCode.NotFound);

        Assert.Equal("must be one of safetensors, onnx, tensorboard", invalidFormat.GetErrors("format"));
        Assert.Contains("version 99 of model", missing.Detail, StringComparison.Ordinal);
    }
}
