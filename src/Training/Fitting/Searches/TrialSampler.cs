using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Randomness;

namespace LearnML.Training.Fitting.Searches;

/// <summary>
/// Chooses the values of a search's trials. They depend only on the search and the seed, so a search has the same trials in every process and after
/// every start.
/// </summary>
public static class TrialSampler
{
    /// <summary>Numbers are rounded to so many digits, so that a trial's spec can be written by hand.</summary>
    private const int Digits = 4;

    /// <summary>The combinations of a grid are compared up to this many. Above it, they are too many trials even if some are equal.</summary>
    private const double MaximumCombinations = 20 * SearchSpec.MaximumTrials;

    /// <summary>Returns the number of trials; more than can be counted if a grid is very large.</summary>
    public static double Count(SearchSpec search)
    {
        ArgumentNullException.ThrowIfNull(search);
        if (search.Algorithm != SearchAlgorithm.Grid)
        {
            return search.Trials ?? SearchSpec.DefaultTrials;
        }

        var combinations = search.Space.Values.Aggregate(1.0, (product, range) => product * CountValues(range));
        return combinations <= MaximumCombinations ? CombineAll(Order(search)).Count : combinations;
    }

    /// <summary>Returns the values of each trial, by the paths of the fields. Trial 1 is the first.</summary>
    /// <param name="search">The search; it must be valid.</param>
    /// <param name="seed">The seed of the job.</param>
    public static IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Choose(SearchSpec search, long seed)
    {
        ArgumentNullException.ThrowIfNull(search);
        var space = Order(search);
        return search.Algorithm == SearchAlgorithm.Grid
            ? CombineAll(space)
            :
            [
                .. Enumerable.Range(0, (int)Count(search))
                    .Select(trial => search.First?.ElementAtOrDefault(trial) ?? Draw(space, seed, trial)),
            ];
    }

    private static KeyValuePair<string, SearchRange>[] Order(SearchSpec search) =>
        [.. search.Space.OrderBy(field => field.Key, StringComparer.Ordinal)];

    private static Dictionary<string, JsonElement> Draw(KeyValuePair<string, SearchRange>[] space, long seed, int trial) => RemoveUnneeded(space,
        space.ToDictionary(field => field.Key, field => Draw(field.Value, CreateRandom(seed, trial, field.Key)), StringComparer.Ordinal));

    /// <summary>
    /// Removes the values whose conditions do not hold. A field that was removed meets no condition, so this repeats until nothing changes.
    /// </summary>
    private static Dictionary<string, JsonElement> RemoveUnneeded(
        KeyValuePair<string, SearchRange>[] space, Dictionary<string, JsonElement> values)
    {
        var conditional = space.Where(field => field.Value.When is not null).ToArray();
        while (conditional.FirstOrDefault(field => values.ContainsKey(field.Key) && !field.Value.When!.All(Holds)) is { Key: { } unneeded })
        {
            values.Remove(unneeded);
        }

        return values;

        bool Holds(KeyValuePair<string, JsonElement> condition) =>
            values.TryGetValue(condition.Key, out var value) && JsonElement.DeepEquals(value, condition.Value);
    }

    /// <summary>The generator of one value, which does not depend on other fields or trials.</summary>
    private static SplitMix64 CreateRandom(long seed, int trial, string path)
    {
        // FNV-1a, because .NET's hash of a string differs from process to process.
        var hash = path.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);
        return new SplitMix64(new SplitMix64(unchecked((ulong)seed) ^ hash).NextUInt64() + ((ulong)trial << 32));
    }

    private static JsonElement Draw(SearchRange range, SplitMix64 random) => range switch
    {
        { Choice: { } choice } => choice[random.NextInt32(choice.Count)],
        { WholeNumbers: [var low, ..] } => JsonSerializer.SerializeToElement(
            low + ((long)(random.NextUInt64() % (ulong)CountValues(range)) * Step(range))),
        { Uniform: [var low, var high] } => ToJson(random.NextDouble(low, high)),
        { LogUniform: [var low, var high] } => ToJson(Math.Exp(random.NextDouble(Math.Log(low), Math.Log(high)))),
        _ => throw new ArgumentException("A range has no values.", nameof(range)),
    };

    /// <summary>Returns the combinations of a grid, each once: without a field that it does not need, several are the same.</summary>
    private static List<Dictionary<string, JsonElement>> CombineAll(KeyValuePair<string, SearchRange>[] space) =>
    [
        .. Enumerable.Range(0, (int)space.Aggregate(1L, (product, field) => product * CountValues(field.Value)))
            .Select(trial => RemoveUnneeded(space, Combine(space, trial)))
            .DistinctBy(values => JsonSerializer.Serialize(values.OrderBy(value => value.Key, StringComparer.Ordinal))),
    ];

    /// <summary>Returns one combination of a grid. The last field changes fastest.</summary>
    private static Dictionary<string, JsonElement> Combine(KeyValuePair<string, SearchRange>[] space, int trial)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (path, range) in space.Reverse())
        {
            var count = (int)CountValues(range);
            values[path] = range.Choice is { } choice
                ? choice[trial % count]
                : JsonSerializer.SerializeToElement(range.WholeNumbers![0] + (trial % count * Step(range)));
            trial /= count;
        }

        return values;
    }

    /// <summary>The number of values of a range; 1 for a range of real numbers, which a grid cannot have.</summary>
    private static long CountValues(SearchRange range) => range switch
    {
        { Choice: { } choice } => choice.Count,
        { WholeNumbers: [var low, var high, ..] } => 1 + (((long)high - low) / Step(range)),
        _ => 1,
    };

    private static int Step(SearchRange range) => range.WholeNumbers is [_, _, var step] ? step : 1;

    private static JsonElement ToJson(double number)
    {
        var scale = number == 0 ? 1 : Math.Pow(10, Digits - 1 - Math.Floor(Math.Log10(Math.Abs(number))));
        return JsonSerializer.SerializeToElement(double.IsFinite(scale) ? Math.Round(number * scale) / scale : number);
    }
}
