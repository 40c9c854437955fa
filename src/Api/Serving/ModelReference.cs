using System.Globalization;

namespace LearnML.Api.Serving;

/// <summary>How a request names a model version.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">The version; null where none is named.</param>
/// <param name="Alias">The alias; null where none is named. Without either it is the alias <c>champion</c> where that is set, else the newest version.</param>
public readonly record struct ModelReference(string Name, int? Version = null, string? Alias = null)
{
    /// <summary>The alias that a name alone means.</summary>
    public const string Champion = "champion";

    /// <summary>In words.</summary>
    public override string ToString() => Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"model '{Name}' of version {version}")
        : Alias is null ? $"model '{Name}'"
        : $"model '{Name}' of alias '{Alias}'";
}
