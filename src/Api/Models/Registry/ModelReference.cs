using System.Globalization;
using LearnML.Api.Storage.Promotions;

namespace LearnML.Api.Models.Registry;

/// <summary>
/// The model version that a request asks for. Without a version and an alias it is the version of the alias <c>champion</c>,
/// or the newest version if there is no such alias.
/// </summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">The number of the version; null if the request names none.</param>
/// <param name="Alias">The alias; null if the request names none.</param>
public readonly record struct ModelReference(string Name, int? Version = null, string? Alias = null)
{
    /// <summary>The alias that is used if a request names only the model.</summary>
    public const string Champion = VersionPromotion.Champion;

    /// <summary>Returns text for messages, such as <c>version 2 of model 'digits'</c>.</summary>
    public override string ToString() => Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"version {version} of model '{Name}'")
        : Alias is null ? $"model '{Name}'"
        : $"alias '{Alias}' of model '{Name}'";
}
