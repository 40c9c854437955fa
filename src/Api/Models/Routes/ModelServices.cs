using LearnML.Api.Hosting;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Training.State;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Routes;

/// <summary>What the handlers of the model routes use.</summary>
/// <param name="Store">The models and their versions.</param>
/// <param name="Aliases">The aliases of versions.</param>
/// <param name="Resolver">Serves the models.</param>
/// <param name="Options">The settings.</param>
/// <param name="CancellationToken">Cancels the request.</param>
internal readonly record struct ModelServices(
    ModelStore Store, ModelAliases Aliases, ModelResolver Resolver, IOptions<LearnMLOptions> Options, CancellationToken CancellationToken)
{
    /// <summary>Loads a version before it starts to serve requests.</summary>
    /// <returns>The problem if it cannot be loaded; null if it is loaded.</returns>
    public async Task<ProblemHttpResult?> PreloadAsync(string name, int version)
    {
        try
        {
            return await Resolver.PreloadAsync(name, version, CancellationToken) ? null : ModelProblems.NotFound(new ModelReference(name, version));
        }
        catch (CheckpointException exception)
        {
            return TypedResults.Problem(
                $"The version cannot be loaded, so it cannot serve requests. {Options.Value.RedactFolders(exception.Message)}",
                statusCode: StatusCodes.Status409Conflict);
        }
    }
}
