using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models.Registry;

/// <summary>Answers requests for models that may not exist.</summary>
internal static class ModelProblems
{
    /// <summary>Returns the problem (404) for a model, version or alias that does not exist.</summary>
    public static ProblemHttpResult NotFound(ModelReference reference) => TypedResults.Problem(
        $"There is no {reference}. GET /api/models lists them.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Returns what was found (200), or a problem (404) if it is null.</summary>
    public static Results<Ok<T>, ProblemHttpResult> OkOrNotFound<T>(T? found, ModelReference reference)
        where T : class => found is null ? NotFound(reference) : TypedResults.Ok(found);
}
