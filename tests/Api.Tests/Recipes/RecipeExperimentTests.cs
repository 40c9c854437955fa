using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Recipes;

/// <summary>The experiments reproduce the effects that the d2l.ai book describes.</summary>
[Collection(SharedServiceCollection.Name)]
public sealed class RecipeExperimentTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("underfit", "underfitting")]
    [InlineData("balanced", "balanced")]
    [InlineData("overfit", "overfitting")]
    [InlineData("weight-decay-off", "overfitting")]
    public async Task Diagnosis_names_underfitting_and_overfitting(string recipe, string kind) =>
        Assert.Contains(kind, (await RunAsync(recipe)).Diagnosis.Select(diagnosis => diagnosis.Kind));

    [Fact]
    public async Task Weight_decay_raises_training_loss_and_lowers_validation_loss()
    {
        var (off, on) = (await RunAsync("weight-decay-off"), await RunAsync("weight-decay"));

        Assert.True(off.Train!.Loss < on.Train!.Loss);
        Assert.True(on.Validation!.Loss < off.Validation!.Loss);
    }

    [Fact]
    public async Task Training_loss_is_lower_without_dropout()
    {
        const string GlyphsPatch = """{ "dataset": "glyphs", "optimizer": { "learningRate": 0.2 }, "training": { "epochs": 10, "batchSize": 64 } }""";
        var (off, on) = (await service.RunRecipeAsync("dropout-off", GlyphsPatch), await service.RunRecipeAsync("dropout", GlyphsPatch));

        var (without, with) = ((await service.GetMetricsAsync(off.Id))[^1].Train.Loss, (await service.GetMetricsAsync(on.Id))[^1].Train.Loss);

        Assert.True(without < with, $"{without} without, {with} with");
    }

    [Fact]
    public async Task Dropout_narrows_the_gap_between_training_and_validation_loss()
    {
        Assert.SkipUnless(Training.Tests.Datasets.RealDatasets.Available, Training.Tests.Datasets.RealDatasets.Missing);

        var (off, on) = (await RunAsync("dropout-off"), await RunAsync("dropout"));

        var (without, with) = (Gap(off), Gap(on));
        Assert.True(with < 0.9 * without, $"{without} without, {with} with");

        static double Gap(Report report) => report.Validation!.Loss - report.Train!.Loss;
    }

    [Theory]
    [InlineData("mlp-deep-sigmoid", "vanishingGradients")]
    [InlineData("mlp-exploding", "explodingGradients")]
    public async Task Diagnosis_names_vanishing_and_exploding_gradients(string recipe, string kind) => Assert.Contains(
        kind, (await RunAsync(recipe, """{ "dataset": "glyphs", "training": { "epochs": 1 } }""")).Diagnosis.Select(diagnosis => diagnosis.Kind));

    [Fact]
    public async Task Exploding_network_diverges_without_gradient_clipping()
    {
        var job = await service.RunRecipeAsync("mlp-exploding", """{ "dataset": "glyphs", "optimizer": { "clipNorm": null } }""");

        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal((null, null, 0), (report.Train, report.Validation, report.Epoch));
        Assert.Equal(("divergence", job.Error), (report.Diagnosis[0].Kind, report.Diagnosis[0].Message));
    }

    [Fact]
    public async Task House_price_recipe_with_weight_decay_reproduces_the_score_of_the_notes()
    {
        Assert.SkipUnless(Training.Tests.Datasets.RealDatasets.Available, Training.Tests.Datasets.RealDatasets.Missing);

        var report = await RunAsync("kaggle-house-decay");

        Assert.Equal(0.1745, report.CrossValidation!.Mean.Validation.LogRmse!.Value, 0.003);
    }

    private async Task<Report> RunAsync(string recipe, string patch = "{}")
    {
        var job = await service.RunRecipeAsync(recipe, patch);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
    }
}
