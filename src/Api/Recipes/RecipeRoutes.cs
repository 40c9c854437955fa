using System.Security.Claims;
using System.Text.Json;
using LearnML.Api.Access;
using LearnML.Api.Jobs;
using LearnML.Api.Limits;
using LearnML.Api.Requests;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Recipes;

internal static class RecipeRoutes
{
    public static void MapRecipes(this WebApplication app)
    {
        var recipes = app.MapGroup("/api/recipes").WithTags("Recipes").For(Scope.Read);

        recipes.MapGet("/", () => TypedResults.Ok(RecipeBook.All)).WithSummary("List the recipes");
        recipes.MapGet("/{name}", Get).WithSummary("Get a recipe").Problems(404);
        recipes.MapPost("/{name}/jobs", Run).WithSummary("Run a recipe")
            .WithDescription("The optional body is a JSON merge patch (RFC 7396) for the recipe's spec: it holds only the fields to change.")
            .Takes<JobSpec>(Examples.RecipePatch, isOptional: true).AddsJob().Problems(404, 503).For(Scope.Train);
    }

    private static Results<Ok<Recipe>, ProblemHttpResult> Get(string name) =>
        RecipeBook.Find(name) is { } recipe ? TypedResults.Ok(recipe) : NoSuchRecipe(name);

    private static async Task<Results<Accepted<Job>, ValidationProblem, ProblemHttpResult>> Run(
        string name, JsonBody patch, ClaimsPrincipal user, JobIntake submitter, CancellationToken cancellation)
    {
        if (RecipeBook.Find(name) is not { } recipe)
        {
            return NoSuchRecipe(name);
        }

        var spec = JsonSerializer.SerializeToNode(recipe.Spec, WireFormat.Options);
        var accepted = await submitter.AcceptAsync(patch.Json is null ? spec : MergePatch.Apply(spec, patch.Json), user, cancellation);
        return accepted.Result is Accepted<Job> job ? job : (ValidationProblem)accepted.Result;
    }

    private static ProblemHttpResult NoSuchRecipe(string name) => TypedResults.Problem(
        $"There is no recipe '{name}'; the recipes are {string.Join(", ", RecipeBook.All.Select(recipe => recipe.Name))}.",
        statusCode: StatusCodes.Status404NotFound);
}
