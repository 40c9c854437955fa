using System.ComponentModel;
using System.Text.RegularExpressions;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Limits;
using LearnML.Api.Models.Predictions;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Models.Transfer;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models.Routes;

internal static partial class ModelRoutes
{
    private const int MaximumTags = 100;
    private const int MaximumTextLength = 10_000;

    public static void MapModels(this WebApplication app)
    {
        var models = app.MapGroup("/api/models").WithTags("Models").RequireScope(Scope.Read).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        models.MapGet("/", async (ModelStore store, CancellationToken cancellationToken) => TypedResults.Ok(await store.ListAsync(cancellationToken)))
            .WithSummary("List the models with their versions and aliases");
        models.MapPost("/", ImportAsync).WithSummary("Import a model from a file")
            .WithDescription("Send a form with `file` and, optionally, `name`. The file is a safetensors file with a description, like a download. " +
                "It becomes the newest version of the model. " +
                "You can train the weights further elsewhere, as long as the file keeps its `__metadata__`. " +
                "Pickles, `.pt` files and TorchScript are refused.")
            .Accepts<ImportRequest>(RouteDocumentation.FormContentType).ProducesProblems(400, 413, 415)
            .LimitConcurrentUploads().DisableAntiforgery().RequireScope(Scope.Train);
        models.MapGet("/{name}", GetModelAsync).WithSummary("Get a model with its versions and aliases").ProducesProblems(404);
        models.MapPatch("/{name}", PatchModelAsync).WithSummary("Change the description and the tags of a model")
            .AcceptsBody<ModelPatch>(Examples.Description).ProducesProblems(404).RequireScope(Scope.Train);
        models.MapPut("/{name}/aliases/{alias}", SetAliasAsync).WithSummary("Point an alias to a version")
            .WithDescription("The version of the alias `champion` serves requests that name only the model. " +
                "The version is loaded and warmed up before it takes over.")
            .AcceptsBody<ModelAlias>(Examples.Alias).ProducesProblems(404, 409).RequireScope(Scope.Train);
        models.MapDelete("/{name}/aliases/{alias}", RemoveAliasAsync).WithSummary("Delete an alias").ProducesProblems(404).RequireScope(Scope.Train);
        models.MapGet("/{name}/versions/{version:int}", GetVersionAsync).WithSummary("Get a version").ProducesProblems(404);
        models.MapGet("/{name}/versions/{version:int}/download", DownloadAsync).WithSummary("Download a version for another runtime")
            .WithDescription("`safetensors`: the weights under PyTorch's names, with a description, so that the file can be imported again. " +
                "`onnx`: takes raw columns or pixels and returns decoded predictions; dates are seconds since 1970. " +
                "ONNX Runtime checks the export, which is refused if a prediction differs by more than 1e-5. " +
                "`tensorboard`: the metrics of the job as an event file.")
            .Produces<Stream>(StatusCodes.Status200OK, ModelDownload.ContentType).ProducesProblems(400, 404, 409);
        models.MapDelete("/{name}/versions/{version:int}", DeleteVersionAsync).WithSummary("Delete a version; it can be restored")
            .WithDescription("A deleted version serves no requests. A version with an alias cannot be deleted.")
            .ProducesProblems(404, 409).RequireScope(Scope.Train);
        models.MapPost("/{name}/versions/{version:int}/restore", RestoreVersionAsync)
            .WithSummary("Restore a deleted version").ProducesProblems(404, 409).RequireScope(Scope.Train);
    }

    private static async Task<Results<Ok<Model>, ProblemHttpResult>> GetModelAsync(
        string name, ModelStore models, CancellationToken cancellationToken) =>
        await models.FindAsync(name, cancellationToken) is { } model
            ? TypedResults.Ok(model) : PredictionEndpoint.ModelNotFound(new ModelReference(name));

