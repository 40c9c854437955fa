using System.ComponentModel;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Models.Registry;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models.Predictions;

/// <summary>Routes that show the layers and parameters of the version that serves a model.</summary>
internal static class ParameterRoutes
{
    private const int MaximumValues = 1_000_000;

    public static void MapParameters(this WebApplication app)
    {
        var model = app.MapGroup("/api/models/{name}").WithTags("Models").RequireScope(Scope.Read)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        model.MapGet("/graph", GetGraphAsync)
            .WithSummary("Get the layers of the version that serves a model, with shapes, parameters and multiply-adds").ProducesProblems(404);
        model.MapGet("/parameters", ListParametersAsync)
            .WithSummary("List the parameters of the version that serves a model, with statistics and histograms").ProducesProblems(404);
        model.MapGet("/parameters/{path}", GetValuesAsync).WithSummary("Get the values of a parameter").ProducesProblems(400, 404);
    }

    private static async Task<Results<Ok<NetworkGraph>, ProblemHttpResult>> GetGraphAsync(string name, [AsParameters] PredictionServices services)
    {
        var reference = new ModelReference(name);
        return ModelProblems.OkOrNotFound((await services.FindModelAsync(reference))?.Predictor.CreateGraph(), reference);
    }

    private static async Task<Results<Ok<IReadOnlyList<ParameterSummary>>, ProblemHttpResult>> ListParametersAsync(
        string name, [AsParameters] PredictionServices services)
    {
        var reference = new ModelReference(name);
        var model = await services.FindModelAsync(reference);
        return ModelProblems.OkOrNotFound(model is null ? null : await model.SummarizeParametersAsync(), reference);
    }

    private static async Task<Results<Ok<ParameterValues>, ValidationProblem, ProblemHttpResult>> GetValuesAsync(
        string name,
        string path,
        [AsParameters] PredictionServices services,
        [Description("The number of values to skip at the start.")] long skip = 0,
        [Description("The maximum number of values to return, 1 to 1,000,000.")] int take = MaximumValues)
    {
        var errors = new FieldErrors();
        errors.Require(skip >= 0, "skip", "must be at least 0");
        errors.Require(take is >= 1 and <= MaximumValues, "take", $"must be 1 to {MaximumValues}");
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (await services.FindModelAsync(new ModelReference(name)) is not { Predictor: var predictor })
        {
            return ModelProblems.NotFound(new ModelReference(name));
        }

        return predictor.FindParameter(path, skip, take) is { } values
            ? TypedResults.Ok(values)
            : TypedResults.Problem(
                $"The model '{name}' has no parameter '{path}'. GET /api/models/{name}/parameters lists them.",
                statusCode: StatusCodes.Status404NotFound);
    }
}
