using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Contracts;

namespace LearnML.Api.Storage.Listing;

/// <summary>Collects the values of a job that its <see cref="JobFieldsRow"/> holds.</summary>
internal static class JobFieldValues
{
    /// <summary>A longer text, such as a list of a thousand columns, is left out: nobody filters by it, and every list would read it.</summary>
    private const int MaximumTextLength = 200;

    /// <summary>The text around each tag, so that one tag is not found in another.</summary>
    public const string TagMark = "\n";

    /// <summary>Returns the searched texts of a job, in lower case.</summary>
    public static string GetSearchText(JobSpec spec, JobLabels labels) =>
        string.Join('\n', [labels.Name, labels.Note, spec.Model, spec.Dataset, labels.Project, .. labels.Tags ?? []]).ToLowerInvariant();

    /// <summary>Returns the labels and the simple fields of the spec, as JSON.</summary>
    public static string GetFields(JobSpec spec, JobLabels labels, string startedBy)
    {
        var values = new JsonObject();
        AddText(values, "name", labels.Name);
        AddText(values, "note", labels.Note is { Length: <= MaximumTextLength } note ? note : null);
        AddText(values, "project", labels.Project);
        AddText(values, "startedBy", startedBy);
        AddText(values, "starred", labels.Starred == true ? "true" : "false");
        AddText(values, "tags", labels.Tags is [_, ..] tags ? TagMark + string.Join(TagMark, tags) + TagMark : null);
        Flatten(JsonSerializer.SerializeToNode(spec, WireFormat.Options), "", values);
        return values.ToJsonString();
    }

    /// <summary>Returns the scores of a job, as JSON.</summary>
    /// <param name="best">The scores of its best epoch.</param>
    /// <param name="report">Its final evaluation.</param>
    /// <param name="duration">How long it has run; null before its end.</param>
    public static string GetScores(Metrics? best, Report? report = null, TimeSpan? duration = null)
    {
        var values = new JsonObject();
        if (duration is { } time)
        {
            values["seconds"] = time.TotalSeconds;
        }

        foreach (var (part, metrics) in new[] { ("validation", best), ("train", report?.Train), ("test", report?.Test) })
        {
            if (metrics is not null)
            {
                Flatten(JsonSerializer.SerializeToNode(metrics, WireFormat.Options), part, values);
            }
        }

        return values.ToJsonString();
    }

    private static void Flatten(JsonNode? node, string path, JsonObject values)
    {
        if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields)
            {
                Flatten(value, path.Length == 0 ? name : $"{path}.{name}", values);
            }
        }
        else if (JobFieldCatalog.Find(path) is { } field && node is not null)
        {
            AddValue(values, field, node);
        }
    }

    private static void AddValue(JsonObject values, JobField field, JsonNode value)
    {
        if (field.Kind == JobFieldKind.Number)
        {
            values[field.Name] = value.DeepClone();
        }
        else if ((value is JsonArray list ? string.Join(',', list.Select(Format)) : Format(value)) is { Length: <= MaximumTextLength } text)
        {
            AddText(values, field.Name, text);
        }
    }

    private static string Format(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        _ => value?.ToJsonString() ?? "",
    };

    private static void AddText(JsonObject values, string name, string? text)
    {
        if (text is not null)
        {
            values[name] = text;
        }
    }
}
