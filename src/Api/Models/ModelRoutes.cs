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
        var models = app.MapGroup("/api/models").WithTags("Models");

        models.MapGet("/", async (ModelStore store, CancellationToken cancellation) => TypedResults.Ok(await store.ListAsync(cancellation)))
            .WithSummary("List the models with their versions");
        models.MapGet("/{name}", Get).WithSummary("Get a model with its versions").Problems(404);
        models.MapGet("/{name}/versions/{version:int}", GetVersion).WithSummary("Get a version").Problems(404);
        models.MapPost("/{name}/predict", Predict).WithSummary("Predict with a model's newest version").TakesInstances();
        models.MapPost("/{name}/versions/{version:int}/predict", PredictVersion).WithSummary("Predict with a version").TakesInstances();
    }

    private static RouteHandlerBuilder TakesInstances(this RouteHandlerBuilder route) => route
        .WithDescription("An instance is an image: its pixels, 0 to 255, in one list row by row, or as a list of rows. One image alone needs no outer list.")
        .Takes<InstancesRequest>(Examples.Instances).Problems(404, 413)
        .WithMetadata(new RequestSizeLimitAttribute(LargestPrediction));

    private static async Task<Results<Ok<Model>, ProblemHttpResult>> Get(string name, ModelStore models, CancellationToken cancellation) =>
        await models.FindAsync(name, cancellation) is { } model ? TypedResults.Ok(model) : NoSuchModel(name);

    private static async Task<Results<Ok<ModelVersion>, ProblemHttpResult>> GetVersion(
        string name, int version, ModelStore models, CancellationToken cancellation) =>
        await models.FindAsync(name, version, cancellation) is { } found ? TypedResults.Ok(found) : NoSuchModel(name, version);

    private static Task<Results<Ok<PredictionResponse>, ValidationProblem, ProblemHttpResult>> Predict(
        string name, HttpRequest request, ModelStore models, PredictorCache predictors, CancellationToken cancellation) =>
        PredictAsync(name, null, request, models, predictors, cancellation);

    private static Task<Results<Ok<PredictionResponse>, ValidationProblem, ProblemHttpResult>> PredictVersion(
        string name, int version, HttpRequest request, ModelStore models, PredictorCache predictors, CancellationToken cancellation) =>
        PredictAsync(name, version, request, models, predictors, cancellation);

    private static async Task<Results<Ok<PredictionResponse>, ValidationProblem, ProblemHttpResult>> PredictAsync(
        string name, int? version, HttpRequest request, ModelStore models, PredictorCache predictors, CancellationToken cancellation)
    {
        JsonBody.RequireJson(request);
        if (await models.FindAsync(name, version, cancellation) is not { } model)
        {
            return NoSuchModel(name, version);
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        var predictor = predictors.Get(model.JobId);
        var errors = new FieldErrors();
        var instances = Read(body, new InstancesReader(predictor.Description.Input.Height, predictor.Description.Input.Width, errors));
        return errors.None
            ? TypedResults.Ok(new PredictionResponse(model.Name, model.Version, predictor.Predict(instances)))
            : TypedResults.ValidationProblem(errors.ToDictionary(), "The instances do not fit the model; every reason is in errors.");
    }

    private static float[] Read(MemoryStream body, InstancesReader reader)
    {
        try
        {
            return reader.Read(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (Exception exception) when (JsonBody.IsNotJson(exception))
        {
            throw new BadHttpRequestException($"The body is not JSON: {exception.Message}", exception);
        }
    }

    private static ProblemHttpResult NoSuchModel(string name, int? version = null) => TypedResults.Problem(
        $"There is no model '{name}'{(version is null ? "" : $" of version {version}")}. GET /api/models lists them.",
        statusCode: StatusCodes.Status404NotFound);
}
