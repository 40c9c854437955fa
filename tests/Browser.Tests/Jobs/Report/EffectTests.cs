using System.Globalization;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs.Report;

/// <summary>The effect of a column in a report, how sure the model is, the rows of a cell, and what would change a prediction.</summary>
public sealed class EffectTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_bar_of_the_importance_opens_the_effect_of_its_column_and_the_address_keeps_it()
    {
        var job = await service.TrainAsync("overfit", new { model = "effects", training = new { epochs = 20 }, explain = new { repeats = 3 } });
        var effects = await service.PostAsync("/api/models/effects/versions/1/effects?column=x2", new { dataset = "polynomial" });
        var effect = effects.GetProperty("effects")[0];
        await using var dashboard = await Dashboard.OpenAsync(
            chromium, service.Address, $"#/jobs/{job.GetProperty("id").GetString()}?part=report");
        var page = dashboard.Page;

        await page.Locator(".ranked [data-name=x2]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        var panel = page.Locator("section.chart").Filter(new() { HasText = "Effect of a column" });
        await Expect(panel.GetByText("x2", new() { Exact = true }).Last).ToBeVisibleAsync();
        await Expect(panel.Locator("circle")).ToHaveCountAsync(effect.GetProperty("mean").GetArrayLength());
        await Expect(panel.Locator("polyline")).ToHaveCountAsync(effect.GetProperty("individuals").GetArrayLength() + 1);
        await Expect(panel.GetByRole(AriaRole.Status)).ToContainTextAsync(
            string.Create(CultureInfo.InvariantCulture, $"for {effects.GetProperty("usedRows").GetInt32():n0} training rows"));
        var heights = await panel.Locator("circle").EvaluateAllAsync<double[]>("dots => dots.map((dot) => -Number(dot.getAttribute('cy')))");
        var means = effect.GetProperty("mean").EnumerateArray().Select(mean => mean.GetDouble()).ToArray();
        Assert.Equal(
            Enumerable.Range(0, means.Length).OrderBy(point => means[point]), Enumerable.Range(0, means.Length).OrderBy(point => heights[point]));

        await dashboard.LoadAsync(page.Url[page.Url.IndexOf('#', StringComparison.Ordinal)..]);
        await Expect(panel.Locator("circle")).ToHaveCountAsync(means.Length);
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "CSV: Effect of a column" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("\"x2\",\"prediction\",\"rows\"", lines[0]);
        Assert.Equal(means.Length + 1, lines.Length);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Report_shows_the_width_and_the_coverage_of_the_intervals()
    {
        var job = await service.TrainAsync("balanced", new { model = "certain", validation = new { folds = 5, holdout = (double?)null } });
        var id = job.GetProperty("id").GetString();
        var interval = (await service.GetAsync($"/api/jobs/{id}/report")).GetProperty("intervals")[1];
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}?part=report");
        var page = dashboard.Page;

        var row = page.Locator("[data-part=certainty] tbody tr").Nth(1);

        string Format(string options, string property) => FormattableString.Invariant(
            $"new Intl.NumberFormat('en', {options}).format({interval.GetProperty(property).GetDouble():r})");
        await Expect(row.Locator("td")).ToHaveTextAsync(
        [
            "90%",
            await page.EvaluateAsync<string>(Format("{ maximumSignificantDigits: 4 }", "width")),
            await page.EvaluateAsync<string>(Format("{ style: 'percent', maximumFractionDigits: 1 }", "coverage")),
        ]);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_cell_of_the_matrix_shows_the_values_of_its_rows_and_a_change_of_one_column_changes_the_class()
    {
        var rows = Enumerable.Range(0, 60)
            .Select(row => FormattableString.Invariant($"{row / 3},{(row % 2 == 0 ? "red" : "blue")},{(row < 30 ? "small" : "large")}\n"));
        await service.UploadAsync("sizes", string.Concat(rows.Prepend("length,colour,size\n")), "size");
        var job = await service.RunAsync(new
        {
            dataset = "sizes",
            model = "sizes",
            training = new { epochs = 60, batchSize = 8 },
            validation = new { folds = 3 },
        });
        var id = job.GetProperty("id").GetString();
        var sample = (await service.GetAsync($"/api/jobs/{id}/report")).GetProperty("samples").EnumerateArray()
            .First(each => each.GetProperty("label").GetString() == "large" && each.GetProperty("predicted").GetString() == "large");
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}?part=report", hasAnimations: false);
        var page = dashboard.Page;

        await page.GetByRole(AriaRole.Button, new() { NameString = "large predicted as large" }).First.ClickAsync();

        var samples = page.GetByRole(AriaRole.Group, new() { Name = "Samples" });
        await Expect(samples.Locator("tbody tr").First.Locator("th"))
            .ToHaveTextAsync(Text(sample.GetProperty("row").GetInt32()));
        await Expect(samples.Locator("tbody tr").First.Locator("td").Nth(3)).ToHaveTextAsync(Text(sample.GetProperty("row").GetInt32() / 3));
        await Expect(samples.Locator("thead th")).ToHaveTextAsync(["Row", "Class", "Predicted", "Probability", "length", "colour"]);

        await dashboard.LoadAsync("#/models/sizes");
        await page.Locator("[data-column=length] input").FillAsync("3");
        await page.Locator("[data-column=colour] select").SelectOptionAsync("red");
        await Expect(page.Locator(".predicted-value")).ToHaveTextAsync("small");
        await page.GetByLabel("Set of classes").SelectOptionAsync("0.95");
        await Expect(page.Locator("pre")).ToContainTextAsync("predict?set=0.95' -H");
        var set = (await service.PostAsync("/api/models/sizes/predict?set=0.95", new { rows = new[] { new { length = 3, colour = "red" } } }))
            .GetProperty("predictions")[0].GetProperty("set").EnumerateArray().Select(label => label.GetString());
        await Expect(page.Locator(".predicted-value + p")).ToHaveTextAsync(string.Join(", ", set));
        await page.GetByRole(AriaRole.Button, new() { Name = "Find changes" }).ClickAsync();
        await Expect(page.Locator("[data-change]")).ToHaveCountAsync(1);
        await Expect(page.Locator("[data-change=length] td").Last).ToContainTextAsync("large (");
        await page.Locator("[data-change=length] button").ClickAsync();
        await Expect(page.Locator(".predicted-value")).ToHaveTextAsync("large");
        await Expect(page.Locator("[data-change]")).ToHaveCountAsync(0);
        dashboard.AssertNoProblems();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
