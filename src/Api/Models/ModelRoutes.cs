using System.ComponentModel;
using System.Text.RegularExpressions;
using LearnML.Api.Access;
using LearnML.Api.Limits;
using LearnML.Api.Requests;
using LearnML.Api.Serving;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models;

internal static partial class ModelRoutes
{
    private const int MostTags = 100;
    private const int LongestText = 10_000;

    public static void MapModels(this WebApplication app)
    {
        var models = app.MapGroup("/api/models").WithTags("Models").For(Scope.Read).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        models.MapGet("/", async (ModelStore store, CancellationToken cancellation) => TypedResults.Ok(await store.ListAsync(cancellation)))
            .WithSummary("List the models with their versions and aliases");
        models.MapPost("/", Import).WithSummary("Import a model from a file")
            .WithDescription("Send a form with `file` and, optionally, `name`. The file is a safetensors file with a description, like a download. " +
                "It becomes the newest version of the model. " +
                "You can train the weights further elsewhere, as long as the file keeps its `__metadata__`. " +
                "Pickles, `.pt` files and TorchScript are refused.")
            .Accepts<ImportRequest>(RouteDocumentation.Form).Problems(400, 413, 415).TakesFile().DisableAntiforgery().For(Scope.Train);
        models.MapGet("/{name}", Get).WithSummary("Get a model with its versions and aliases").Problems(404);
        models.MapPatch("/{name}", Describe).WithSummary("Change the description and the tags of a model")
            .Takes<ModelPatch>(Examples.Description).Problems(404).For(Scope.Train);
        models.MapPut("/{name}/aliases/{alias}", Point).WithSummary("Point an alias to a version")
            .WithDescription("The version of the alias `champion` serves requests that name only the model. " +
                "The version is loaded and warmed up before it takes over.")
            .Takes<ModelAlias>(Examples.Alias).Problems(404, 409).For(Scope.Train);
        models.MapDelete("/{name}/aliases/{alias}", Unpoint).WithSummary("Delete an alias").Problems(404).For(Scope.Train);
        models.MapGet("/{name}/versions/{version:int}", GetVersion).WithSummary("Get a version").Problems(404);
        models.MapGet("/{name}/versions/{version:int}/download", Download).WithSummary("Download a version for another runtime")
            .WithDescription("`safetensors`: the weights under PyTorch's names, with a description, so that the file can be imported again. " +
                "`onnx`: takes raw columns or pixels and returns decoded predictions; dates are seconds since 1970. " +
                "ONNX Runtime checks the export, which is refused if a prediction differs by more than 1e-5. " +
                "`tensorboard`: the metrics of the job as an event file.")
            .Produces<Stream>(StatusCodes.Status200OK, ModelDownload.ContentType).Problems(400, 404, 409);
        models.MapDelete("/{name}/versions/{version:int}", Delete).WithSummary("Delete a version; it can be restored")
            .WithDescription("A deleted version serves no requests. A version with an alias cannot be deleted.").Problems(404, 409).For(Scope.Train);
        models.MapPost("/{name}/versions/{version:int}/restore", Restore)
            .WithSummary("Restore a deleted version").Problems(404, 409).For(Scope.Train);
    }

    private static async Task<Results<Ok<Model>, ProblemHttpResult>> Get(string name, ModelStore models, CancellationToken cancellation) =>
        await models.FindAsync(name, cancellation) is { } model ? TypedResults.Ok(model) : PredictionEndpoint.NoSuch(new ModelReference(name));

    private static async Task<Results<Ok<ModelVersion>, ProblemHttpResult>> GetVersion(
        string name, int version, ModelStore models, CancellationToken cancellation) =>
        await models.FindAsync(name, version, cancellation) is { } found
            ? TypedResults.Ok(found)
            : PredictionEndpoint.NoSuch(new ModelReference(name, version));

    private static Task<Results<Created<ModelVersion>, ValidationProblem>> Import(
        HttpRequest request, ModelImport import, CancellationToken cancellation) =>
        import.AcceptAsync(request, cancellation);

    private static async Task<IResult> Download(
        string name,
        int version,
        ModelStore models,
        ModelDownload download,
        HttpContext context,
        CancellationToken cancellation,
        [Description("The format: safetensors, onnx or tensorboard.")] string format = "safetensors")
    {
        var errors = new FieldErrors();
        var fileFormat = EnumWord.Parse<ModelFormat>(format, "format", errors);
        return fileFormat is null ? TypedResults.ValidationProblem(errors.ToDictionary())
            : await models.FindAsync(new ModelReference(name, version), cancellation) is { } found
                ? await download.AnswerAsync(found, fileFormat.Value, context, cancellation)
            : PredictionEndpoint.NoSuch(new ModelReference(name, version));
    }

