using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Jobs.Routes;
using LearnML.Api.Requests;
using LearnML.Api.Specs;
using LearnML.Api.Specs.Schema;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Recipes;

internal static class RecipeRoutes
{
    public static void MapRecipes(this WebApplication app)
    {
        var recipes = app.MapGroup("/api/recipes").WithTags("Recipes").RequireScope(Scope.Read);

        recipes.MapGet("/", () => TypedResults.Ok(RecipeCatalog.All)).WithSummary("List the recipes");
        recipes.MapGet("/{name}", Get).WithSummary("Get a recipe").ProducesProblems(404);
        recipes.MapPost("/{name}/jobs", Run).WithSummary("Run a recipe")
            .WithDescription("The optional body is a JSON merge patch (RFC 7396) for the recipe's spec: it holds only the fields to change, and "
                + "the job's name, note, tags, star and project. With \"network\": \"auto\" in the patch, only the data and the split of the recipe "
                + "stay; everything else that the patch does not give is chosen.")
            .AcceptsBody<JobSubmission>(Examples.RecipePatch, isOptional: true).LimitQueuedJobs()
            .ProducesProblems(404, 503).RequireScope(Scope.Train);
    }

    private static Results<Ok<Recipe>, ProblemHttpResult> Get(string name) =>
        RecipeCatalog.Find(name) is { } recipe ? TypedResults.Ok(recipe) : NoSuchRecipe(name);

    private static async Task<Results<Accepted<Job>, ValidationProblem, ProblemHttpResult>> Run(
        string name, JsonBody patch, ClaimsPrincipal user, JobSubmitter submitter, CancellationToken cancellationToken)
    {
        if (RecipeCatalog.Find(name) is not { } recipe)
        {
            return NoSuchRecipe(name);
        }

        var spec = (JsonObject)JsonSerializer.SerializeToNode(recipe.Spec, WireFormat.Options)!;
        spec = AutoNetwork.IsAskedBy(patch.Json) ? AutoNetwork.KeepDataOf(spec) : spec;
        var accepted = await submitter.SubmitAsync(patch.Json is null ? spec : MergePatch.Apply(spec, patch.Json), user, cancellationToken);
        return accepted.Result is Accepted<Job> job ? job : (ValidationProblem)accepted.Result;
    }

    private static ProblemHttpResult NoSuchRecipe(string name) => TypedResults.Problem(
        $"There is no recipe '{name}'; the recipes are {string.Join(", ", RecipeCatalog.All.Select(recipe => recipe.Name))}.",
        statusCode: StatusCodes.Status404NotFound);
}
