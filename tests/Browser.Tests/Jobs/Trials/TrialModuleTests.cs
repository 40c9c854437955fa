using System.Text.Json;
using LearnML.Browser.Tests.Hosting;

namespace LearnML.Browser.Tests.Jobs.Trials;

/// <summary>The computations of the page of a search. The tests call the modules in the browser.</summary>
public sealed class TrialModuleTests(Chromium chromium, SharedService service)
{
    /// <summary>
    /// The best 2 of 8 trials both have a = 0, as half of all trials do: p = (5/6, 1/6), q = (1/2, 1/2), divergence 4/9. One of them has b = 1, as a
    /// quarter of all trials do: p = (1/2, 1/2), q = (6.5/9, 2.5/9), divergence 16/65. The shares are 65/101 and 36/101.
    /// </summary>
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Importance_is_the_share_of_the_divergence_between_the_best_quarter_and_all_trials()
    {
        var shares = await EvaluateAsync("importance", """
            ({ importances }) => {
              const fields = ["a", "b"].map((name) => ({ name, bins: 2, binOf: (value) => value }));
              const ranked = [[0, 0], [0, 1], [0, 0], [0, 0], [1, 0], [1, 0], [1, 0], [1, 1]].map(([a, b]) => ({ a, b }));
              return [...importances(fields, ranked).values(), importances(fields, ranked.slice(1))];
            }
            """);

        Assert.Equal(65 / 101d, shares[0].GetDouble(), 1e-12);
        Assert.Equal(36 / 101d, shares[1].GetDouble(), 1e-12);
        Assert.Equal(JsonValueKind.Null, shares[2].ValueKind);
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Axes_place_choices_logarithmic_ranges_whole_numbers_and_scores()
    {
        var positions = await EvaluateAsync("axes", """
            ({ axisOf, scoreAxis }) => {
              const choice = axisOf("network.hidden", { choice: [[64], [128, 128], [32]] });
              const numbers = axisOf("network.dropout", { choice: [0.5, 0, 0.1] });
              const logarithmic = axisOf("optimizer.learningRate", { logUniform: [0.001, 0.1] });
              const integer = axisOf("training.batchSize", { integer: [16, 64, 16] });
              const losses = scoreAxis("loss", [0.1, 1, 10]);
              const accuracies = scoreAxis("accuracy", [0.5, 1]);
              return [
                [choice.positionOf([128, 128]), choice.wordsAt(1), choice.binOf([32]), choice.ticks.length],
                [numbers.positionOf(0), numbers.positionOf(0.1), numbers.wordsAt(1)],
                [logarithmic.positionOf(0.01), logarithmic.wordsAt(0.5), ...[0.001, 0.1].map(logarithmic.binOf), logarithmic.ticks[0].label],
                [integer.positionOf(32), integer.bins, integer.binOf(64), integer.step],
                [losses.positionOf(0.1), losses.positionOf(1), losses.positionOf(10)],
                [accuracies.positionOf(1), accuracies.positionOf(0.5)],
              ];
            }
            """);

        Assert.Equal(
            """[[0.5,"[32]",2,3],[0,0.5,"0.5"],[0.5,"0.01",0,4,"0.001"],[0.3333333333333333,4,3,0.3333333333333333],[1,0.5,0],[1,0]]""",
            positions.GetRawText());
    }

    private async Task<JsonElement> EvaluateAsync(string module, string script)
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address);
        return await dashboard.Page.EvaluateAsync<JsonElement>($"async () => ({script})(await import('/jobs/trials/{module}.js'))");
    }
}