    private static async Task<Results<Ok<Model>, ValidationProblem, ProblemHttpResult>> Describe(
        string name, JsonBody body, ModelStore models, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var patch = new StrictReader(errors).Read<ModelPatch>(body.Json);
        errors.Require(
            patch?.Description is null or { Length: <= LongestText }, "description", $"must be at most {LongestText} characters long");
        errors.Require(patch?.Tags is null or { Count: <= MostTags }, "tags", $"must contain at most {MostTags} tags");
        foreach (var (tag, value) in patch?.Tags ?? new Dictionary<string, string>())
        {
            errors.Require(
                tag.Length is > 0 and <= 100 && value is { Length: <= LongestText },
                $"tags.{tag}",
                $"must have a name of 1 to 100 characters and a value of at most {LongestText} characters");
        }

        return !errors.None ? TypedResults.ValidationProblem(errors.ToDictionary())
            : !await models.DescribeAsync(name, patch!, cancellation) ? PredictionEndpoint.NoSuch(new ModelReference(name))
            : TypedResults.Ok((await models.FindAsync(name, cancellation))!);
    }

    private static async Task<Results<Ok<Model>, ValidationProblem, ProblemHttpResult>> Point(
        string name, string alias, JsonBody body, ModelStore models, ServedModels served, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var target = new StrictReader(errors).Read<ModelAlias>(body.Json);
        errors.Require(AliasName().IsMatch(alias), "alias", "must be 1 to 63 of a-z, 0-9, '.', '_' and '-', and start with a letter");
        if (!errors.None)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (await LoadAsync(name, target!.Version, served, cancellation) is { } problem)
        {
            return problem;
        }

        if (!await models.PointAsync(name, alias, target.Version, cancellation))
        {
            return PredictionEndpoint.NoSuch(new ModelReference(name, target.Version));
        }

        await served.LookAsync(name, cancellation);
        return TypedResults.Ok((await models.FindAsync(name, cancellation))!);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Unpoint(
        string name, string alias, ModelStore models, ServedModels served, CancellationToken cancellation)
    {
        if (!await models.UnpointAsync(name, alias, cancellation))
        {
            return PredictionEndpoint.NoSuch(new ModelReference(name, Alias: alias));
        }

        await served.LookAsync(name, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string name, int version, ModelStore models, ServedModels served, CancellationToken cancellation)
    {
        if (await models.FindAsync(name, version, cancellation) is null)
        {
            return PredictionEndpoint.NoSuch(new ModelReference(name, version));
        }

        if (await models.DeleteAsync(name, version, cancellation) is { Count: > 0 } aliases)
        {
            return TypedResults.Problem(
                $"The alias {string.Join(", ", aliases)} points to this version. " +
                $"PUT /api/models/{name}/aliases/{aliases[0]} points it to another version.",
                statusCode: StatusCodes.Status409Conflict);
        }

        await served.LookAsync(name, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ModelVersion>, ProblemHttpResult>> Restore(
        string name, int version, ModelStore models, ServedModels served, CancellationToken cancellation)
    {
        if (await LoadAsync(name, version, served, cancellation) is { } problem)
        {
            return problem;
        }

        await models.RestoreAsync(name, version, cancellation);
        await served.LookAsync(name, cancellation);
        return await GetVersion(name, version, models, cancellation);
    }

    /// <summary>Loads a version before it starts to serve requests.</summary>
    /// <returns>The problem if it cannot be loaded; null if it is loaded.</returns>
    private static async Task<ProblemHttpResult?> LoadAsync(string name, int version, ServedModels served, CancellationToken cancellation)
    {
        try
        {
            return await served.LoadAsync(name, version, cancellation) ? null : PredictionEndpoint.NoSuch(new ModelReference(name, version));
        }
        catch (CheckpointException exception)
        {
            return TypedResults.Problem(
                $"The version cannot be loaded, so it cannot serve requests. {exception.Message}", statusCode: StatusCodes.Status409Conflict);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9._-]{0,62}\\z")]
    private static partial Regex AliasName();
}
