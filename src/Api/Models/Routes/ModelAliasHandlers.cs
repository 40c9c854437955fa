using System.Text.RegularExpressions;
using LearnML.Api.Models.Registry;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models.Routes;

/// <summary>Handles the routes of a model's aliases.</summary>
internal static partial class ModelAliasHandlers
{
    public static async Task<Results<Ok<Model>, ValidationProblem, ProblemHttpResult>> SetAsync(
        string name, string alias, JsonBody body, [AsParameters] ModelServices services)
    {
        var errors = new FieldErrors();
        var target = new StrictJsonReader(errors).Read<ModelAlias>(body.Json);
        errors.Require(AliasPattern().IsMatch(alias), "alias", "must be 1 to 63 of a-z, 0-9, '.', '_' and '-', and start with a letter");
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

    [GeneratedRegex("^[a-z][a-z0-9._-]{0,62}\\z")]
    private static partial Regex AliasPattern();
}
