using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Predictions;

public sealed class PredictionTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;
    private readonly string model = fixture.Job.Model;

    [Fact]
    public async Task Flat_images_and_images_in_rows_get_the_same_predictions()
    {
        var images = await TestImages.TakeAsync(service, 3);

        var flat = await PredictAsync(images.Select(image => image.Pixels));
        var rows = await PredictAsync(images.Select(image => image.ToRows()));
        var mixed = await PredictAsync(new object[] { images[0].Pixels!, images[1].ToRows(), images[2].Pixels! });

        Assert.Equal(3, flat.Count);
        AssertNearlyEqual(flat, rows);
        AssertNearlyEqual(flat, mixed);
        AssertNearlyEqual(flat.Take(1), await PredictAsync(images[0].Pixels!));
        AssertNearlyEqual(flat.Take(1), await PredictAsync(images[0].ToRows()));
        AssertNearlyEqual(flat.Take(1), await PredictAsync(new[] { images[0].ToRows() }));
    }

    [Fact]
    public async Task MLflow_formats_accept_images()
    {
        var images = await TestImages.TakeAsync(service, 2);
        var expected = await PredictAsync(images.Select(image => image.Pixels));

        object[] forms =
        [
            new { inputs = images.Select(image => image.Pixels) },
            new { inputs = images.Select(image => image.ToRows()) },
            new { dataframe_split = new { index = new[] { 0, 1 }, data = images.Select(image => image.Pixels) } },
        ];

        foreach (var form in forms)
        {
            AssertNearlyEqual(expected, (await service.PostAsync($"/api/models/{model}/predict", form)).Read<PredictionResponse>().Predictions);
        }
    }

    [Fact]
    public async Task Batched_requests_get_their_own_predictions_and_errors()
    {
        var images = await TestImages.TakeAsync(service, 400);
        var alone = await PredictAsync(images.Select(image => image.Pixels));

        foreach (var chunk in images.Index().Chunk(100))
        {
            var responses = await Task.WhenAll(chunk.Select(async image => (image.Index, Answer: image.Index % 10 == 0
                ? await service.PostAsync($"/api/models/{model}/predict", """{ "instances": [[1, 2, 256]] }""")
                : await service.PostAsync($"/api/models/{model}/predict", new { instances = image.Item.Pixels }))));

            foreach (var (index, response) in responses)
            {
                if (index % 10 == 0)
                {
                    response.ShouldBeProblem(HttpStatusCode.BadRequest);
                }
                else
                {
                    AssertNearlyEqual([alone[index]], response.Read<PredictionResponse>().Predictions);
                }
            }
        }
    }

    [Fact]
    public async Task Probabilities_are_in_class_order()
    {
        var version = await service.GetAsync<ModelVersion>($"/api/models/{model}/versions/1");
        var images = await TestImages.TakeAsync(service, 50);

        var predictions = await PredictAsync(images.Select(image => image.Pixels));

        Assert.All(predictions, response =>
        {
            Assert.Equal(version.Classes!.Count, response.Probabilities!.Count);
            Assert.Equal(1, response.Probabilities.Sum(), 1e-4);
            Assert.Equal(response.Probabilities.Max(), response.Probabilities[response.ClassIndex!.Value]);
            Assert.Equal(version.Classes[response.ClassIndex.Value], response.Label);
        });
    }

    [Fact]
    public async Task Predictions_have_the_accuracy_of_the_report()
    {
        var report = await service.GetAsync<Report>($"/api/jobs/{fixture.Job.Id}/report");
        var images = await TestImages.TakeAsync(service, 1000);

        var predictions = await PredictAsync(images.Select(image => image.Pixels));

        var hits = images.Zip(predictions).Count(pair => pair.First.ClassIndex == pair.Second.ClassIndex);
        Assert.Equal(report.Test!.Accuracy!.Value, hits / 1000.0, 1e-9);
    }

    [Fact]
    public async Task Older_version_can_still_predict()
    {
        var spec = SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() };
        await service.RunJobAsync(spec);
        await service.RunJobAsync(spec with { Training = spec.Training with { Seed = 1 } });
        var body = new { instances = (await TestImages.TakeAsync(service, 1))[0].Pixels };

        var newest = (await service.PostAsync($"/api/models/{spec.Model}/predict", body)).Read<PredictionResponse>();
        var first = (await service.PostAsync($"/api/models/{spec.Model}/versions/1/predict", body)).Read<PredictionResponse>();
        var second = (await service.PostAsync($"/api/models/{spec.Model}/versions/2/predict", body)).Read<PredictionResponse>();

        Assert.Equal((2, 1, 2), (newest.Version, first.Version, second.Version));
        AssertNearlyEqual(newest.Predictions, second.Predictions);
        Assert.NotEqual(first.Predictions[0].Probabilities, second.Predictions[0].Probabilities);
        (await service.PostAsync($"/api/models/{spec.Model}/versions/3/predict", body)).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.PostAsync("/api/models/nothing/predict", body)).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Concurrent_clients_get_the_same_predictions()
    {
        var images = await TestImages.TakeAsync(service, 20);
        var expected = await PredictAsync(images.Select(image => image.Pixels));

        var predictions = await Task.WhenAll(images.Select(image => PredictAsync(image.Pixels!)));

        Assert.Equal(expected.Select(response => response.ClassIndex), predictions.Select(response => response[0].ClassIndex));
    }

    private async Task<IReadOnlyList<Prediction>> PredictAsync(object instances) =>
        (await service.PredictAsync(model, instances)).Predictions;

    private static void AssertNearlyEqual(IEnumerable<Prediction> expected, IEnumerable<Prediction> actual)
    {
        foreach (var (one, other) in expected.Zip(actual, (one, other) => (one, other)))
        {
            Assert.Equal((one.Label, one.ClassIndex), (other.Label, other.ClassIndex));
            Assert.All(one.Probabilities!.Zip(other.Probabilities!), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }

        Assert.Equal(expected.Count(), actual.Count());
    }
}
