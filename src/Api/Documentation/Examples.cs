using System.Text.Json.Nodes;

namespace LearnML.Api.Documentation;

/// <summary>The example bodies of the documented routes. They can be sent without changes.</summary>
internal static class Examples
{
    public static BodyExample Spec { get; } = new(_ => JsonNode.Parse("""
        {
          "dataset": "glyphs",
          "model": "glyphs",
          "network": { "hidden": [128, 64], "activation": "relu", "dropout": [0.1, 0.2], "initialization": { "kind": "default" } },
          "optimizer": { "kind": "sgd", "learningRate": 0.1, "momentum": 0.9, "weightDecay": 0.0001 },
          "training": { "epochs": 5, "batchSize": 64, "seed": 0, "device": "auto" },
          "validation": { "holdout": 0.1 }
        }
        """)!);

    public static BodyExample RecipePatch { get; } = new(_ => JsonNode.Parse("""{ "training": { "epochs": 3 } }""")!);

    public static BodyExample Labels { get; } =
        new(_ => JsonNode.Parse("""{ "name": "Second try", "tags": ["baseline"], "starred": true, "project": "shapes" }""")!);

    public static BodyExample Resume { get; } = new(_ => new JsonObject { ["epochs"] = null });

    public static BodyExample Description { get; } =
        new(_ => JsonNode.Parse("""{ "description": "Classifies drawn shapes.", "tags": { "stage": "trial" } }""")!);

    public static BodyExample Key { get; } =
        new(_ => JsonNode.Parse("""{ "scopes": ["predict"], "expiresAt": "2099-01-01T00:00:00Z" }""")!);

    public static BodyExample Alias { get; } = new(_ => JsonNode.Parse("""{ "version": 1 }""")!);

    public static BodyExample Correction { get; } =
        new(_ => JsonNode.Parse("""{ "target": "area", "columns": { "colour": "categorical" } }""")!);

    public static BodyExample Upload { get; } = new(_ => new JsonObject
    {
        ["name"] = "squares",
        ["target"] = "area",
        ["file"] = "side,colour,area\n" + string.Concat(Enumerable.Range(1, 40)
            .Select(side => $"{side}.5,{(side % 3 == 0 ? "red" : "blue")},{(side + 0.5) * (side + 0.5)}\n")),
    });

    public static BodyExample Explanation { get; } = new(_ => JsonNode.Parse("""{ "dataset": "polynomial" }""")!);

    public static BodyExample Evaluation { get; } = new(_ => JsonNode.Parse("""{ "dataset": "glyphs", "part": "test" }""")!);

    public static BodyExample Instances { get; } = new(getPixels => new JsonObject { ["instances"] = new JsonArray(getPixels()) });
}
