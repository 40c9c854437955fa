using System.Text.Json.Nodes;

namespace LearnML.Api.Requests;

/// <summary>Applies JSON merge patches (RFC 7396, https://www.rfc-editor.org/rfc/rfc7396).</summary>
public static class MergePatch
{
    /// <summary>
    /// Returns a copy of the target with the fields of the patch. A field that is null in the patch is removed, and an object is merged field
    /// by field.
    /// </summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var merged = target is JsonObject ? (JsonObject)target.DeepClone() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = Apply(merged[name], change);
            }
        }

        return merged;
    }
}
