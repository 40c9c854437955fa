using System.Globalization;
using System.Text.Json.Nodes;
using LearnML.Contracts;

namespace LearnML.Training.Preprocessing;

/// <summary>The rows that a model takes, as a JSON Schema (https://json-schema.org/draft/2020-12) with an example.</summary>
public static class RowSchema
{
    private const int MostNamed = 200;

    /// <summary>The schema of a row of a table.</summary>
    public static JsonObject Of(TablePreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = new JsonObject(preprocessing.Columns.Select(column => KeyValuePair.Create(column.Name, (JsonNode?)Property(column)))),
            ["required"] = new JsonArray([.. preprocessing.Columns.Select(column => (JsonNode)column.Name)]),
            ["examples"] = new JsonArray(new JsonObject(preprocessing.Columns.Select(column => KeyValuePair.Create(column.Name, Example(column))))),
        };
    }

    private static JsonObject Property(InputColumn column) => column switch
    {
        { Number: { } number } => new JsonObject
        {
            ["type"] = new JsonArray("number", "null"),
            ["description"] = string.Create(CultureInfo.InvariantCulture, $"{number.Middle:g6} in training."),
        },
        { Category: { } category } => Property(category, column.Type),
        _ => new JsonObject { ["type"] = new JsonArray("string", "null"), ["description"] = "A date, ISO 8601." },
    };

    private static JsonObject Property(CategoryEncoding category, ColumnType type)
    {
        // Any words for yes and no will do, JSON's own too.
        if (type == ColumnType.Boolean)
        {
            return new JsonObject { ["type"] = new JsonArray("boolean", "string", "null"), ["description"] = $"{string.Join(" or ", category.Frequent)} in training." };
        }

        var property = new JsonObject { ["type"] = new JsonArray("string", "null") };
        if (category.Frequent.Count <= MostNamed && category.Rare.Count == 0)
        {
            property["enum"] = new JsonArray([.. category.Frequent.Select(name => (JsonNode?)name), null]);
        }

        return property;
    }

    private static JsonNode? Example(InputColumn column) => column switch
    {
        { Number: { } number } => Math.Round(number.Middle, 2),
        { Category: { } category } => category.Frequent.Count == 0 ? null : category.Frequent[0],
        { Date: { } date } => Example(date),
        _ => null,
    };

    /// <summary>The first of the middle month of the middle year, which there is, unlike a middle day; null where all dates were missing.</summary>
    private static JsonValue? Example(DateEncoding date) => (int)date.Parts[0].Mean is > 0 and var year
        ? JsonValue.Create(new DateOnly(year, (int)date.Parts[1].Mean, 1).ToString("o", CultureInfo.InvariantCulture))
        : null;
}
