using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LearnML.Contracts;

/// <summary>
/// The JSON format of the contracts: camelCase names, enums as camelCase strings, unknown fields are errors. Fields of a spec whose default depends
/// on the dataset are written only if they were set, so that the service can choose the default.
/// </summary>
public static class WireFormat
{
    /// <summary>The options for reading and writing every contract. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the format of <see cref="Options"/> to other options.</summary>
    /// <param name="options">The options to change.</param>
    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(UnsetFields.Omit);
        options.Converters.Add(new OneOrManyConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
