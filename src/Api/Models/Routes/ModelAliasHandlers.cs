using LearnML.Api.Models.Registry;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models.Routes;

/// <summary>Handles the routes of a model's aliases.</summary>
internal static class ModelAliasHandlers
{
    public static async Task<Results<Ok<Model>, ValidationProblem, ProblemHttpResult>> SetAsync(
        string name, string alias, JsonBody body, [AsParameters] ModelServices services)
    {
        var errors = new FieldErrors();
        var target = new StrictJsonReader(errors).Read<ModelAlias>(body.Json);
        errors.Require(ResourceName.IsValidAlias(alias), "alias", ResourceName.AliasRule);
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (await services.PreloadAsync(name, target!.Version) is { } problem)
        {
            return problem;
        }

        if (!await services.Aliases.SetAsync(name, alias, target.Version, services.CancellationToken))
        {
            return ModelProblems.NotFound(new ModelReference(name, target.Version));
        }

        await services.Resolver.RefreshAsync(name, services.CancellationToken);
        return TypedResults.Ok((await services.Store.FindAsync(name, services.CancellationToken))!);
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string name, string alias, [AsParameters] ModelServices services)
    {
        if (!await services.Aliases.RemoveAsync(name, alias, services.CancellationToken))
        {
            return ModelProblems.NotFound(new ModelReference(name, Alias: alias));
        }

        await services.Resolver.RefreshAsync(name, services.CancellationToken);
        return TypedResults.NoContent();
    }
}
