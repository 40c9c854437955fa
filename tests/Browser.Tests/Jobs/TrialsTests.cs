using LearnML.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class TrialsTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Trials_are_ranked_and_drawn_and_one_can_be_run_as_a_job()
    {
        var search = new
        {
            trials = 5,
            space = new Dictionary<string, object>
            {
                ["optimizer.learningRate"] = new { logUniform = new[] { 0.001, 0.1 } },
                ["network.hidden"] = new { choice = new[] { new[] { 4 }, [8, 8] } },
            },
        };
        var job = await service.TrainAsync("underfit", new { training = new { epochs = 3 }, search });
        var id = job.GetProperty("id").GetString();
        var report = (await service.GetAsync($"/api/jobs/{id}/report")).GetProperty("search");
        var best = report.GetProperty("best").GetInt32();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;

        var curves = await Curves.SaveAsync(page, "loss");
        Assert.Equal(5, curves.Select(point => point.Curve).Distinct().Count());
        Assert.Contains("Validation, trial 5", curves.Select(point => point.Curve));

        await page.GetByRole(Microsoft.Playwright.AriaRole.Tab, new() { Name = "Trials" }).ClickAsync();
        await Expect(page.Locator("tr[data-trial]")).ToHaveCountAsync(5);
        await Expect(page.Locator("tr[data-trial]").First).ToHaveAttributeAsync("data-trial", $"{best}");
        await Expect(page.Locator("svg.scatter circle")).ToHaveCountAsync(5);

        await page.Locator("tr[data-trial]").First.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Run as a job" }).ClickAsync();
        var rate = report.GetProperty("trials")[best - 1].GetProperty("values").GetProperty("optimizer.learningRate").GetDouble();
        await Expect(page.GetByLabel("Learning rate", new() { Exact = true })).ToHaveValueAsync(
            rate.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Expect(page.GetByLabel("The spec as JSON")).Not.ToHaveValueAsync(new System.Text.RegularExpressions.Regex("search"));
        dashboard.AssertNoProblems();
    }
}
