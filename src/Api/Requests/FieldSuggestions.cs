using System.Text.Json.Serialization.Metadata;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Requests;

/// <summary>Finds the field that was probably meant by an unknown one: the same name at another place or in another style, or a near name.</summary>
internal sealed class FieldSuggestions
{
    private readonly OtherFieldNames otherNames;
    private readonly List<(string Name, string Path)> fields = [];

    /// <summary>Lists the fields of a type, and of the objects in it.</summary>
    /// <param name="root">The type.</param>
    /// <param name="otherNames">Further names of fields.</param>
    public FieldSuggestions(JsonTypeInfo root, OtherFieldNames otherNames)
    {
        this.otherNames = otherNames;
        AddFields(root, "", []);
    }

    /// <summary>Returns the path of the field; null if no field is near.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="type">The object that has it.</param>
    /// <param name="path">The path of this object, with a dot at its end; empty for the root.</param>
    public string? Find(string name, JsonTypeInfo type, string path)
    {
        var key = ToKey(name);
        var siblings = type.Properties.Select(property => property.Name).ToList();
        return siblings.Find(sibling => ToKey(sibling) == key) is { } styled ? path + styled
            : otherNames.Siblings.GetValueOrDefault(key) is { } sibling && siblings.Contains(sibling) ? path + sibling
            : otherNames.Paths.GetValueOrDefault(key) is { } other ? other
            : fields.Find(field => ToKey(field.Name) == key).Path is { } elsewhere ? elsewhere
            : NearestName.Find(name, siblings) is { } near ? path + near
            : NearestName.Find(name, fields.Select(field => field.Name)) is { } far ? fields.Find(field => field.Name == far).Path
            : null;
    }

    private void AddFields(JsonTypeInfo type, string path, HashSet<Type> outer)
    {
        if (!outer.Add(type.Type))
        {
            return; // A part may contain another of its kind.
        }

        // Fields of the outer objects come first: they are the likelier ones.
        fields.AddRange(type.Properties.Select(property => (property.Name, path + property.Name)));
        foreach (var property in type.Properties)
        {
            if (WireFormat.Options.GetTypeInfo(property.PropertyType) is { Kind: JsonTypeInfoKind.Object } part)
            {
                AddFields(part, path + property.Name + ".", outer);
            }
        }
    }

    private static string ToKey(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
