using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;

namespace LearnML.Api.Models.Predictions;

/// <summary>What the handlers of the routes use that predict or describe a loaded model.</summary>
/// <param name="Endpoint">Handles predictions.</param>
/// <param name="Resolver">Serves the models.</param>
/// <param name="Context">The request.</param>
internal readonly record struct PredictionServices(PredictionEndpoint Endpoint, ModelResolver Resolver, HttpContext Context)
{
    /// <summary>Returns the loaded model of a reference; null if there is no such version.</summary>
    public async Task<ServedModel?> FindModelAsync(ModelReference reference) =>
        await Resolver.ResolveAsync(reference, Context.RequestAborted) is var (_, model) ? model : null;
}