    private static async Task<Results<Ok<ModelVersion>, ProblemHttpResult>> GetVersionAsync(
        string name, int version, ModelStore models, CancellationToken cancellationToken) =>
        await models.FindAsync(name, version, cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : PredictionEndpoint.ModelNotFound(new ModelReference(name, version));

    private static Task<Results<Created<ModelVersion>, ValidationProblem>> ImportAsync(
        HttpRequest request, ModelImport import, CancellationToken cancellationToken) =>
        import.ImportAsync(request, cancellationToken);

    private static async Task<IResult> DownloadAsync(
        string name,
        int version,
        ModelStore models,
        ModelDownload download,
        HttpContext context,
        CancellationToken cancellationToken,
        [Description("The format: safetensors, onnx or tensorboard.")] string format = "safetensors")
    {
        var errors = new FieldErrors();
        var fileFormat = errors.ParseEnum<ModelFormat>(format, "format");
        return fileFormat is null ? TypedResults.ValidationProblem(errors.ToDictionary())
            : await models.FindAsync(new ModelReference(name, version), cancellationToken) is { } found
                ? await download.ExportAsync(found, fileFormat.Value, context, cancellationToken)
            : PredictionEndpoint.ModelNotFound(new ModelReference(name, version));
    }

    private static async Task<Results<Ok<Model>, ValidationProblem, ProblemHttpResult>> PatchModelAsync(
        string name, JsonBody body, ModelStore models, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var patch = new StrictJsonReader(errors).Read<ModelPatch>(body.Json);
        errors.Require(
            patch?.Description is null or { Length: <= MaximumTextLength }, "description", $"must be at most {MaximumTextLength} characters long");
        errors.Require(patch?.Tags is null or { Count: <= MaximumTags }, "tags", $"must contain at most {MaximumTags} tags");
        foreach (var (tag, value) in patch?.Tags ?? new Dictionary<string, string>())
        {
            errors.Require(
                tag.Length is > 0 and <= 100 && value is { Length: <= MaximumTextLength },
                $"tags.{tag}",
                $"must have a name of 1 to 100 characters and a value of at most {MaximumTextLength} characters");
        }

        return !errors.IsEmpty ? TypedResults.ValidationProblem(errors.ToDictionary())
            : !await models.UpdateAsync(name, patch!, cancellationToken) ? PredictionEndpoint.ModelNotFound(new ModelReference(name))
            : TypedResults.Ok((await models.FindAsync(name, cancellationToken))!);
    }

    private static async Task<Results<Ok<Model>, ValidationProblem, ProblemHttpResult>> SetAliasAsync(
        string name, string alias, JsonBody body, ModelStore models, ModelResolver resolver, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var target = new StrictJsonReader(errors).Read<ModelAlias>(body.Json);
        errors.Require(AliasPattern().IsMatch(alias), "alias", "must be 1 to 63 of a-z, 0-9, '.', '_' and '-', and start with a letter");
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (await PreloadAsync(name, target!.Version, resolver, cancellationToken) is { } problem)
        {
            return problem;
        }

        if (!await models.SetAliasAsync(name, alias, target.Version, cancellationToken))
        {
            return PredictionEndpoint.ModelNotFound(new ModelReference(name, target.Version));
        }

        await resolver.RefreshAsync(name, cancellationToken);
        return TypedResults.Ok((await models.FindAsync(name, cancellationToken))!);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAliasAsync(
        string name, string alias, ModelStore models, ModelResolver resolver, CancellationToken cancellationToken)
    {
        if (!await models.RemoveAliasAsync(name, alias, cancellationToken))
        {
            return PredictionEndpoint.ModelNotFound(new ModelReference(name, Alias: alias));
        }

        await resolver.RefreshAsync(name, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteVersionAsync(
        string name, int version, ModelStore models, ModelResolver resolver, CancellationToken cancellationToken)
    {
        if (await models.FindAsync(name, version, cancellationToken) is null)
        {
            return PredictionEndpoint.ModelNotFound(new ModelReference(name, version));
        }

        if (await models.DeleteAsync(name, version, cancellationToken) is { Count: > 0 } aliases)
        {
            return TypedResults.Problem(
                $"The alias {string.Join(", ", aliases)} points to this version. " +
                $"PUT /api/models/{name}/aliases/{aliases[0]} points it to another version.",
                statusCode: StatusCodes.Status409Conflict);
        }

        await resolver.RefreshAsync(name, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ModelVersion>, ProblemHttpResult>> RestoreVersionAsync(
        string name, int version, ModelStore models, ModelResolver resolver, CancellationToken cancellationToken)
    {
        if (await PreloadAsync(name, version, resolver, cancellationToken) is { } problem)
        {
            return problem;
        }

        await models.RestoreAsync(name, version, cancellationToken);
        await resolver.RefreshAsync(name, cancellationToken);
        return await GetVersionAsync(name, version, models, cancellationToken);
    }

    /// <summary>Loads a version before it starts to serve requests.</summary>
    /// <returns>The problem if it cannot be loaded; null if it is loaded.</returns>
    private static async Task<ProblemHttpResult?> PreloadAsync(string name, int version, ModelResolver resolver, CancellationToken cancellationToken)
    {
        try
        {
            return await resolver.PreloadAsync(name, version, cancellationToken)
                ? null : PredictionEndpoint.ModelNotFound(new ModelReference(name, version));
        }
        catch (CheckpointException exception)
        {
            return TypedResults.Problem(
                $"The version cannot be loaded, so it cannot serve requests. {exception.Message}", statusCode: StatusCodes.Status409Conflict);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9._-]{0,62}\\z")]
    private static partial Regex AliasPattern();
}
