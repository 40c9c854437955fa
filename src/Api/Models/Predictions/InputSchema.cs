using System.Text.Json.Nodes;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Preprocessing;

namespace LearnML.Api.Models.Predictions;

/// <summary>Describes one input of a model, a table row or an image, as a JSON Schema.</summary>
internal static class InputSchema
{
    public static JsonObject Create(CheckpointDescription description) =>
        description.Table is { } table ? RowSchema.Create(table) : CreateImageSchema(description.Image!);

    private static JsonObject CreateImageSchema(ImageInput image) => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["description"] = $"An image of {image.Height} x {image.Width} pixels, row by row from the top.",
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = image.Maximum },
        ["minItems"] = image.Size,
        ["maxItems"] = image.Size,
        ["examples"] = new JsonArray(new JsonArray([.. Enumerable.Repeat(0, image.Size).Select(pixel => (JsonNode)pixel)])),
    };
}
