using System.ComponentModel;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Limits;
using LearnML.Api.Models.Predictions;
using LearnML.Api.Models.Registry;
using LearnML.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace LearnML.Api.Models.Evaluations;

internal static class EvaluationRoutes
{
    private const string RepeatsDescription = "How often each column is shuffled, from 2 to 100.";
    private const string SeedDescription = "The seed of the shuffles. The same seed gives the same answer.";
    private const string GroupDescription =
        "Columns that are shuffled together, as a JSON array of their names. Give the parameter again for another group. " +
        "A group takes the place of its columns.";

    private const string ColumnDescription =
        "The column. Give it twice for the effect of a pair of columns. Without it, the answer has the effect of every column.";
    private const string PointsDescription = "The largest number of values of a column, from 2 to 100.";
    private const string ClassDescription =
        "The class whose probability is the prediction. Of two classes, the default is the positive class of the threshold, or the second one.";

    public static void MapEvaluations(this WebApplication app)
    {
        var model = app.MapGroup("/api/models/{name}").WithTags("Predictions").RequireScope(Scope.Predict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        var maxBytes = app.GetLimits().PredictionBytes;
        model.MapPost("/evaluate", EvaluateAsync)
            .WithSummary("Score a model on labelled rows: the version of its alias champion, or its newest version").WithEvaluationBody(maxBytes);
        model.MapPost("/versions/{version:int}/evaluate", EvaluateVersionAsync)
            .WithSummary("Score a version on labelled rows").WithEvaluationBody(maxBytes);
        model.MapPost("/explain", ExplainAsync)
            .WithSummary("Find the columns that matter for a model: the version of its alias champion, or its newest version")
            .WithExplanationBody(maxBytes);
        model.MapPost("/versions/{version:int}/explain", ExplainVersionAsync)
            .WithSummary("Find the columns that matter for a version").WithExplanationBody(maxBytes);
        model.MapPost("/effects", FindEffectsAsync)
            .WithSummary("Get the effects of a model's columns: of the version of its alias champion, or its newest version")
            .WithEffectsBody(maxBytes);
        model.MapPost("/versions/{version:int}/effects", FindVersionEffectsAsync)
            .WithSummary("Get the effects of a version's columns").WithEffectsBody(maxBytes);
    }

    private static void WithEvaluationBody(this RouteHandlerBuilder route, long maxBytes) => route
        .WithDescription("Send rows with the target column, and the weight column if the model has one, as a CSV file (`text/csv`), " +
            "or the name of a dataset as JSON. A dataset needs the scope `read` too. " +
            "Rows without a target, or of a class that the model does not know, are left out and told in `warnings`.")
        .AcceptsBody<EvaluationRequest>(Examples.Evaluation, otherTypes: CsvEndpoint.ContentType)
        .Produces<Evaluation>().ProducesProblems(403, 404)
        .LimitBodySize(maxBytes);

    private static void WithExplanationBody(this RouteHandlerBuilder route, long maxBytes) => route
        .WithDescription("Send rows that the model was not trained on, as for `evaluate`: with the target column as a CSV file (`text/csv`), " +
            "or the name of a dataset as JSON, which needs the scope `read` too. The answer has the permutation importance of each column: " +
            "how much the mean loss rises if the column's values are shuffled among the rows, with a 95 % interval and a p-value.")
        .AcceptsBody<EvaluationRequest>(Examples.Explanation, otherTypes: CsvEndpoint.ContentType)
        .Produces<ModelExplanation>().ProducesProblems(403, 404)
        .LimitBodySize(maxBytes);

    private static void WithEffectsBody(this RouteHandlerBuilder route, long maxBytes) => route
        .WithDescription("Send rows as for `evaluate`. The answer has what the model predicts on average if a column has the same value in all " +
            "rows (partial dependence), at several values, with the distribution of the column. For one column, it also has the predictions for " +
            "single rows (individual conditional expectation).")
        .AcceptsBody<EvaluationRequest>(Examples.Explanation, otherTypes: CsvEndpoint.ContentType)
        .Produces<ModelEffects>().ProducesProblems(403, 404)
        .LimitBodySize(maxBytes);

    private static Task<IResult> FindEffectsAsync(
        string name,
        EvaluationEndpoint endpoint,
        HttpContext context,
        [FromQuery, Description(ColumnDescription)] string[]? column = null,
        [Description(PointsDescription)] int points = ModelEffects.DefaultPoints,
        [FromQuery(Name = "class"), Description(ClassDescription)] string? className = null) =>
        endpoint.HandleAsync(new ModelReference(name), new EffectsComputation(column ?? [], points, className), context);

    private static Task<IResult> FindVersionEffectsAsync(
        string name,
        int version,
        EvaluationEndpoint endpoint,
        HttpContext context,
        [FromQuery, Description(ColumnDescription)] string[]? column = null,
        [Description(PointsDescription)] int points = ModelEffects.DefaultPoints,
        [FromQuery(Name = "class"), Description(ClassDescription)] string? className = null) =>
        endpoint.HandleAsync(new ModelReference(name, version), new EffectsComputation(column ?? [], points, className), context);

    private static Task<IResult> EvaluateAsync(string name, EvaluationEndpoint endpoint, HttpContext context) =>
        endpoint.HandleAsync(new ModelReference(name), new EvaluationComputation(), context);

    private static Task<IResult> EvaluateVersionAsync(string name, int version, EvaluationEndpoint endpoint, HttpContext context) =>
        endpoint.HandleAsync(new ModelReference(name, version), new EvaluationComputation(), context);

    private static Task<IResult> ExplainAsync(
        string name,
        EvaluationEndpoint endpoint,
        HttpContext context,
        [Description(RepeatsDescription)] int repeats = ExplainSpec.DefaultRepeats,
        [Description(SeedDescription)] long seed = 0,
        [FromQuery, Description(GroupDescription)] string[]? group = null) =>
        endpoint.HandleAsync(new ModelReference(name), new ImportanceComputation(repeats, seed, group ?? []), context);

    private static Task<IResult> ExplainVersionAsync(
        string name,
        int version,
        EvaluationEndpoint endpoint,
        HttpContext context,
        [Description(RepeatsDescription)] int repeats = ExplainSpec.DefaultRepeats,
        [Description(SeedDescription)] long seed = 0,
        [FromQuery, Description(GroupDescription)] string[]? group = null) =>
        endpoint.HandleAsync(new ModelReference(name, version), new ImportanceComputation(repeats, seed, group ?? []), context);
}
