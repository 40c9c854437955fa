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

    /// <summary>Returns the number of trials; more than can be counted if a grid is very large.</summary>
    public static double Count(SearchSpec search)
    {
        ArgumentNullException.ThrowIfNull(search);
        return search.Algorithm == SearchAlgorithm.Random
            ? search.Trials ?? SearchSpec.DefaultTrials
            : search.Space.Values.Aggregate(1.0, (product, range) => product * CountValues(range));
    }

    /// <summary>Returns the values of each trial, by the paths of the fields. Trial 1 is the first.</summary>
    /// <param name="search">The search; it must be valid.</param>
    /// <param name="seed">The seed of the job.</param>
    public static IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Choose(SearchSpec search, long seed)
    {
        ArgumentNullException.ThrowIfNull(search);
        var space = search.Space.OrderBy(field => field.Key, StringComparer.Ordinal).ToArray();
        return [.. Enumerable.Range(0, (int)Count(search)).Select(trial => search.Algorithm == SearchAlgorithm.Random
            ? Draw(space, seed, trial)
            : Combine(space, trial))];
    }

    private static Dictionary<string, JsonElement> Draw(KeyValuePair<string, SearchRange>[] space, long seed, int trial) =>
        space.ToDictionary(field => field.Key, field => Draw(field.Value, CreateRandom(seed, trial, field.Key)), StringComparer.Ordinal);

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
