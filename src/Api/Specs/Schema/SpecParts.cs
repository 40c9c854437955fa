using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using LearnML.Contracts;
using LearnML.Training.Datasets.Images;

namespace LearnML.Api.Specs.Schema;

/// <summary>The record types of a spec, each with the defaults that are the same for every dataset.</summary>
internal static class SpecParts
{
    /// <summary>The default values of the fields, as JSON, by record type.</summary>
    public static IReadOnlyDictionary<Type, JsonObject> All { get; } = Build();

    private static Dictionary<Type, JsonObject> Build()
    {
        // A default that is equal for two very different datasets does not depend on the dataset.
        var parts = new Dictionary<Type, JsonObject>();
        Add(typeof(JobSpec), parts,
        [
            DefaultsFor(new DatasetSummary { Name = "images", Description = "", Kind = DatasetKind.Images, Target = ImageDataset.TargetName }),
            DefaultsFor(new DatasetSummary { Name = "table", Description = "", Kind = DatasetKind.Table, Target = "price" }),
        ]);
        return parts;
    }

    private static void Add(Type type, Dictionary<Type, JsonObject> parts, IReadOnlyList<JsonObject?> defaults)
    {
        if (parts.ContainsKey(type))
        {
            return;
        }

        var objects = defaults.OfType<JsonObject>().ToList() is { Count: > 0 } present ? present : [ToJson(Activator.CreateInstance(type)!)];
        parts.Add(type, new JsonObject(objects[0]
            .Where(field => field.Value is JsonValue or JsonArray && objects.All(each => JsonNode.DeepEquals(each[field.Key], field.Value)))
            .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))));
        foreach (var property in WireFormat.Options.GetTypeInfo(type).Properties)
        {
            var info = WireFormat.Options.GetTypeInfo(property.PropertyType);
            var part = info.ElementType is { } element ? WireFormat.Options.GetTypeInfo(element) : info;
            if (part.Kind == JsonTypeInfoKind.Object)
            {
                Add(part.Type, parts, [.. objects.Select(each => each[property.Name] as JsonObject)]);
            }
        }
    }

    private static JsonObject DefaultsFor(DatasetSummary dataset) =>
        ToJson(SpecDefaults.Fill(new JobSpec { Dataset = dataset.Name }, new JsonObject(), dataset));

    private static JsonObject ToJson(object part) => JsonSerializer.SerializeToNode(part, part.GetType(), WireFormat.Options)!.AsObject();
}
