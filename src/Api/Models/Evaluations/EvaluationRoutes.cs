using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Limits;
using LearnML.Api.Models.Predictions;
using LearnML.Api.Models.Registry;
using LearnML.Contracts;

namespace LearnML.Api.Models.Evaluations;

internal static class EvaluationRoutes
{
    public static void MapEvaluations(this WebApplication app)
    {
        var model = app.MapGroup("/api/models/{name}").WithTags("Predictions").RequireScope(Scope.Predict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        var maxBytes = app.GetLimits().PredictionBytes;
        model.MapPost("/evaluate", EvaluateAsync)
            .WithSummary("Score a model on labelled rows: the version of its alias champion, or its newest version").WithEvaluationBody(maxBytes);
        model.MapPost("/versions/{version:int}/evaluate", EvaluateVersionAsync)
            .WithSummary("Score a version on labelled rows").WithEvaluationBody(maxBytes);
    }

    private static void WithEvaluationBody(this RouteHandlerBuilder route, long maxBytes) => route
        .WithDescription("Send rows with the target column, and the weight column if the model has one, as a CSV file (`text/csv`), " +
            "or the name of a dataset as JSON. A dataset needs the scope `read` too. " +
            "Rows without a target, or of a class that the model does not know, are left out and told in `warnings`.")
        .AcceptsBody<EvaluationRequest>(Examples.Evaluation, otherTypes: CsvEndpoint.ContentType)
        .Produces<Evaluation>().ProducesProblems(403, 404)
        .LimitBodySize(maxBytes);

    private static Task<IResult> EvaluateAsync(string name, EvaluationEndpoint endpoint, HttpContext context) =>
        endpoint.HandleAsync(new ModelReference(name), context);

    private static Task<IResult> EvaluateVersionAsync(string name, int version, EvaluationEndpoint endpoint, HttpContext context) =>
        endpoint.HandleAsync(new ModelReference(name, version), context);
}
