using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using LearnML.Training.Tests.Datasets;

namespace LearnML.Api.Tests.Recipes;

/// <summary>The house price competition of the d2l.ai book, end to end.</summary>
[Collection(SharedServiceCollection.Name)]
public sealed class HousePriceTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task House_price_recipe_reproduces_the_scores_of_the_notes_and_writes_a_submission()
    {
        Assert.SkipUnless(RealDatasets.Available, RealDatasets.Missing);

        var job = await service.RunRecipeAsync("kaggle-house", "{}");

        Assert.True(job.State == JobState.Succeeded, job.Error);
        var folds = (await service.GetAsync<Report>($"/api/jobs/{job.Id}/report")).CrossValidation!;
        Assert.Equal(1460, folds.N);
        Assert.Equal([292, 292, 292, 292, 292], folds.Folds.Select(fold => fold.Rows));

        // Means over several seeds of PyTorch with this network and preprocessing.
        Assert.Equal(0.1703, folds.Mean.Validation.LogRmse!.Value, 0.003);
        Assert.Equal(0.1656, folds.Mean.Train.LogRmse!.Value, 0.003);

        var submission = (await service.GetAsync($"/api/jobs/{job.Id}/submission")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("Id,SalePrice", submission[0]);
        Assert.Equal(Enumerable.Range(1461, 1459), submission[1..].Select(line => int.Parse(line.Split(',')[0])));
        Assert.All(submission[1..], line => Assert.InRange(double.Parse(line.Split(',')[1]), 1, 1e6));
    }

    [Fact]
    public async Task Tuned_recipe_is_better_than_an_ensemble_of_scikit_learn_perceptrons()
    {
        Assert.SkipUnless(RealDatasets.Available, RealDatasets.Missing);
        var errors = new List<double>();

        for (var seed = 0; seed < 3; seed++)
        {
            var job = await service.RunRecipeAsync("kaggle-house-tuned", $$"""{ "training": { "seed": {{seed}} } }""");
            Assert.True(job.State == JobState.Succeeded, job.Error);
            errors.Add((await service.GetAsync<Report>($"/api/jobs/{job.Id}/report")).CrossValidation!.Mean.Validation.LogRmse!.Value);
        }

        Assert.True(errors.Average() <= 0.122, string.Join(" ", errors));
    }

    [Fact]
    public async Task House_price_recipe_has_the_inputs_of_the_notes()
    {
        Assert.SkipUnless(RealDatasets.Available, RealDatasets.Missing);

        var job = await service.RunRecipeAsync("kaggle-house", """{ "model": "features", "training": { "epochs": 1 } }""");

        var version = await service.GetAsync<ModelVersion>("/api/models/features/versions/1");
        Assert.Equal(331 + 1, version.Parameters);
        Assert.Contains((await service.GetAsync<Report>($"/api/jobs/{job.Id}/report")).Diagnosis,
            diagnosis => diagnosis.Kind == "statisticsOfAllTables");
    }
}
