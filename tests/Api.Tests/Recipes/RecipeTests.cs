using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Recipes;

[Collection(InTurn.Name)]
public sealed class RecipeTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task The_recipes_are_the_experiments_of_the_notes()
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
    public async Task A_recipe_leaves_nothing_to_the_dataset()
    {
        var recipes = JsonNode.Parse((await service.GetAsync("/api/recipes")).Body)!.AsArray();

        Assert.All(recipes, recipe =>
        {
            var (optimizer, training) = (recipe!["spec"]!["optimizer"]!, recipe["spec"]!["training"]!);
            Assert.All([optimizer["kind"], optimizer["learningRate"], training["epochs"], training["batchSize"]], Assert.NotNull);
        });
    }

    [Fact]
    public async Task The_mlp_recipe_has_the_numbers_of_the_notes()
    {
        var spec = (await service.GetAsync<Recipe>("/api/recipes/mlp")).Spec;

        Assert.Equal([256], spec.Network.Hidden);
        Assert.Equal((InitializationKind.Normal, 0.01), (spec.Network.Initialization.Kind, spec.Network.Initialization.Std));
        Assert.Equal((OptimizerKind.Sgd, 0.1), (spec.Optimizer.Kind, spec.Optimizer.LearningRate));
        Assert.Equal((256, 10), (spec.Training.BatchSize, spec.Training.Epochs));
    }

    [Fact]
    public async Task The_dropout_recipe_has_the_numbers_of_the_notes()
    {
        var spec = (await service.GetAsync<Recipe>("/api/recipes/dropout")).Spec;

        Assert.Equal([256, 256], spec.Network.Hidden);
        Assert.Equal([0.2, 0.5], spec.Network.Dropout);
        Assert.Equal((OptimizerKind.Sgd, 0.5), (spec.Optimizer.Kind, spec.Optimizer.LearningRate));
    }

    [Fact]
    public async Task A_recipe_runs_as_it_stands()
    {
        var answer = await service.PostAsync("/api/recipes/glyphs/jobs");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        var job = answer.Read<Job>();
        Assert.Equal($"/api/jobs/{job.Id}", answer.Location!.OriginalString);
        Assert.Equal(JobState.Succeeded, (await service.EndAsync(job.Id)).State);
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_nothing_else()
    {
        var recipe = await service.GetAsync<Recipe>("/api/recipes/glyphs");

        var spec = await PatchedAsync("""{ "model": "patched", "training": { "epochs": 2 }, "network": { "hidden": [8, 8], "dropout": 0.25 } }""");

        Assert.Equal(("patched", 2), (spec.Model, spec.Training.Epochs));
        Assert.Equal([8, 8], spec.Network.Hidden);
        Assert.Equal([0.25], spec.Network.Dropout);
        Assert.Equal(recipe.Spec.Training.BatchSize, spec.Training.BatchSize);
        Assert.Equal(recipe.Spec.Optimizer, spec.Optimizer);
    }

    [Fact]
    public async Task A_null_in_a_patch_takes_a_field_back_to_its_default()
    {
        var spec = await PatchedAsync("""{ "optimizer": null, "training": { "batchSize": null, "epochs": 1 } }""");

        Assert.Equal(new OptimizerSpec { LearningRate = 0.1 }, spec.Optimizer);
        Assert.Equal((new TrainingSpec().BatchSize, 1), (spec.Training.BatchSize, spec.Training.Epochs));
    }

    [Fact]
    public async Task What_is_wrong_after_a_patch_is_named_in_one_answer()
    {
        var problem = (await service.PostAsync(
            "/api/recipes/glyphs/jobs",
            """{ "dataset": null, "training": { "epochs": 0, "gpu": 1 }, "network": 7 }""")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(["dataset", "network", "training.gpu"], problem.Fields.Except(["training.epochs"]));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    public async Task A_patch_that_is_no_object_is_refused(string patch) =>
        Assert.Equal(["$"], (await service.PostAsync("/api/recipes/glyphs/jobs", patch)).ShouldBeProblem(HttpStatusCode.BadRequest).Fields);

    [Fact]
    public async Task An_unknown_recipe_is_answered_with_the_known_ones()
    {
        var problem = (await service.PostAsync("/api/recipes/cats/jobs", "{}")).ShouldBeProblem(HttpStatusCode.NotFound);

        Assert.Contains("mlp, mlp-deep-sigmoid, mlp-exploding, dropout, dropout-off, glyphs", problem.Detail, StringComparison.Ordinal);
    }

    private async Task<JobSpec> PatchedAsync(string patch)
    {
        var answer = await service.PostAsync("/api/recipes/glyphs/jobs", patch);
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Body);
        var job = answer.Read<Job>();
        await service.PostAsync($"/api/jobs/{job.Id}/cancel");
        return job.Spec;
    }
}
