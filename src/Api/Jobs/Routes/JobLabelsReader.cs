using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Jobs.Routes;

/// <summary>Reads and checks what people write on jobs.</summary>
internal static class JobLabelsReader
{
    private const int MaximumNameLength = 100;
    private const int MaximumNoteLength = 2_000;
    private const int MaximumTags = 20;
    private const int MaximumTagLength = 50;

    private static readonly HashSet<string> Names = [.. WireFormat.Options.GetTypeInfo(typeof(JobLabels)).Properties.Select(field => field.Name)];

    /// <summary>Takes the labels out of the body of a request that runs a spec.</summary>
    /// <param name="body">The body, with the fields of the spec and the labels.</param>
    /// <param name="errors">Collects the errors of the labels.</param>
    /// <returns>The spec, which is the body itself if it is not an object, and the labels.</returns>
    public static (JsonNode? Spec, JobLabels Labels) Split(JsonNode? body, FieldErrors errors)
    {
        if (body is not JsonObject fields)
        {
            return (body, new JobLabels());
        }

        var (spec, labels) = (new JsonObject(), new JsonObject());
        foreach (var (name, value) in fields)
        {
            (Names.Contains(name) ? labels : spec)[name] = value?.DeepClone();
        }

        return (spec, Read(labels, errors));
    }

    /// <summary>Reads labels. A field that is null counts as missing.</summary>
    public static JobLabels Read(JsonNode? json, FieldErrors errors)
    {
        var given = json is JsonObject fields ? new JsonObject(fields.Where(field => field.Value is not null || !Names.Contains(field.Key))
            .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))) : json;
        if (new StrictJsonReader(errors).Read<JobLabels>(given) is not { } labels)
        {
            return new JobLabels();
        }

        var read = labels with
        {
            Name = Trim(labels.Name),
            Note = Trim(labels.Note),
            Project = Trim(labels.Project),
            Tags = labels.Tags is null ? null : [.. labels.Tags.Select(tag => tag.Trim())],
        };
        CheckLine(read.Name, "name", errors);
        CheckLine(read.Project, "project", errors);
        errors.Require(read.Note is null or { Length: <= MaximumNoteLength }, "note", $"must be at most {MaximumNoteLength} characters long");
        CheckTags(read.Tags ?? [], errors);
        return read;
    }

    /// <summary>Returns the labels that a patch changes.</summary>
    public static IReadOnlySet<string> ListChanges(JsonNode? patch) =>
        patch is JsonObject fields ? fields.Select(field => field.Key).Where(Names.Contains).ToHashSet() : [];

    private static void CheckTags(IReadOnlyList<string> tags, FieldErrors errors)
    {
        errors.Require(tags.Count <= MaximumTags, "tags", $"must be at most {MaximumTags} tags");
        errors.Require(tags.Distinct(StringComparer.Ordinal).Count() == tags.Count, "tags", "must all be different");
        foreach (var (index, tag) in tags.Index().Take(MaximumTags))
        {
            errors.Require(
                tag.Length is > 0 and <= MaximumTagLength && !tag.Contains(',', StringComparison.Ordinal) && !tag.Any(char.IsControl),
                $"tags[{index}]",
                $"must have 1 to {MaximumTagLength} characters, on one line and without a comma");
        }
    }

    private static void CheckLine(string? text, string field, FieldErrors errors) => errors.Require(
        text is null || (text.Length <= MaximumNameLength && !text.Any(char.IsControl)),
        field,
        $"must be at most {MaximumNameLength} characters long, on one line");

    private static string? Trim(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
