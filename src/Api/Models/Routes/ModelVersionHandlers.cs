using System.ComponentModel;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Transfer;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models.Routes;

/// <summary>Handles the routes of a model's versions.</summary>
internal static class ModelVersionHandlers
{
    public static async Task<Results<Ok<ModelVersion>, ProblemHttpResult>> GetAsync(
        string name, int version, [AsParameters] ModelServices services) => ModelProblems.OkOrNotFound(
        await services.Store.FindAsync(name, version, services.CancellationToken), new ModelReference(name, version));

    public static async Task<IResult> DownloadAsync(
        string name,
        int version,
        [AsParameters] ModelServices services,
        ModelDownload download,
        HttpContext context,
        [Description("The format: safetensors, onnx or tensorboard.")] string format = "safetensors")
    {
        var errors = new FieldErrors();
        if (errors.ParseEnum<ModelFormat>(format, "format") is not { } fileFormat)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        var reference = new ModelReference(name, version);
        return await services.Store.FindAsync(reference, services.CancellationToken) is { } found
            ? await download.ExportAsync(found, fileFormat, context)
            : ModelProblems.NotFound(reference);
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string name, int version, [AsParameters] ModelServices services)
    {
        if (await services.Store.FindAsync(name, version, services.CancellationToken) is null)
        {
            return ModelProblems.NotFound(new ModelReference(name, version));
        }

        if (await services.Store.DeleteAsync(name, version, services.CancellationToken) is { Count: > 0 } aliases)
        {
            return TypedResults.Problem(
                $"The alias {string.Join(", ", aliases)} points to this version. " +
                $"PUT /api/models/{name}/aliases/{aliases[0]} points it to another version.",
                statusCode: StatusCodes.Status409Conflict);
        }

        await services.Resolver.RefreshAsync(name, services.CancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<Results<Ok<ModelVersion>, ProblemHttpResult>> RestoreAsync(
        string name, int version, [AsParameters] ModelServices services)
    {
        if (await services.PreloadAsync(name, version) is { } problem)
        {
            return problem;
        }

        await services.Store.RestoreAsync(name, version, services.CancellationToken);
        await services.Resolver.RefreshAsync(name, services.CancellationToken);
        return await GetAsync(name, version, services);
    }
}
