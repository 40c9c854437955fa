using System.Text.Json;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Checks JSON against a schema.</summary>
internal static class SchemaValidator
{
    /// <summary>Returns the first error with its path; null if the value is valid.</summary>
    public static string? FindError(JsonElement value, OpenApiSchema schema, string path = "$")
    {
        if (schema.AnyOf is { } options)
        {
            return options.Any(option => FindError(value, option, path) is null) ? null : $"{path} matches none of its schemas";
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return schema.IsNullable || (schema.Type is null && schema.AllOf is null) ? null : $"{path} is null";
        }

        if (schema.AllOf is { } referred)
        {
            return FindError(value, referred, path);
        }

        if (schema.EnumValues is { } values && !(value.ValueKind == JsonValueKind.String && values.Contains(value.GetString())))
        {
            return $"{path} must be one of {string.Join(", ", values)}: {value}";
        }

        return schema.Type switch
        {
            "object" => FindObjectError(value, schema, path),
            "array" => FindArrayError(value, schema, path),
            "string" => FindStringError(value, schema, path),
            "integer" or "number" => FindNumberError(value, schema, path),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : $"{path} is not a boolean: {value}",
            null => null,
            _ => throw new NotSupportedException($"The document has the unknown type {schema.Type}."),
        };
    }

    private static string? FindObjectError(JsonElement value, OpenApiSchema schema, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return $"{path} is not an object: {value}";
        }

        foreach (var name in schema.Required)
        {
            if (!value.TryGetProperty(name, out _))
            {
                return $"{path}.{name} is missing";
            }
        }

        foreach (var property in value.EnumerateObject())
        {
            if ((schema.Properties.GetValueOrDefault(property.Name) ?? schema.AdditionalProperties) is not { } known)
            {
                return $"{path}.{property.Name} is not documented";
            }

            if (FindError(property.Value, known, path + "." + property.Name) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static string? FindArrayError(JsonElement value, OpenApiSchema schema, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return $"{path} is not a list: {value}";
        }

        return schema.Items is { } items
            ? value.EnumerateArray().Select(item => FindError(item, items, path + "[]")).FirstOrDefault(reason => reason is not null) : null;
    }

    private static string? FindStringError(JsonElement value, OpenApiSchema schema, string path)
    {
        var isValid = value.ValueKind == JsonValueKind.String && schema.Format switch
        {
            "uuid" => value.TryGetGuid(out _),
            "date-time" => value.TryGetDateTimeOffset(out _),
            _ => true,
        };
        return isValid ? null : $"{path} is not a string{(schema.Format is null ? "" : $" of format {schema.Format}")}: {value}";
    }

    private static string? FindNumberError(JsonElement value, OpenApiSchema schema, string path)
    {
        var isValid = value.ValueKind == JsonValueKind.Number && schema.Format switch
        {
            "int32" => value.TryGetInt32(out _),
            "int64" => value.TryGetInt64(out _),
            _ => true,
        };
        if (!isValid)
        {
            return $"{path} is not of type {schema.Format ?? schema.Type}: {value}";
        }

        var number = value.GetDouble();
        var isWithin = !(number < schema.Minimum || number > schema.Maximum
            || (schema.IsMinimumExclusive && number == schema.Minimum) || (schema.IsMaximumExclusive && number == schema.Maximum));
        return isWithin ? null : $"{path} is out of range: {value}";
    }
}
