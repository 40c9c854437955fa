using System.Text.Json.Nodes;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Limits;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models.Predictions;

internal static class PredictionRoutes
{
    public static void MapPredictions(this WebApplication app)
    {
        var model = app.MapGroup("/api/models/{name}").WithTags("Predictions").RequireScope(Scope.Predict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        var maxBytes = app.GetLimits().PredictionBytes;
        model.MapPost("/predict", PredictAsync)
            .WithSummary("Predict with a model: the version of its alias champion, or its newest version").WithPredictionBody(maxBytes);
        model.MapPost("/versions/{version:int}/predict", PredictVersionAsync).WithSummary("Predict with a version").WithPredictionBody(maxBytes);
        model.MapPost("/aliases/{alias}/predict", PredictAliasAsync)
            .WithSummary("Predict with the version of an alias").WithPredictionBody(maxBytes);
        model.MapGet("/schema", GetSchemaAsync).WithSummary("Get the JSON Schema of a model's input, with an example").ProducesProblems(404);
        model.MapGet("/versions/{version:int}/schema", GetVersionSchemaAsync)
            .WithSummary("Get the JSON Schema of a version's input, with an example").ProducesProblems(404);
    }

    private static void WithPredictionBody(this RouteHandlerBuilder route, long maxBytes) => route
        .WithDescription("Send images to an image model as `instances`. An image is a list of pixels, 0 to 255, row by row, or a list of rows. " +
            "A single image needs no outer list. " +
            "Send rows to a table model as `rows`, objects that map columns to values, or as a CSV file (`text/csv`). " +
            "The response to a CSV file is CSV. " +
            "MLflow's `dataframe_split`, `dataframe_records`, `instances` and `inputs` also work. " +
            "A value that a row lacks counts as missing and is listed in `warnings`; with `strict` it is an error.")
        .AcceptsBody<PredictionRequest>(Examples.Instances, otherTypes: CsvEndpoint.ContentType)
        .Produces<PredictionResponse>(StatusCodes.Status200OK, RouteDocumentation.JsonContentType, CsvEndpoint.ContentType).ProducesProblems(404, 413)
        .LimitBodySize(maxBytes);

    private static Task PredictAsync(
        string name, [AsParameters] PredictionServices services, [AsParameters] PredictionOptions asked) =>
        services.Endpoint.HandleAsync(new ModelReference(name), services.Context, asked);

    private static Task PredictVersionAsync(
        string name, int version, [AsParameters] PredictionServices services, [AsParameters] PredictionOptions asked) =>
        services.Endpoint.HandleAsync(new ModelReference(name, version), services.Context, asked);

    private static Task PredictAliasAsync(
        string name, string alias, [AsParameters] PredictionServices services, [AsParameters] PredictionOptions asked) =>
        services.Endpoint.HandleAsync(new ModelReference(name, Alias: alias), services.Context, asked);

    private static Task<Results<Ok<JsonObject>, ProblemHttpResult>> GetSchemaAsync(string name, [AsParameters] PredictionServices services) =>
        FindSchemaAsync(new ModelReference(name), services);

    private static Task<Results<Ok<JsonObject>, ProblemHttpResult>> GetVersionSchemaAsync(
        string name, int version, [AsParameters] PredictionServices services) => FindSchemaAsync(new ModelReference(name, version), services);

    private static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> FindSchemaAsync(ModelReference reference, PredictionServices services)
    {
        var model = await services.FindModelAsync(reference);
        return ModelProblems.OkOrNotFound(model is null ? null : InputSchema.Create(model.Predictor.Description), reference);
    }
}
