using System.ComponentModel;
using System.Text.Json.Nodes;
using LearnML.Api.Access;
using LearnML.Api.Limits;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Serving;

internal static class PredictionRoutes
{
    private const string Strictly = "Whether values that are missing, of the wrong type or not seen in training are an error.";

    public static void MapPredictions(this WebApplication app)
    {
        var model = app.MapGroup("/api/models/{name}").WithTags("Predictions").For(Scope.Predict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        var maxBytes = app.Limits().PredictionBytes;
        model.MapPost("/predict", Predict)
            .WithSummary("Predict with a model: the version of its alias champion, or its newest version").TakesRowsOrInstances(maxBytes);
        model.MapPost("/versions/{version:int}/predict", PredictVersion).WithSummary("Predict with a version").TakesRowsOrInstances(maxBytes);
        model.MapPost("/aliases/{alias}/predict", PredictAlias)
            .WithSummary("Predict with the version of an alias").TakesRowsOrInstances(maxBytes);
        model.MapGet("/schema", Schema).WithSummary("Get the JSON Schema of a model's input, with an example").Problems(404);
        model.MapGet("/versions/{version:int}/schema", SchemaOfVersion)
            .WithSummary("Get the JSON Schema of a version's input, with an example").Problems(404);
    }

    private static void TakesRowsOrInstances(this RouteHandlerBuilder route, long maxBytes) => route
        .WithDescription("Send images to an image model as `instances`. An image is a list of pixels, 0 to 255, row by row, or a list of rows. " +
            "A single image needs no outer list. " +
            "Send rows to a table model as `rows`, objects that map columns to values, or as a CSV file (`text/csv`). " +
            "The response to a CSV file is CSV. " +
            "MLflow's `dataframe_split`, `dataframe_records`, `instances` and `inputs` also work. " +
            "A value that a row lacks counts as missing and is listed in `warnings`; with `strict` it is an error.")
        .Takes<PredictionRequest>(Examples.Instances, otherTypes: CsvEndpoint.Csv)
        .Produces<PredictionResponse>(StatusCodes.Status200OK, RouteDocumentation.Json, CsvEndpoint.Csv).Problems(404, 413)
        .TakesBytes(maxBytes);

    private static Task Predict(string name, HttpContext context, PredictionEndpoint endpoint, [Description(Strictly)] bool strict = false) =>
        endpoint.AnswerAsync(new ModelReference(name), context, strict);

    private static Task PredictVersion(
        string name, int version, HttpContext context, PredictionEndpoint endpoint, [Description(Strictly)] bool strict = false) =>
        endpoint.AnswerAsync(new ModelReference(name, version), context, strict);

    private static Task PredictAlias(
        string name, string alias, HttpContext context, PredictionEndpoint endpoint, [Description(Strictly)] bool strict = false) =>
        endpoint.AnswerAsync(new ModelReference(name, Alias: alias), context, strict);

    private static Task<Results<Ok<JsonObject>, ProblemHttpResult>> Schema(string name, ServedModels models, CancellationToken cancellation) =>
        SchemaAsync(new ModelReference(name), models, cancellation);

    private static Task<Results<Ok<JsonObject>, ProblemHttpResult>> SchemaOfVersion(
        string name, int version, ServedModels models, CancellationToken cancellation) =>
        SchemaAsync(new ModelReference(name, version), models, cancellation);

    private static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> SchemaAsync(
        ModelReference reference, ServedModels models, CancellationToken cancellation) =>
        await models.FindAsync(reference, cancellation) is var (_, model)
            ? TypedResults.Ok(InputSchema.Of(model.Predictor.Description))
            : PredictionEndpoint.NoSuch(reference);
}
