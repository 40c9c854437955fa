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
    private const string Strictly = "Refuse what is missing, of the wrong type or not seen in training.";

    public static void MapPredictions(this WebApplication app)
    {
        var model = app.MapGroup("/api/models/{name}").WithTags("Predictions").For(Scope.Predict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        var most = app.Limits().PredictionBytes;
        model.MapPost("/predict", Predict).WithSummary("Predict with a model: its alias champion if set, else its newest version").TakesRowsOrInstances(most);
        model.MapPost("/versions/{version:int}/predict", PredictVersion).WithSummary("Predict with a version").TakesRowsOrInstances(most);
        model.MapPost("/aliases/{alias}/predict", PredictAlias).WithSummary("Predict with the version of an alias").TakesRowsOrInstances(most);
        model.MapGet("/schema", Schema).WithSummary("Get the JSON Schema of what a model takes, with an example").Problems(404);
        model.MapGet("/versions/{version:int}/schema", SchemaOfVersion).WithSummary("Get the JSON Schema of what a version takes, with an example").Problems(404);
    }

    private static void TakesRowsOrInstances(this RouteHandlerBuilder route, long mostBytes) => route
        .WithDescription("A model of images takes `instances`: each its pixels, 0 to 255, in one list row by row, or as a list of rows; one image alone needs no outer list. " +
            "A model of a table takes `rows`, objects of columns and their values, or a CSV file as `text/csv`, which is answered in kind. " +
            "MLflow's `dataframe_split`, `dataframe_records`, `instances` and `inputs` are taken too. " +
            "What a row lacks is taken for missing and told in `warnings`; with `strict` it is refused.")
        .Takes<PredictionRequest>(Examples.Instances, otherTypes: CsvEndpoint.Csv)
        .Produces<PredictionResponse>(StatusCodes.Status200OK, RouteDocumentation.Json, CsvEndpoint.Csv).Problems(404, 413)
        .TakesBytes(mostBytes);

    private static Task Predict(string name, HttpContext context, PredictionEndpoint endpoint, [Description(Strictly)] bool strict = false) =>
        endpoint.AnswerAsync(new ModelReference(name), context, strict);

    private static Task PredictVersion(string name, int version, HttpContext context, PredictionEndpoint endpoint, [Description(Strictly)] bool strict = false) =>
        endpoint.AnswerAsync(new ModelReference(name, version), context, strict);

    private static Task PredictAlias(string name, string alias, HttpContext context, PredictionEndpoint endpoint, [Description(Strictly)] bool strict = false) =>
        endpoint.AnswerAsync(new ModelReference(name, Alias: alias), context, strict);

    private static Task<Results<Ok<JsonObject>, ProblemHttpResult>> Schema(string name, ServedModels models, CancellationToken cancellation) => SchemaAsync(new ModelReference(name), models, cancellation);

    private static Task<Results<Ok<JsonObject>, ProblemHttpResult>> SchemaOfVersion(string name, int version, ServedModels models, CancellationToken cancellation) =>
        SchemaAsync(new ModelReference(name, version), models, cancellation);

    private static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> SchemaAsync(ModelReference reference, ServedModels models, CancellationToken cancellation) =>
        await models.FindAsync(reference, cancellation) is var (_, model)
            ? TypedResults.Ok(InputSchema.Of(model.Predictor.Description))
            : PredictionEndpoint.NoSuch(reference);
}
