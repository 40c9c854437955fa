using System.Text.Json.Serialization.Metadata;
using LearnML.Api.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Storage.Listing;

/// <summary>All fields that lists of jobs can be filtered by: labels, every simple field of a spec, and every metric.</summary>
internal static class JobFieldCatalog
{
    private static readonly string[] Parts = ["validation", "train", "test"];

    private static readonly Dictionary<string, JobField> ByName;

    static JobFieldCatalog()
    {
        All =
        [
            Created,
            new("state", JobFieldKind.State) { Choices = ListChoices(typeof(JobState)), OfJob = OrderOfStates },
            new("progress", JobFieldKind.Number) { OfJob = "\"Progress\"" },
            new("name", JobFieldKind.Text),
            new("note", JobFieldKind.Text),
            new("tags", JobFieldKind.Tags),
            new("starred", JobFieldKind.Flag) { Choices = ["true", "false"] },
            new("project", JobFieldKind.Text),
            new("startedBy", JobFieldKind.Text),
            new("seconds", JobFieldKind.Number, IsScore: true),
            .. Parts.SelectMany(part => MetricNames.Select(metric => new JobField($"{part}.{metric}", JobFieldKind.Number, IsScore: true))),
            .. ListFields(typeof(JobSpec), "", []),
        ];
        ByName = All.ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The states in the order of a job's life, which is that of their declaration.</summary>
    private static string OrderOfStates =>
        "CASE \"State\" " + string.Join(' ', Enum.GetValues<JobState>().Index().Select(state => $"WHEN '{state.Item}' THEN {state.Index}")) + " END";

    /// <summary>The time when the job was posted.</summary>
    public static JobField Created { get; } = new("created", JobFieldKind.Time);

    /// <summary>The names of the metrics.</summary>
    public static IReadOnlyList<string> MetricNames { get; } =
        [.. WireFormat.Options.GetTypeInfo(typeof(Metrics)).Properties.Select(each => each.Name)];

    /// <summary>The fields, the most used ones first.</summary>
    public static IReadOnlyList<JobField> All { get; }

    /// <summary>Returns the field with a name, in any case; null if there is none.</summary>
    public static JobField? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Returns the fields whose paths end with a name: <c>learningRate</c> is enough for <c>optimizer.learningRate</c>.</summary>
    public static IReadOnlyList<JobField> FindByEnd(string name) =>
        [.. All.Where(field => field.Name.EndsWith("." + name, StringComparison.OrdinalIgnoreCase))];

    /// <summary>
    /// Lists the fields of a part of a spec. The initialization of weights has that of biases, which is of the same type; a third one within says
    /// nothing.
    /// </summary>
    private static IEnumerable<JobField> ListFields(Type type, string path, IReadOnlyList<Type> outer)
    {
        if (outer.Count(each => each == type) > 1)
        {
            yield break;
        }

        foreach (var property in WireFormat.Options.GetTypeInfo(type).Properties)
        {
            var (name, valueType) = (path + property.Name, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
            if (WireFormat.Options.GetTypeInfo(valueType).Kind == JsonTypeInfoKind.Object)
            {
                foreach (var inner in ListFields(valueType, name + ".", [.. outer, type]))
                {
                    yield return inner;
                }
            }
            else if (FindKind(valueType) is { } kind)
            {
                yield return new JobField(name, kind) { Choices = valueType.IsEnum ? ListChoices(valueType) : [] };
            }
        }
    }

    /// <summary>Returns the kind of a field of a spec; null for a list of objects, which cannot be filtered by.</summary>
    private static JobFieldKind? FindKind(Type type) =>
        type.IsEnum || type == typeof(string) ? JobFieldKind.Text
        : type == typeof(bool) ? JobFieldKind.Flag
        : type == typeof(int) || type == typeof(long) || type == typeof(double) ? JobFieldKind.Number
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && FindKind(type.GenericTypeArguments[0]) is not null
            ? JobFieldKind.List
        : null;

    private static string[] ListChoices(Type type) => EnumNames.List(type).Split(", ");
}
