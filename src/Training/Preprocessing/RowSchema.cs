using System.Globalization;
using System.Text.Json.Nodes;

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
            ["description"] = string.Create(CultureInfo.InvariantCulture, $"{Middle(number):g6} in training."),
        },
        { Category: { } category } => Property(category),
        _ => new JsonObject { ["type"] = new JsonArray("string", "null"), ["description"] = "A date, ISO 8601." },
    };

    private static JsonObject Property(CategoryEncoding category)
    {
        var property = new JsonObject { ["type"] = new JsonArray("string", "null") };
        if (category.Frequent.Count <= MostNamed && category.Rare.Count == 0)
        {
            property["enum"] = new JsonArray([.. category.Frequent.Select(name => (JsonNode?)name), null]);
        }

        return property;
    }

    private static JsonNode? Example(InputColumn column) => column switch
    {
        { Number: { } number } => Math.Round(Middle(number), 2),
        { Category: { } category } => category.Frequent.Count == 0 ? null : category.Frequent[0],
        { Date: { } date } => new DateOnly((int)date.Parts[0].Mean, Math.Max(1, (int)date.Parts[1].Mean), Math.Max(1, (int)date.Parts[2].Mean)).ToString("o", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The mean; of logarithms the number that has their mean.</summary>
    private static double Middle(NumberEncoding number) => number.IsLog
        ? Math.CopySign(Math.Exp(Math.Abs(number.Mean)) - 1, number.Mean)
        : number.Mean;
}
