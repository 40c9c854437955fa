using System.ComponentModel;
using LearnML.Api.Access;
using LearnML.Api.Requests;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Serving;

/// <summary>Routes that show the layers and parameters of the version that serves a model.</summary>
internal static class ParameterRoutes
{
    private const int MaximumValues = 1_000_000;

    public static void MapParameters(this WebApplication app)
    {
        var model = app.MapGroup("/api/models/{name}").WithTags("Models").For(Scope.Read).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        model.MapGet("/graph", Graph)
            .WithSummary("Get the layers of the version that serves a model, with shapes, parameters and multiply-adds").Problems(404);
        model.MapGet("/parameters", List)
            .WithSummary("List the parameters of the version that serves a model, with statistics and histograms").Problems(404);
        model.MapGet("/parameters/{path}", Get).WithSummary("Get the values of a parameter").Problems(400, 404);
    }

    private static async Task<Results<Ok<NetworkGraph>, ProblemHttpResult>> Graph(
        string name, ServedModels models, CancellationToken cancellation) =>
        await FindAsync(name, models, cancellation) is { } predictor
            ? TypedResults.Ok(predictor.Graph())
            : PredictionEndpoint.NoSuch(new ModelReference(name));

    private static async Task<Results<Ok<IReadOnlyList<ParameterSummary>>, ProblemHttpResult>> List(
        string name, ServedModels models, CancellationToken cancellation) =>
        await FindAsync(name, models, cancellation) is { } predictor
            ? TypedResults.Ok(predictor.Parameters())
            : PredictionEndpoint.NoSuch(new ModelReference(name));

    private static async Task<Results<Ok<ParameterValues>, ValidationProblem, ProblemHttpResult>> Get(
        string name,
        string path,
        ServedModels models,
        CancellationToken cancellation,
        [Description("The number of values to skip at the start.")] long skip = 0,
        [Description("The maximum number of values to return, 1 to 1,000,000.")] int take = MaximumValues)
    {
        var errors = new FieldErrors();
        errors.Require(skip >= 0, "skip", "must be at least 0");
        errors.Require(take is >= 1 and <= MaximumValues, "take", $"must be 1 to {MaximumValues}");
        if (!errors.None)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (await FindAsync(name, models, cancellation) is not { } predictor)
        {
            return PredictionEndpoint.NoSuch(new ModelReference(name));
        }

        return predictor.Parameter(path, skip, take) is { } values
            ? TypedResults.Ok(values)
            : TypedResults.Problem(
                $"The model '{name}' has no parameter '{path}'. GET /api/models/{name}/parameters lists them.",
                statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<Predictor?> FindAsync(string name, ServedModels models, CancellationToken cancellation) =>
        await models.FindAsync(new ModelReference(name), cancellation) is var (_, model) ? model.Predictor : null;
}
