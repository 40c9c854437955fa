using System.Text.Json;
using LearnML.Browser.Tests.Hosting;

namespace LearnML.Browser.Tests.Charts;

/// <summary>The computations of charts. The tests call the modules in the browser.</summary>
public sealed class ChartDataTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Ten_thousand_points_are_reduced_and_every_extreme_and_both_ends_are_kept()
    {
        var sampled = await EvaluateAsync("""
            ({ downsample }) => {
              const x = Array.from({ length: 10000 }, (_, i) => i);
              const y = x.map((i) => Math.sin(i / 100));
              y[1234] = 50;
              y[8765] = -50;
              return downsample({ x, y }, -Infinity, Infinity, 200);
            }
            """);

        var (xs, ys) = (Numbers(sampled, "x"), Numbers(sampled, "y"));
        Assert.InRange(xs.Count, 200, 800);
        Assert.Equal((0, 9999), (xs[0], xs[^1]));
        Assert.Equal(50, ys[xs.IndexOf(1234)]);
        Assert.Equal(-50, ys[xs.IndexOf(8765)]);
        Assert.Equal(xs.Order().Distinct(), xs);
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_zoomed_range_keeps_all_its_points_and_the_ends_of_the_curve()
    {
        var sampled = await EvaluateAsync("""
            ({ downsample }) => {
              const x = Array.from({ length: 10000 }, (_, i) => i);
              return downsample({ x, y: x }, 5000, 5010, 200);
            }
            """);

        Assert.Equal([0, .. Enumerable.Range(4999, 13).Select(x => (double)x), 9999], Numbers(sampled, "x"));
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_smoothed_curve_starts_at_its_first_value_and_a_constant_stays_constant()
    {
        var smoothed = await EvaluateAsync("({ smooth }) => smooth({ x: [1, 2, 3], y: [4, 2, 0] }, 0.5)");
        Assert.Equal([4, (0.5 * 4 * 0.5 + 0.5 * 2) / 0.75, (0.25 * 4 * 0.5 + 0.25 * 2) / 0.875], Numbers(smoothed, "y"));

        var constant = await EvaluateAsync("({ smooth }) => smooth({ x: [1, 2, 3], y: [7, 7, 7] }, 0.9)");
        Assert.All(Numbers(constant, "y"), y => Assert.Equal(7, y, 12));
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Mean_and_deviation_are_computed_where_every_fold_has_a_point()
    {
        var statistics = await EvaluateAsync(
            "({ meanAndDeviation }) => meanAndDeviation([{ x: [1, 2, 3], y: [1, 2, 3] }, { x: [1, 2], y: [3, 6] }])");

        Assert.Equal([1, 2], Numbers(statistics.GetProperty("mean"), "x"));
        Assert.Equal([2, 4], Numbers(statistics.GetProperty("mean"), "y"));
        Assert.Equal([2 - Math.Sqrt(2), 4 - Math.Sqrt(8)], Numbers(statistics.GetProperty("low"), "y"));
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_repeated_epoch_replaces_the_old_one_and_all_later_ones()
    {
        var curve = await EvaluateAsync("""
            ({ EpochCurves, metricsOf }) => {
              const curves = new EpochCurves(metricsOf);
              const metrics = { fold: null, validation: null, learningRate: 1, gradientNorm: 1, layers: [] };
              const epoch = (sequence, number, loss) => ({ ...metrics, sequence, epoch: number, elapsedSeconds: number, train: { loss } });
              [epoch(1, 1, 9), epoch(2, 2, 8), epoch(3, 3, 7), epoch(4, 2, 6)].forEach((repeated) => curves.add(repeated));
              return { ...curves.curve(null, "train.loss", "epoch"), last: curves.lastSequence };
            }
            """, "/jobs/epoch-curves.js");

        Assert.Equal([1, 2], Numbers(curve, "x"));
        Assert.Equal([9, 6], Numbers(curve, "y"));
        Assert.Equal(4, curve.GetProperty("last").GetInt32());
    }

    private async Task<JsonElement> EvaluateAsync(string script, string module = "/charts/chart-data.js")
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address);
        return await dashboard.Page.EvaluateAsync<JsonElement>($"async () => ({script})(await import('{module}'))");
    }

    private static List<double> Numbers(JsonElement curve, string name) =>
        [.. curve.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
}
