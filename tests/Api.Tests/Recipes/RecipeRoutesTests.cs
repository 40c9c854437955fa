using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Recipes;

[Collection(SharedServiceCollection.Name)]
public sealed class RecipeRoutesTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Recipe_list_has_the_experiments_of_the_notes()
    {
        var recipes = await service.GetAsync<IReadOnlyList<Recipe>>("/api/recipes");

        Assert.Equal(
            [
                "mlp", "mlp-deep-sigmoid", "mlp-exploding", "dropout", "dropout-off", "glyphs", "underfit", "balanced", "overfit",
                "weight-decay-off", "weight-decay", "kaggle-house", "kaggle-house-decay", "kaggle-house-tuned",
            ],
            recipes.Select(recipe => recipe.Name));
        Assert.All(recipes, recipe => Assert.Matches(@"^[^.].+[.;].+\.$", recipe.LookFor));
    }

    [Fact]
    public async Task Recipe_sets_every_field_whose_default_depends_on_the_dataset()
    {
        var recipes = JsonNode.Parse((await service.GetAsync("/api/recipes")).Body)!.AsArray();

        Assert.All(recipes, recipe =>
        {
            var (optimizer, training) = (recipe!["spec"]!["optimizer"]!, recipe["spec"]!["training"]!);
            Assert.All([optimizer["kind"], optimizer["learningRate"], training["epochs"], training["batchSize"]], Assert.NotNull);
        });
    }

    [Fact]
    public async Task MLP_recipe_has_the_hyperparameters_of_the_notes()
    {
        var spec = (await service.GetAsync<Recipe>("/api/recipes/mlp")).Spec;

        Assert.Equal([256], spec.Network.Hidden);
        Assert.Equal((InitializationKind.Normal, 0.01), (spec.Network.Initialization.Kind, spec.Network.Initialization.Std));
        Assert.Equal((OptimizerKind.Sgd, 0.1), (spec.Optimizer.Kind, spec.Optimizer.LearningRate));
        Assert.Equal((256, 10), (spec.Training.BatchSize, spec.Training.Epochs));
    }

    [Fact]
    public async Task Dropout_recipe_has_the_hyperparameters_of_the_notes()
    {
        var spec = (await service.GetAsync<Recipe>("/api/recipes/dropout")).Spec;

        Assert.Equal([256, 256], spec.Network.Hidden);
        Assert.Equal([0.2, 0.5], spec.Network.Dropout);
        Assert.Equal((OptimizerKind.Sgd, 0.5), (spec.Optimizer.Kind, spec.Optimizer.LearningRate));
    }

    [Fact]
    public async Task Recipe_runs_without_a_patch()
    {
        var response = await service.PostAsync("/api/recipes/glyphs/jobs");

        Assert.Equal(HttpStatusCode.Accepted, response.Status);
        var job = response.Read<Job>();
        Assert.Equal($"/api/jobs/{job.Id}", response.Location!.OriginalString);
        Assert.Equal(JobState.Succeeded, (await service.WaitForEndAsync(job.Id)).State);
    }

    [Fact]
    public async Task Patch_changes_only_the_fields_that_it_names()
    {
        var recipe = await service.GetAsync<Recipe>("/api/recipes/glyphs");

        var spec = await RunPatchedAsync("""{ "model": "patched", "training": { "epochs": 2 }, "network": { "hidden": [8, 8], "dropout": 0.25 } }""");

        Assert.Equal(("patched", 2), (spec.Model, spec.Training.Epochs));
        Assert.Equal([8, 8], spec.Network.Hidden);
        Assert.Equal([0.25], spec.Network.Dropout);
        Assert.Equal(recipe.Spec.Training.BatchSize, spec.Training.BatchSize);
        Assert.Equal(recipe.Spec.Optimizer, spec.Optimizer);
    }

    [Fact]
    public async Task Null_in_a_patch_resets_a_field_to_its_default()
    {
        var spec = await RunPatchedAsync("""{ "optimizer": null, "training": { "batchSize": null, "epochs": 1 } }""");

        Assert.Equal(new OptimizerSpec { LearningRate = 0.1 }, spec.Optimizer);
        Assert.Equal((new TrainingSpec().BatchSize, 1), (spec.Training.BatchSize, spec.Training.Epochs));
    }

    [Fact]
    public async Task Patch_reports_all_errors_at_once()
    {
        var problem = (await service.PostAsync(
            "/api/recipes/glyphs/jobs",
            """{ "dataset": null, "training": { "epochs": 0, "gpu": 1 }, "network": 7 }""")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(["dataset", "network", "training.gpu"], problem.Fields.Except(["training.epochs"]));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    public async Task Patch_that_is_not_an_object_is_rejected(string patch) =>
        Assert.Equal(["$"], (await service.PostAsync("/api/recipes/glyphs/jobs", patch)).ShouldBeProblem(HttpStatusCode.BadRequest).Fields);

    [Fact]
    public async Task Unknown_recipe_is_rejected_with_the_known_ones()
    {
        var problem = (await service.PostAsync("/api/recipes/cats/jobs", "{}")).ShouldBeProblem(HttpStatusCode.NotFound);

        Assert.Contains("mlp, mlp-deep-sigmoid, mlp-exploding, dropout, dropout-off, glyphs", problem.Detail, StringComparison.Ordinal);
    }

    private async Task<JobSpec> RunPatchedAsync(string patch)
    {
        var response = await service.PostAsync("/api/recipes/glyphs/jobs", patch);
        Assert.True(response.Status == HttpStatusCode.Accepted, response.Body);
        var job = response.Read<Job>();
        await service.PostAsync($"/api/jobs/{job.Id}/cancel");
        return job.Spec;
    }
}
