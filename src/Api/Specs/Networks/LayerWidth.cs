using System.Globalization;

namespace LearnML.Api.Specs.Networks;

/// <summary>The number of inputs or outputs of a layer, for error messages.</summary>
internal static class LayerWidth
{
    /// <summary>Returns the number in words; null if it is only known after preprocessing.</summary>
    public static string Describe(int? width) => width?.ToString(CultureInfo.InvariantCulture) ?? "the data's";
}
