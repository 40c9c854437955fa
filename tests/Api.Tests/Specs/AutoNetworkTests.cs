using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Specs;

/// <summary>Without a network or with <c>"network": "auto"</c>, what a spec for a table does not give follows from it by fixed rules.</summary>
public sealed class AutoNetworkTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("")]
    [InlineData(", \"network\": \"auto\"")]
    [InlineData(", \"network\": \"Auto\", \"validation\": { \"testPart\": false }")]
    [InlineData(", \"network\": null")]
    public async Task Preview_shows_complete_spec_which_can_be_written_by_hand(string network)
    {
        var table = await UploadAsync(rows: 600);

        var preview = await PreviewAsync($$"""{ "dataset": "{{table}}"{{network}} }""");

        var spec = preview.Spec!;
        Assert.Equal([128, 128], spec.Network.Hidden!);
        Assert.Equal((8, 20), (spec.Network.Ensemble, spec.Network.InputScale));
        Assert.Equal((NumberScaling.Quantile, 12, 3), (spec.Preprocessing!.Scaling, spec.Preprocessing.Bins, spec.Preprocessing.MinimumCategoryRows));
        Assert.Equal((OptimizerKind.AdamW, 64, 16), (spec.Optimizer.Kind, spec.Training.BatchSize, spec.Training.EarlyStopping!.Patience));
        Assert.Equal(0.2, spec.Validation.Holdout);
        var byHand = await PreviewAsync(JsonSerializer.Serialize(spec, WireFormat.Options));
        Assert.Equal(JsonSerializer.Serialize(spec, WireFormat.Options), JsonSerializer.Serialize(byHand.Spec, WireFormat.Options));
    }

    [Theory]
    [InlineData("regression")]
    [InlineData("Regression")]
    public async Task Target_of_a_regression_is_standardized(string task)
    {
        var table = await UploadAsync(rows: 60);

        var spec = (await PreviewAsync($$"""{ "dataset": "{{table}}", "task": "{{task}}" }""")).Spec!;

        Assert.Equal(TargetTransform.Standardize, spec.Preprocessing!.Target);
    }

    [Theory]
    [InlineData(8, "", false)]
    [InlineData(9, "", true)]
    [InlineData(9, ", \"preprocessing\": { \"columns\": [\"x\"] }", false)]
    [InlineData(9, ", \"target\": \"city\"", false)]
    public async Task Columns_of_many_categories_are_embedded(int categories, string part, bool isEmbedded)
    {
        var name = $"cities-{Guid.NewGuid():n}";
        var csv = "x,city,y\n" + string.Concat(Enumerable.Range(0, 90).Select(row => $"{row * 37 % 89},c{row % categories},{row * 53 % 97}\n"));
        await service.UploadAsync(csv, ("name", name), ("target", "y"));

        var spec = (await PreviewAsync($$"""{ "dataset": "{{name}}"{{part}} }""")).Spec!;

        Assert.Equal(isEmbedded ? new CategoryEmbeddingSpec() : null, spec.Network.CategoryEmbedding);
    }

    // Training counts categories with at least three rows, and the others as one.
    [Theory]
    [InlineData(8, 5, true)]
    [InlineData(7, 5, false)]
    [InlineData(9, 0, true)]
    [InlineData(9, 30, true)]
    public async Task Rare_categories_count_as_one(int frequent, int rare, bool isEmbedded)
    {
        var name = $"rare-{Guid.NewGuid():n}";
        var cities = Enumerable.Range(0, frequent * 10).Select(row => $"c{row % frequent}")
            .Concat(Enumerable.Range(0, rare * 2).Select(row => $"r{row / 2}"));
        var csv = "x,city,y\n" + string.Concat(cities.Select((city, row) => $"{row * 37 % 89},{city},{row * 53 % 97}\n"));
        await service.UploadAsync(csv, ("name", name), ("target", "y"));

        var automatic = await PreviewAsync($$"""{ "dataset": "{{name}}" }""");
        var byHand = await PreviewAsync($$"""
            { "dataset": "{{name}}", "network": { "categoryEmbedding": {} }, "preprocessing": { "minimumCategoryRows": 3 } }
            """);

        Assert.Equal(isEmbedded, automatic.Spec!.Network.CategoryEmbedding is not null);
        Assert.Equal(isEmbedded, IsEmbedded(automatic));
        Assert.Equal(isEmbedded, IsEmbedded(byHand));
        Assert.Contains(isEmbedded ? "applies to 'city', if a column has 9 categories among the training rows" : "has no effect",
            Assert.Single(byHand.Notes, note => note.Field == "network.categoryEmbedding").Message, StringComparison.Ordinal);

        static bool IsEmbedded(JobPreview preview) => preview.Graph!.Layers.Any(layer => layer.Kind == "categoryEmbedding");
    }

    [Theory]
    [InlineData(""" "optimizer": { "momentum": 0.9 } """, "optimizer.momentum",
        "\"network\": \"auto\" chose optimizer.kind \"adamW\", because the spec does not give it; "
            + "to choose yourself, write \"optimizer\": {\"kind\": ...}")]
    [InlineData(""" "search": { "space": { "training.epochs": { "choice": [5, 30] } }, "trials": 4 } """, "search.space",
        "\"network\": \"auto\" chose training.earlyStopping.patience 16, because the spec does not give it; "
            + "to choose yourself, write \"training\": {\"earlyStopping\": {\"patience\": ...}}")]
    public async Task Error_about_a_choice_says_who_chose_and_what_to_write(string part, string field, string reason)
    {
        var table = await UploadAsync(rows: 60);

        var preview = await PreviewAsync($$"""{ "dataset": "{{table}}", {{part}} }""");

        var reasons = preview.Errors.Where(error => error.Key.StartsWith(field, StringComparison.Ordinal)).SelectMany(error => error.Value);
        Assert.Contains(reasons, each => each.Contains(reason, StringComparison.Ordinal));
    }

    // What the spec gives decides where a choice would contradict it.
    [Fact]
    public async Task Choices_give_way()
    {
        var table = await UploadAsync(rows: 60);

        var clipped = await PreviewAsync($$"""{ "dataset": "{{table}}", "optimizer": { "clipValue": 2 } }""");
        var last = await PreviewAsync($$"""{ "dataset": "{{table}}", "validation": { "folds": 3, "keep": "last" } }""");
        var without = await PreviewAsync($$"""{ "dataset": "{{table}}", "validation": { "holdout": 0 } }""");

        Assert.Empty(clipped.Errors);
        Assert.Equal((2, null), (clipped.Spec!.Optimizer.ClipValue, clipped.Spec.Optimizer.ClipNorm));
        Assert.Empty(last.Errors);
        Assert.Null(last.Spec!.Training.EarlyStopping);
        Assert.Equal(["validation.holdout"], without.Errors.Keys);
    }

    [Fact]
    public async Task Preview_names_the_given_fields_that_stay()
    {
        var table = await UploadAsync(rows: 60);

        var notes = (await PreviewAsync($$"""
            { "dataset": "{{table}}", "network": "auto", "optimizer": { "kind": "adamW", "learningRate": 5 } }
            """)).Notes;

        var note = Assert.Single(notes);
        Assert.Equal("optimizer.learningRate", note.Field);
        Assert.Equal("\"network\": \"auto\" would choose 0.002. The spec gives 5, which stays.", note.Message);
    }

    // The optimizer of a recipe belongs to the network that is replaced; with that of kaggle-house, the training would diverge.
    [Fact]
    public async Task Recipe_with_auto_keeps_only_its_data_and_split()
    {
        var answer = await service.PostAsync("/api/recipes/balanced/jobs", """{ "network": "Auto", "training": { "epochs": 2 } }""");

        var spec = answer.Read<Job>().Spec;
        Assert.Equal([128, 128], spec.Network.Hidden!);
        Assert.Equal((OptimizerKind.AdamW, 0.002), (spec.Optimizer.Kind, spec.Optimizer.LearningRate));
        Assert.Equal((2, 32), (spec.Training.Epochs, spec.Training.BatchSize));
        Assert.Equal((12, null), (spec.Preprocessing!.Bins, spec.Preprocessing.Clip));
        Assert.Equal(["x1", "x2", "x3"], spec.Preprocessing.Columns!);
        Assert.Equal((0.5, FoldAssignment.Shuffled, null), (spec.Validation.Holdout, spec.Validation.Assignment, spec.Validation.Keep));
        Assert.Equal("balanced", spec.Model);
    }

    [Fact]
    public async Task Table_with_network_of_its_own_gets_the_other_defaults()
    {
        var table = await UploadAsync(rows: 60);

        var spec = (await PreviewAsync($$"""{ "dataset": "{{table}}", "network": {} }""")).Spec!;

        Assert.Equal(256, Assert.Single(spec.Network.Hidden!));
        Assert.Equal((OptimizerKind.Adam, 50, null), (spec.Optimizer.Kind, spec.Training.Epochs, spec.Preprocessing?.Bins));
    }

    [Theory]
    [InlineData(400, 32)]
    [InlineData(1600, 128)]
    [InlineData(4100, 256)]
    public async Task Batch_size_follows_rows(int rows, int batchSize)
    {
        var table = await UploadAsync(rows);

        Assert.Equal(batchSize, (await PreviewAsync($$"""{ "dataset": "{{table}}", "network": "auto" }""")).Spec!.Training.BatchSize);
    }

    [Fact]
    public async Task Given_fields_stay()
    {
        var table = await UploadAsync(rows: 60);

        var spec = (await PreviewAsync($$"""
            {
                "dataset": "{{table}}", "target": "kind", "network": "auto", "optimizer": { "learningRate": 0.5 }, "preprocessing": { "bins": null },
                "training": { "epochs": 1 }, "validation": { "folds": 3 }
            }
            """)).Spec!;

        Assert.Equal((0.5, OptimizerKind.AdamW), (spec.Optimizer.LearningRate, spec.Optimizer.Kind));
        Assert.Equal((null, NumberScaling.Quantile, TargetTransform.Auto),
            (spec.Preprocessing!.Bins, spec.Preprocessing.Scaling, spec.Preprocessing.Target));
        Assert.Equal((1, null), (spec.Training.Epochs, spec.Training.EarlyStopping));
        Assert.Equal((3, null, KeptEpoch.BestOfOtherFolds), (spec.Validation.Folds, spec.Validation.Holdout, spec.Validation.Keep));
    }

    [Theory]
    [InlineData("""{ "dataset": "glyphs", "network": "auto" }""", "network", "only applies to tables")]
    [InlineData("""{ "dataset": "nowhere", "network": "auto" }""", "dataset", "does not exist")]
    [InlineData("""{ "network": "auto" }""", "dataset", "is required")]
    [InlineData("""{ "dataset": "polynomial", "network": "automatic" }""", "network", "object")]
    [InlineData("""{ "dataset": "polynomial", "network": "auto", "training": 3 }""", "training", "object")]
    public async Task Wrong_spec_is_refused(string json, string field, string reason)
    {
        var preview = await PreviewAsync(json);

        Assert.Contains(reason, Assert.Contains(field, preview.Errors)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folds_are_scored_better_than_the_mean_and_predictions_stay_near_the_training_rows()
    {
        var table = await UploadAsync(rows: 80);

        var spec = JsonNode.Parse($$"""
            { "dataset": "{{table}}", "model": "{{table}}", "network": "auto", "validation": { "folds": 3 }, "training": { "device": "cpu" } }
            """)!.AsObject();
        var job = await service.WaitForEndAsync((await service.Client.Jobs.RunAsync(spec, TestContext.Current.CancellationToken)).Id);

        Assert.True(job.State == JobState.Succeeded, job.Error);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.InRange(report.CrossValidation!.Pooled.R2!.Value, 0.8, 1);
        Assert.DoesNotContain(report.Diagnosis, diagnosis => diagnosis.Kind == "selectedOnFolds");
        var far = await service.PredictAsync(table, new[] { new { size = 1e9, kind = "a" }, new { size = -1e9, kind = "b" } });
        Assert.All(far.Predictions, prediction => Assert.InRange(prediction.Value!.Value, -50, 450));
    }

    /// <summary>Uploads rows of a price that depends on a size from 0 to 100 and a kind, from 0 to about 400.</summary>
    private async Task<string> UploadAsync(int rows)
    {
        var name = SampleSpecs.CreateModelName();
        var random = new Random(rows);
        var lines = Enumerable.Range(0, rows).Select(row =>
        {
            var (size, kind) = (random.NextDouble() * 100, row % 2 == 0 ? "a" : "b");
            return string.Create(CultureInfo.InvariantCulture, $"{size:f3},{kind},{(3 * size) + (kind == "a" ? 0 : 100) + random.NextDouble():f3}\n");
        });
        var answer = await service.UploadAsync("size,kind,price\n" + string.Concat(lines), ("name", name), ("target", "price"));
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.Status);
        return name;
    }

    private async Task<JobPreview> PreviewAsync(string json)
    {
        var answer = await service.PostAsync("/api/jobs/preview", json);
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Body);
        return answer.Read<JobPreview>();
    }
}
