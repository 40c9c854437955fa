using System.Globalization;
using System.Text.Json.Nodes;
using LearnML.Contracts;

namespace LearnML.Training.Preprocessing;

/// <summary>Describes the rows that a model accepts as a JSON Schema (https://json-schema.org/draft/2020-12) with an example.</summary>
public static class RowSchema
{
    private const int MaximumEnumValues = 200;

    /// <summary>Returns the schema of one row.</summary>
    public static JsonObject Create(TablePreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = new JsonObject(
                preprocessing.Columns.Select(column => KeyValuePair.Create(column.Name, (JsonNode?)CreateProperty(column)))),
            ["required"] = new JsonArray([.. preprocessing.Columns.Select(column => (JsonNode)column.Name)]),
            ["examples"] = new JsonArray(
                new JsonObject(preprocessing.Columns.Select(column => KeyValuePair.Create(column.Name, GetExample(column))))),
        };
    }

    private static JsonObject CreateProperty(InputColumn column) => column switch
    {
        { Number: { } number } => new JsonObject
        {
            ["type"] = new JsonArray("number", "null"),
            ["description"] = string.Create(CultureInfo.InvariantCulture, $"Typical value in training: {number.Typical:g6}."),
        },
        { Category: { } category } => CreateProperty(category, column.Type),
        _ => new JsonObject
        {
            ["type"] = new JsonArray("string", "null"),
            ["description"] = IsTimeOfDay(column) ? "A time of day, such as 21:30." : "A date in ISO 8601 format.",
        },
    };

    private static JsonObject CreateProperty(CategoryEncoding category, ColumnType type)
    {
        // Any pair of words for yes and no is accepted, and so are JSON booleans.
        if (type == ColumnType.Boolean)
        {
            return new JsonObject
            {
                ["type"] = new JsonArray("boolean", "string", "null"),
                ["description"] = $"Values in training: {string.Join(", ", category.Frequent)}.",
            };
        }

        var property = new JsonObject { ["type"] = new JsonArray("string", "null") };
        if (category.Frequent.Count <= MaximumEnumValues && category.Rare.Count == 0)
        {
            property["enum"] = new JsonArray([.. category.Frequent.Select(name => (JsonNode?)name), null]);
        }

        return property;
    }

    private static JsonNode? GetExample(InputColumn column) => column switch
    {
        { Number: { } number } => Math.Round(number.Typical, 2),
        { Category: { } category } => category.Frequent.Count == 0 ? null : category.Frequent[0],
        { Date: { } date } => IsTimeOfDay(column) ? "12:00" : GetExample(date),
        _ => null,
    };

    private static bool IsTimeOfDay(InputColumn column) => column.Format?.TimeOfDay == true;

    /// <summary>
    /// Returns the first day of the mean month of the mean year: that date always exists, which a mean day may not. Null if all dates
    /// were missing.
    /// </summary>
    private static JsonValue? GetExample(DateEncoding date) => (int)date.Parts[0].Center is > 0 and var year
        ? JsonValue.Create(new DateOnly(year, (int)date.Parts[1].Center, 1).ToString("o", CultureInfo.InvariantCulture))
        : null;
}
