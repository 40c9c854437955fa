using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Fitting.Searches;

namespace LearnML.Training.Tests.Fitting.Searches;

/// <summary>The values of the trials of a search.</summary>
public class TrialSamplerTests
{
    private static readonly SearchSpec Random = new()
    {
        Trials = 500,
        Space = new Dictionary<string, SearchRange>
        {
            ["optimizer.learningRate"] = new() { LogUniform = [0.001, 0.1] },
            ["network.dropout"] = new() { Uniform = [0, 0.5] },
            ["training.batchSize"] = new() { WholeNumbers = [16, 64, 16] },
            ["network.hidden"] = new() { Choice = [Element("[8]"), Element("[16,16]"), Element("[]")] },
        },
    };

    [Fact]
    public void Random_values_cover_their_ranges_evenly()
    {
        var trials = TrialSampler.Choose(Random, seed: 3);

        Assert.Equal(500, trials.Count);
        AssertEven([.. trials.Select(trial => Math.Log(trial["optimizer.learningRate"].GetDouble()))], Math.Log(0.001), Math.Log(0.1));
        AssertEven([.. trials.Select(trial => trial["network.dropout"].GetDouble())], 0, 0.5);
        var sizes = trials.CountBy(trial => trial["training.batchSize"].GetInt32()).ToDictionary();
        Assert.Equal([16, 32, 48, 64], sizes.Keys.Order());
        Assert.All(sizes.Values, count => Assert.InRange(count, 90, 160));
        var widths = trials.CountBy(trial => trial["network.hidden"].GetRawText()).ToDictionary();
        Assert.Equal(["[16,16]", "[8]", "[]"], widths.Keys.Order(StringComparer.Ordinal));
        Assert.All(widths.Values, count => Assert.InRange(count, 120, 215));
    }

    [Fact]
    public void Values_depend_on_the_seed_and_on_no_other_field_or_trial()
    {
        var all = TrialSampler.Choose(Random, seed: 3);
        var alone = TrialSampler.Choose(
            Random with { Trials = 7, Space = Random.Space.Where(field => field.Key == "network.dropout").ToDictionary() }, seed: 3);
        var other = TrialSampler.Choose(Random, seed: 4);

        Assert.Equal(all.Take(7).Select(trial => trial["network.dropout"].GetDouble()), alone.Select(trial => trial["network.dropout"].GetDouble()));
        Assert.NotEqual(all[0]["network.dropout"].GetDouble(), other[0]["network.dropout"].GetDouble());

        // Computed once. A search that was begun by an earlier version must go on with the same trials.
        Assert.Equal((0.2818, 0.002265), (all[0]["network.dropout"].GetDouble(), all[0]["optimizer.learningRate"].GetDouble()));
    }

    [Fact]
    public void Numbers_have_four_digits_that_matter()
    {
        var rates = TrialSampler.Choose(Random, seed: 3).Select(trial => trial["optimizer.learningRate"].GetRawText());

        Assert.All(rates, rate => Assert.InRange(rate.Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length, 1, 4));
    }

    [Fact]
    public void A_grid_has_every_combination_once()
    {
        var grid = new SearchSpec
        {
            Algorithm = SearchAlgorithm.Grid,
            Space = new Dictionary<string, SearchRange>
            {
                ["b"] = new() { Choice = [Element("1"), Element("2")] },
                ["a"] = new() { WholeNumbers = [1, 6, 2] },
            },
        };

        var trials = TrialSampler.Choose(grid, seed: 0).Select(trial => (trial["a"].GetInt32(), trial["b"].GetInt32()));

        Assert.Equal([(1, 1), (1, 2), (3, 1), (3, 2), (5, 1), (5, 2)], trials);
        Assert.Equal(6, TrialSampler.Count(grid));
    }

    [Fact]
    public void A_field_with_a_condition_is_drawn_only_where_it_holds()
    {
        var search = Random with
        {
            Space = new Dictionary<string, SearchRange>(Random.Space)
            {
                ["optimizer.kind"] = new() { Choice = [Element("\"sgd\""), Element("\"adam\"")] },
                ["optimizer.momentum"] = new()
                {
                    Uniform = [0, 0.9],
                    When = new Dictionary<string, JsonElement> { ["optimizer.kind"] = Element("\"sgd\"") },
                },
            },
        };

        var trials = TrialSampler.Choose(search, seed: 3);

        Assert.All(trials, trial => Assert.Equal(trial["optimizer.kind"].GetString() == "sgd", trial.ContainsKey("optimizer.momentum")));
        Assert.InRange(trials.Count(trial => trial.ContainsKey("optimizer.momentum")), 200, 300);
        Assert.Equal(
            TrialSampler.Choose(Random, seed: 3).Select(trial => trial["network.dropout"].GetDouble()),
            trials.Select(trial => trial["network.dropout"].GetDouble()));
    }

    [Fact]
    public void A_grid_has_combinations_once_that_differ_only_in_a_field_without_use()
    {
        var grid = new SearchSpec
        {
            Algorithm = SearchAlgorithm.Grid,
            Space = new Dictionary<string, SearchRange>
            {
                ["kind"] = new() { Choice = [Element("1"), Element("2"), Element("3")] },
                ["momentum"] = new()
                {
                    Choice = [Element("0.5"), Element("0.9")],
                    When = new Dictionary<string, JsonElement> { ["kind"] = Element("2") },
                },
                ["nesterov"] = new()
                {
                    Choice = [Element("true"), Element("false")],
                    When = new Dictionary<string, JsonElement> { ["momentum"] = Element("0.9") },
                },
            },
        };

        var trials = TrialSampler.Choose(grid, seed: 0)
            .Select(trial => string.Join(' ', trial.OrderBy(value => value.Key).Select(value => value.Value)));

        Assert.Equal(["1", "2 0.5", "2 0.9 True", "2 0.9 False", "3"], trials);
        Assert.Equal(5, TrialSampler.Count(grid));
    }

    private static void AssertEven(double[] values, double low, double high)
    {
        Assert.All(values, value => Assert.InRange(value, low - 1e-3, high + 1e-3));
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var (from, to) = (low + (quarter * (high - low) / 4), low + ((quarter + 1) * (high - low) / 4));
            Assert.InRange(values.Count(value => value >= from && value < to), 90, 160);
        }
    }

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}
