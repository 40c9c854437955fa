using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using LearnML.Api.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Requests;

/// <summary>
/// Deserializes JSON and reports every error, not only the first: unknown fields, missing fields and values of the wrong type, each by its
/// path (<c>network.hidden</c>). The valid fields are still read, so that the caller can check their values too and report all errors at once.
/// </summary>
/// <param name="errors">Collects validation errors.</param>
/// <param name="otherNames">The names that other libraries have for fields. Errors suggest ours.</param>
public sealed class StrictJsonReader(FieldErrors errors, OtherFieldNames? otherNames = null)
{
    private FieldSuggestions? suggestions;

    /// <summary>Deserializes <paramref name="json"/>. A field with an error gets its default value; a required string is then empty.</summary>
    /// <returns>The object; null if the JSON is not an object.</returns>
    public T? Read<T>(JsonNode? json)
        where T : class
    {
        var type = WireFormat.Options.GetTypeInfo(typeof(T));
        if (json is not JsonObject body)
        {
            errors.Add("$", json is null ? "is empty or null; send a JSON object" : "must be a JSON object");
            return null;
        }

        suggestions = new FieldSuggestions(type, otherNames ?? OtherFieldNames.None);
        return KeepValid(body, type, "").Deserialize<T>(WireFormat.Options);
    }

    private JsonObject KeepValid(JsonObject body, JsonTypeInfo type, string path)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in body)
        {
            var field = path + name;
            if (type.Properties.FirstOrDefault(property => property.Name == name) is not { } property)
            {
                var meant = errors.HasMany ? null : suggestions!.Find(name, type, path);
                errors.Add(field, meant is not null ? $"is not a known field; did you mean '{meant}'?"
                    : $"is not a known field; the fields are {string.Join(", ", type.Properties.Select(known => known.Name))}");
            }
            else if (WireFormat.Options.GetTypeInfo(property.PropertyType) is { Kind: JsonTypeInfoKind.Object } part && value is JsonObject inner)
            {
                kept[name] = KeepValid(inner, part, field + ".");
            }
            else if (value is JsonArray items && GetElementType(property.PropertyType) is { } element)
            {
                var elements = items.Index().Select(item => ReadElement(item.Item, element, $"{field}[{item.Index}]"));
                kept[name] = new JsonArray([.. elements.OfType<JsonObject>()]);
            }
            else if (value is JsonObject entries && GetValueType(property.PropertyType) is { } each)
            {
                kept[name] = KeepValid(entries, each, field + ".");
            }
            else if (StoredText.HasNull(value))
            {
                errors.Add(field, StoredText.NullReason);
            }
            else if (CanDeserialize(value, property))
            {
                kept[name] = value?.DeepClone();
            }
            else
            {
                errors.Add(field, DescribeKind(value, property.PropertyType) ?? DescribeRange(property) ?? Describe(property.PropertyType));
            }
        }

        foreach (var missing in type.Properties.Where(
            property => (property.IsRequired || IsRequiredParameter(property)) && !kept.ContainsKey(property.Name)))
        {
            errors.Require(body.ContainsKey(missing.Name), path + missing.Name, "is required");
            if (missing.IsRequired)
            {
                kept[missing.Name] = "";
            }
        }

        return kept;
    }

    /// <summary>
    /// Returns whether a property is a constructor parameter without a default value. The serializer would pass null or 0 if it is missing.
    /// </summary>
    private static bool IsRequiredParameter(JsonPropertyInfo property) => property.AssociatedParameter is
    {
        HasDefaultValue: false,
        IsNullable: false,
    };

    /// <summary>Keeps the valid entries of a dictionary.</summary>
    private JsonObject KeepValid(JsonObject entries, Type type, string path)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in entries)
        {
            if (StoredText.HasNull(name) || StoredText.HasNull(value))
            {
                errors.Add(path + name, StoredText.NullReason);
            }
            else if (value is JsonObject inner && WireFormat.Options.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object } part)
            {
                kept[name] = KeepValid(inner, part, path + name + ".");
            }
            else if (value is not null && CanDeserialize(value, type))
            {
                kept[name] = value.DeepClone();
            }
            else
            {
                errors.Add(path + name, Describe(type));
            }
        }

        return kept;
    }

    private JsonObject? ReadElement(JsonNode? item, JsonTypeInfo type, string path)
    {
        if (item is JsonObject part)
        {
            return KeepValid(part, type, path + ".");
        }

        errors.Add(path, "must be a JSON object");
        return null;
    }

    /// <summary>Returns the element type of a list of objects; null for any other type.</summary>
    private static JsonTypeInfo? GetElementType(Type list) =>
        list.IsGenericType && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            && WireFormat.Options.GetTypeInfo(list.GenericTypeArguments[0]) is { Kind: JsonTypeInfoKind.Object } element
            ? element
            : null;

    /// <summary>Returns the value type of a dictionary; null for any other type.</summary>
    private static Type? GetValueType(Type map) =>
        map.IsGenericType && map.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? map.GenericTypeArguments[1] : null;

    private static bool CanDeserialize(JsonNode? value, JsonPropertyInfo property) =>
        value is null ? property.IsSetNullable : CanDeserialize(value, property.PropertyType);

    private static bool CanDeserialize(JsonNode value, Type type)
    {
        if (value is JsonArray items && items.Contains(null) && type != typeof(IReadOnlyList<JsonElement>))
        {
            return false;
        }

        try
        {
            value.Deserialize(type, WireFormat.Options);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Says what to send if only the kind was sent where an object with a kind is needed; null for any other value.</summary>
    private static string? DescribeKind(JsonNode? value, Type type) => value?.GetValueKind() == JsonValueKind.String
        && WireFormat.Options.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object } part
        && part.Properties.Any(property => property.Name == "kind")
            ? $"must be a JSON object, such as {{\"kind\": {value.ToJsonString(WireFormat.Options)}}}"
            : null;

    /// <summary>Describes a whole number with a range; null for any other field.</summary>
    private static string? DescribeRange(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(RangeAttribute), inherit: false).FirstOrDefault() is RangeAttribute
        {
            Minimum: int minimum,
            Maximum: int maximum,
        }
            ? string.Create(CultureInfo.InvariantCulture,
                $"must be a whole number{(maximum == int.MaxValue ? $" of at least {minimum}" : $", {minimum} to {maximum}")}")
            : null;

    private static string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            { IsEnum: true } => "must be one of " + EnumNames.List(type),
            _ when type == typeof(string) => "must be a string",
            _ when type == typeof(bool) => "must be true or false",
            _ when type == typeof(double) => "must be a number",
            _ when type == typeof(int) => string.Create(CultureInfo.InvariantCulture, $"must be a whole number up to {int.MaxValue}"),
            _ when type == typeof(long) => "must be a whole number of 64 bits",
            _ when type == typeof(DateTimeOffset) => "must be a time, such as 2030-01-31T12:00:00Z",
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && type.GenericTypeArguments[0].IsEnum =>
                "must be a list of " + EnumNames.List(type.GenericTypeArguments[0]),
            _ when type == typeof(IReadOnlyList<int>) => "must be a list of whole numbers",
            _ when type == typeof(IReadOnlyList<string>) => "must be a list of strings",
            _ when type == typeof(IReadOnlyList<double>) => "must be a number or a list of numbers",
            _ when GetElementType(type) is not null => "must be a list of JSON objects",
            _ => "must be a JSON object",
        };
    }
}
