using System.ComponentModel;
using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LearnML.Api.Models;

internal static class ModelRoutes
{
    private const long LargestPrediction = 64 * 1024 * 1024;

    public static void MapModels(this WebApplication app)
    {
        var models = app.MapGroup("/api/models").WithTags("Models").ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        models.MapGet("/", async (ModelStore store, CancellationToken cancellation) => TypedResults.Ok(await store.ListAsync(cancellation)))
            .WithSummary("List the models with their versions");
        models.MapGet("/{name}", Get).WithSummary("Get a model with its versions").Problems(404);
        models.MapGet("/{name}/versions/{version:int}", GetVersion).WithSummary("Get a version").Problems(404);
        models.MapGet("/{name}/schema", Schema).WithSummary("Get the JSON Schema of what a model's newest version takes, with an example").Problems(404);
        models.MapGet("/{name}/versions/{version:int}/schema", SchemaOfVersion).WithSummary("Get the JSON Schema of what a version takes, with an example").Problems(404);
        models.MapPost("/{name}/predict", Predict).WithSummary("Predict with a model's newest version").TakesRowsOrInstances();
        models.MapPost("/{name}/versions/{version:int}/predict", PredictVersion).WithSummary("Predict with a version").TakesRowsOrInstances();
    }

    private static RouteHandlerBuilder TakesRowsOrInstances(this RouteHandlerBuilder route) => route
        .WithDescription("A model of images takes `instances`: each its pixels, 0 to 255, in one list row by row, or as a list of rows; one image alone needs no outer list. " +
            "A model of a table takes `rows`, objects of columns and their values, or a CSV file as `text/csv`, which is answered in kind. " +
            "What a row lacks is taken for missing and told in `warnings`; with `strict` it is refused.")
        .Takes<PredictionRequest>(Examples.Instances, otherTypes: PredictionEndpoint.Csv)
        .Produces<PredictionResponse>(StatusCodes.Status200OK, RouteDocumentation.Json, PredictionEndpoint.Csv).Problems(404, 413)
        .WithMetadata(new RequestSizeLimitAttribute(LargestPrediction));

    private static async Task<Results<Ok<Model>, ProblemHttpResult>> Get(string name, ModelStore models, CancellationToken cancellation) =>
        await models.FindAsync(name, cancellation) is { } model ? TypedResults.Ok(model) : NoSuchModel(name);

    private static async Task<Results<Ok<ModelVersion>, ProblemHttpResult>> GetVersion(
        string name, int version, ModelStore models, CancellationToken cancellation) =>
        await models.FindAsync(name, version, cancellation) is { } found ? TypedResults.Ok(found) : NoSuchModel(name, version);

    private static Task<Results<Ok<JsonObject>, ProblemHttpResult>> Schema(
        string name, ModelStore models, PredictorCache predictors, CancellationToken cancellation) => SchemaAsync(name, null, models, predictors, cancellation);

    private static Task<Results<Ok<JsonObject>, ProblemHttpResult>> SchemaOfVersion(
        string name, int version, ModelStore models, PredictorCache predictors, CancellationToken cancellation) => SchemaAsync(name, version, models, predictors, cancellation);

    private static Task<IResult> Predict(
        string name,
        HttpRequest request,
        ModelStore models,
        PredictionEndpoint endpoint,
        CancellationToken cancellation,
        [Description("Refuse what is missing, of the wrong type or not seen in training.")] bool strict = false) =>
        PredictAsync(name, null, request, models, endpoint, strict, cancellation);

    private static Task<IResult> PredictVersion(
        string name,
        int version,
        HttpRequest request,
        ModelStore models,
        PredictionEndpoint endpoint,
        CancellationToken cancellation,
        [Description("Refuse what is missing, of the wrong type or not seen in training.")] bool strict = false) =>
        PredictAsync(name, version, request, models, endpoint, strict, cancellation);

    private static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> SchemaAsync(
        string name, int? version, ModelStore models, PredictorCache predictors, CancellationToken cancellation) =>
        await models.FindAsync(name, version, cancellation) is { } model
            ? TypedResults.Ok(InputSchema.Of(predictors.Get(model).Description))
            : NoSuchModel(name, version);

    private static async Task<IResult> PredictAsync(
        string name, int? version, HttpRequest request, ModelStore models, PredictionEndpoint endpoint, bool strict, CancellationToken cancellation)
    {
        var isCsv = PredictionEndpoint.IsCsv(request);
        if (!isCsv)
        {
            JsonBody.RequireJson(request);
        }

        return await models.FindAsync(name, version, cancellation) is not { } model ? NoSuchModel(name, version)
            : isCsv ? await endpoint.CsvAsync(model, request, strict, cancellation)
            : await endpoint.JsonAsync(model, request, strict, cancellation);
    }

    internal static ProblemHttpResult NoSuchModel(string name, int? version = null) => TypedResults.Problem(
        $"There is no model '{name}'{(version is null ? "" : $" of version {version}")}. GET /api/models lists them.",
        statusCode: StatusCodes.Status404NotFound);
}
