using System.Globalization;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Inference.Protocol;
using LearnML.Api.Models.Inference.Reading;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Contracts;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Inference;

/// <summary>What the handlers of the protocol's routes use.</summary>
/// <param name="Models">The models and their versions.</param>
/// <param name="Cache">The loaded models.</param>
/// <param name="Resolver">Serves the models.</param>
/// <param name="Statistics">Counts and times requests.</param>
/// <param name="Options">The settings.</param>
/// <param name="CancellationToken">Cancels the request.</param>
internal readonly record struct InferenceServices(
    ModelStore Models,
    ServedModelCache Cache,
    ModelResolver Resolver,
    InferenceStatistics Statistics,
    IOptions<LearnMLOptions> Options,
    CancellationToken CancellationToken)
{
    /// <summary>Returns what a path stands for: without a version the model, with a number that version, and with other text an alias.</summary>
    public static ModelReference ParseReference(string name, string? version) => version is null ? new ModelReference(name)
        : int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new ModelReference(name, number)
        : new ModelReference(name, Alias: version);

    /// <summary>Returns a version number as the protocol has it.</summary>
    public static string FormatVersion(int version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the error (404) for a model, version or alias that does not exist.</summary>
    public static InferenceException NotFound(ModelReference reference) => new($"There is no {reference}.", StatusCodes.Status404NotFound);

    /// <summary>Returns the version that a path stands for and its loaded model.</summary>
    /// <exception cref="InferenceException">There is no such version.</exception>
    public async ValueTask<(ModelVersion Version, ServedModel Model)> ResolveAsync(string name, string? version)
    {
        var reference = ParseReference(name, version);
        return await Resolver.ResolveAsync(reference, CancellationToken) ?? throw NotFound(reference);
    }

    /// <summary>Returns the entry of a version in the repository index.</summary>
    public RepositoryEntry DescribeInIndex(ModelVersion version)
    {
        var number = FormatVersion(version.Version);
        return Cache.GetLoadFailure(version) is { } failure
            ? new RepositoryEntry(version.Name, number, "UNAVAILABLE", Options.Value.RedactFolders(failure))
            : new RepositoryEntry(version.Name, number, "READY", "");
    }
}
