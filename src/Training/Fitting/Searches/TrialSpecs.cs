using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Contracts;

namespace LearnML.Training.Fitting.Searches;

/// <summary>Writes the values of a trial into the spec of its search.</summary>
public static class TrialSpecs
{
    /// <summary>Returns the spec of a trial as JSON, as a job of its own would have it.</summary>
    /// <param name="spec">The spec with the search.</param>
    /// <param name="values">The values of the trial, by the paths of the fields.</param>
    public static JsonObject Write(JobSpec spec, IReadOnlyDictionary<string, JsonElement> values)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(values);
        var json = JsonSerializer.SerializeToNode(spec with { Search = null }, WireFormat.Options)!.AsObject();
        foreach (var (path, value) in values)
        {
            var names = path.Split('.');
            var part = json;
            foreach (var name in names[..^1])
            {
                if (part[name] is not JsonObject inner)
                {
                    part[name] = inner = [];
                }

                part = inner;
            }

            part[names[^1]] = JsonSerializer.SerializeToNode(value);
        }

        return json;
    }

    /// <summary>Returns the spec of each trial of a valid search.</summary>
    public static IReadOnlyList<JobSpec> Create(JobSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return [.. TrialSampler.Choose(spec.Search!, spec.Training.Seed)
            .Select(values => Write(spec, values).Deserialize<JobSpec>(WireFormat.Options)!)];
    }
}
