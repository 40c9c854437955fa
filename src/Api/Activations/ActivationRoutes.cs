using System.ComponentModel;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Networks.Layers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Activations;

internal static class ActivationRoutes
{
    private const int MaximumPoints = 10_000;
    private const double MaximumNumber = 1e6;

    public static void MapActivations(this WebApplication app)
    {
        var activations = app.MapGroup("/api/activations").WithTags("Activations").RequireScope(Scope.Read);

        activations.MapGet("/", () => TypedResults.Ok(ActivationCatalog.All))
            .WithSummary("List the activations with their formulas, advantages and cautions");
        activations.MapGet("/{name}", Get).WithSummary("Get the curve of an activation and its derivative, computed by automatic differentiation")
            .ProducesProblems(400, 404);
    }

    private static Results<Ok<ActivationCurve>, ValidationProblem, ProblemHttpResult> Get(
        [Description("The activation's name as in a spec, for example sigmoid.")] string name,
        [Description("The first x.")] double from = -8,
        [Description("The last x.")] double to = 8,
        [Description("The distance from one x to the next, above 0.")] double step = 0.1)
    {
        if (EnumNames.Parse<Activation>(name) is not { } activation)
        {
            return TypedResults.Problem(
                $"There is no activation '{name}'; the activations are {EnumNames.List(typeof(Activation))}.",
                statusCode: StatusCodes.Status404NotFound);
        }

        var errors = new FieldErrors();
        errors.Require(Math.Abs(from) <= MaximumNumber, "from", $"must be at most {MaximumNumber} in magnitude");
        errors.Require(Math.Abs(to) <= MaximumNumber, "to", $"must be at most {MaximumNumber} in magnitude");
        errors.Require(from <= to, "to", "must be at least from");
        errors.Require(step is > 0 and <= MaximumNumber, "step", $"must be above 0 and at most {MaximumNumber}");
        errors.Require(!errors.IsEmpty || (to - from) / step < MaximumPoints, "step",
            $"must be larger: the curve can have at most {MaximumPoints} points");
        return errors.IsEmpty
            ? TypedResults.Ok(ActivationCatalog.ComputeCurve(activation, from, to, step))
            : TypedResults.ValidationProblem(errors.ToDictionary());
    }
}
