using System.Globalization;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs.Report;

/// <summary>Which columns matter, in a report and for one prediction, and the residuals of a regression.</summary>
public sealed class ImportanceTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Report_ranks_the_columns_and_residuals_are_drawn_against_one_of_them()
    {
        var job = await service.TrainAsync("overfit", new { model = "ranked", training = new { epochs = 20 }, explain = new { repeats = 3 } });
        var id = job.GetProperty("id").GetString();
        var importance = (await service.GetAsync($"/api/jobs/{id}/report")).GetProperty("importance").EnumerateArray()
            .Select(one => one.GetProperty("column").GetString()!).ToArray();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}?part=report");
        var page = dashboard.Page;

        await Expect(page.Locator(".ranked [data-name]")).ToHaveCountAsync(Math.Min(20, importance.Length));
        var names = await page.Locator(".ranked [data-name]").EvaluateAllAsync<string[]>("bars => bars.map((bar) => bar.dataset.name)");
        Assert.Equal(importance.Take(20), names);

        var residuals = page.Locator("section.chart").Filter(new() { HasText = "Residuals" });
        await residuals.Locator("select").SelectOptionAsync("x1");
        await Expect(residuals.GetByText("x1", new() { Exact = true }).Last).ToBeVisibleAsync();
        var points = await residuals.Locator("circle").CountAsync();
        var values = (await service.GetAsync($"/api/jobs/{id}/report")).GetProperty("values").GetArrayLength();
        Assert.Equal(values, points);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Contributions_of_a_row_follow_the_form_and_sum_to_the_prediction()
    {
        await service.TrainAsync("balanced", new { model = "reasons" });
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/models/reasons");
        var page = dashboard.Page;
        await page.Locator("[data-column=x1] input").FillAsync("0.5");
        await Expect(page.Locator("pre")).ToContainTextAsync("\"x1\":0.5");
        var row = await page.EvaluateAsync<Dictionary<string, double>>(
            """
            Object.fromEntries([...document.querySelectorAll("[data-column]")]
              .map((field) => [field.dataset.column, Number(field.querySelector("input").value)]))
            """);
        var response = await service.PostAsync("/api/models/reasons/predict?explain=true", new { rows = new[] { row } });
        var explanation = response.GetProperty("predictions")[0].GetProperty("explanation");
        var first = explanation.GetProperty("contributions")[0];

        var panel = page.Locator("section.chart").Filter(new() { HasText = "What moves this answer most" });
        var bars = panel.Locator("[data-name]");
        await Expect(bars).ToHaveCountAsync(3);
        await Expect(bars.First).ToHaveAttributeAsync("data-name", first.GetProperty("column").GetString()!);
        var value = first.GetProperty("value").GetDouble();
        await Expect(bars.First).ToContainTextAsync((value < 0 ? "−" : "+") + await page.EvaluateAsync<string>(
            "(value) => new Intl.NumberFormat('en', { maximumSignificantDigits: 4 }).format(value)", Math.Abs(value)));
        var sum = explanation.GetProperty("base").GetDouble() + explanation.GetProperty("contributions").EnumerateArray()
            .Sum(one => one.GetProperty("value").GetDouble());
        Assert.Equal(response.GetProperty("predictions")[0].GetProperty("value").GetDouble(), sum, 1e-4);
        await Expect(panel.GetByRole(AriaRole.Status)).ToContainTextAsync(
            explanation.GetProperty("base").GetDouble().ToString("0.00", CultureInfo.InvariantCulture)[..3]);
        dashboard.AssertNoProblems();
    }
}
