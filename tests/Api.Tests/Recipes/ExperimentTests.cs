using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Recipes;

/// <summary>The experiments of the notes show what they are there to show.</summary>
[Collection(InTurn.Name)]
public sealed class ExperimentTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("underfit", "underfitting")]
    [InlineData("balanced", "balanced")]
    [InlineData("overfit", "overfitting")]
    [InlineData("weight-decay-off", "overfitting")]
    public async Task Model_selection_is_told_from_the_curves(string recipe, string kind) =>
        Assert.Contains(kind, (await RunAsync(recipe)).Diagnosis.Select(diagnosis => diagnosis.Kind));

    [Fact]
    public async Task Weight_decay_trades_training_loss_for_validation_loss()
    {
        var (off, on) = (await RunAsync("weight-decay-off"), await RunAsync("weight-decay"));

        Assert.True(off.Train!.Loss < on.Train!.Loss);
        Assert.True(on.Validation!.Loss < off.Validation!.Loss);
    }

    [Fact]
    public async Task Without_dropout_the_training_loss_falls_further()
    {
        const string OnGlyphs = """{ "dataset": "glyphs", "optimizer": { "learningRate": 0.2 }, "training": { "epochs": 10, "batchSize": 64 } }""";
        var (off, on) = (await service.RunRecipeAsync("dropout-off", OnGlyphs), await service.RunRecipeAsync("dropout", OnGlyphs));

        var (without, with) = ((await service.MetricsAsync(off.Id))[^1].Train.Loss, (await service.MetricsAsync(on.Id))[^1].Train.Loss);

        Assert.True(without < with, $"{without} without, {with} with");
    }

    [Fact]
    public async Task With_dropout_the_gap_between_training_and_validation_is_smaller()
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
    public async Task Unstable_networks_are_named(string recipe, string kind) => Assert.Contains(
        kind, (await RunAsync(recipe, """{ "dataset": "glyphs", "training": { "epochs": 1 } }""")).Diagnosis.Select(diagnosis => diagnosis.Kind));

    [Fact]
    public async Task Without_clipping_the_exploding_one_diverges_and_its_report_says_so()
    {
        var job = await service.RunRecipeAsync("mlp-exploding", """{ "dataset": "glyphs", "optimizer": { "clipNorm": null } }""");

        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal((null, null, 0), (report.Train, report.Validation, report.Epoch));
        Assert.Equal(("divergence", job.Error), (report.Diagnosis[0].Kind, report.Diagnosis[0].Message));
    }

    [Fact]
    public async Task The_notes_decay_on_the_house_prices()
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
