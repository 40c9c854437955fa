using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Limits;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Transfer;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models.Routes;

internal static class ModelRoutes
{
    private const int MaximumTags = 100;
    private const int MaximumTagLength = 100;
    private const int MaximumTextLength = 10_000;

    private const string VersionsAreSummaries =
        "The versions have no specs and no class names here. GET /api/models/{name}/versions/{version} has them.";

    public static void MapModels(this WebApplication app)
    {
        var models = app.MapGroup("/api/models").WithTags("Models").RequireScope(Scope.Read).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        models.MapGet(
                "/", async ([AsParameters] ModelServices services) => TypedResults.Ok(await services.Store.ListAsync(services.CancellationToken)))
            .WithSummary("List the models with their versions and aliases")
            .WithDescription(VersionsAreSummaries);
        models.MapPost("/", ImportAsync).WithSummary("Import a model from a file")
            .WithDescription("Send a form with `file` and, optionally, `name`. The file is a safetensors file with a description, like a download. " +
                "It becomes the newest version of the model. " +
                "You can train the weights further elsewhere, as long as the file keeps its `__metadata__`. " +
                "Pickles, `.pt` files and TorchScript are refused.")
            .Accepts<ImportRequest>(RouteDocumentation.FormContentType).ProducesProblems(400, 413, 415)
            .LimitConcurrentUploads().DisableAntiforgery().RequireScope(Scope.Train);
        models.MapGet("/{name}", GetAsync).WithSummary("Get a model with its versions and aliases").WithDescription(VersionsAreSummaries)
            .ProducesProblems(404);
        models.MapPatch("/{name}", PatchAsync).WithSummary("Change the description, the tags and the settings of a model")
            .WithDescription("`promote` says when a new version takes over the requests that name only the model. " +
                "`always`: the newest version serves, until the alias `champion` points to a version. " +
                "`ifBetter`: a new version serves only if its score on the same rows is better. `never`: only a user moves the alias `champion`.")
            .AcceptsBody<ModelPatch>(Examples.Description).ProducesProblems(404).RequireScope(Scope.Train);
        models.MapPut("/{name}/aliases/{alias}", ModelAliasHandlers.SetAsync).WithSummary("Point an alias to a version")
            .WithDescription("The version of the alias `champion` serves requests that name only the model. " +
                "The version is loaded and warmed up before it takes over.")
            .AcceptsBody<ModelAlias>(Examples.Alias).ProducesProblems(404, 409).RequireScope(Scope.Train);
        models.MapDelete("/{name}/aliases/{alias}", ModelAliasHandlers.RemoveAsync).WithSummary("Delete an alias")
            .ProducesProblems(404).RequireScope(Scope.Train);
        models.MapGet("/{name}/versions/{version:int}", ModelVersionHandlers.GetAsync)
            .WithSummary("Get a version with its spec and class names").ProducesProblems(404);
        models.MapGet("/{name}/versions/{version:int}/download", ModelVersionHandlers.DownloadAsync)
            .WithSummary("Download a version for another runtime")
            .WithDescription("`safetensors`: the weights under PyTorch's names, with a description, so that the file can be imported again. " +
                "`onnx`: takes raw columns or pixels and returns decoded predictions; dates are seconds since 1970. " +
                "ONNX Runtime checks the export, which is refused if a prediction differs by more than 1e-5. " +
                "`tensorboard`: the metrics of the job as an event file.")
            .Produces<Stream>(StatusCodes.Status200OK, ModelDownload.ContentType).ProducesProblems(400, 404, 409);
        models.MapDelete("/{name}/versions/{version:int}", ModelVersionHandlers.DeleteAsync).WithSummary("Delete a version; it can be restored")
            .WithDescription("A deleted version serves no requests. A version with an alias cannot be deleted.")
            .ProducesProblems(404, 409).RequireScope(Scope.Train);
        models.MapPost("/{name}/versions/{version:int}/restore", ModelVersionHandlers.RestoreAsync)
            .WithSummary("Restore a deleted version").ProducesProblems(404, 409).RequireScope(Scope.Train);
    }

    private static async Task<Results<Ok<Model>, ProblemHttpResult>> GetAsync(string name, [AsParameters] ModelServices services) =>
        ModelProblems.OkOrNotFound(await services.Store.FindAsync(name, services.CancellationToken), new ModelReference(name));

    private static Task<Results<Created<ModelVersion>, ValidationProblem>> ImportAsync(
        HttpRequest request, ModelImport import, CancellationToken cancellationToken) => import.ImportAsync(request, cancellationToken);

    private static async Task<Results<Ok<Model>, ValidationProblem, ProblemHttpResult>> PatchAsync(
        string name, JsonBody body, [AsParameters] ModelServices services)
    {
        var errors = new FieldErrors();
        var patch = new StrictJsonReader(errors).Read<ModelPatch>(body.Json);
        errors.Require(
            patch?.Description is null or { Length: <= MaximumTextLength }, "description", $"must be at most {MaximumTextLength} characters long");
        errors.Require(patch?.Tags is null or { Count: <= MaximumTags }, "tags", $"must contain at most {MaximumTags} tags");
        errors.Require(
            (patch?.Tags ?? new Dictionary<string, string>()).Sum(tag => (long)(tag.Value?.Length ?? 0)) <= MaximumTextLength, "tags",
            $"must have values of at most {MaximumTextLength} characters together");
        foreach (var (tag, value) in patch?.Tags ?? new Dictionary<string, string>())
        {
            errors.Require(
                tag.Length is > 0 and <= MaximumTagLength && value is { Length: <= MaximumTextLength },
                $"tags.{tag}",
                $"must have a name of 1 to {MaximumTagLength} characters and a value of at most {MaximumTextLength} characters");
        }

        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (!await services.Store.UpdateAsync(name, patch!, services.CancellationToken))
        {
            return ModelProblems.NotFound(new ModelReference(name));
        }

        await services.Resolver.RefreshAsync(name, services.CancellationToken);
        return TypedResults.Ok((await services.Store.FindAsync(name, services.CancellationToken))!);
    }
}
