using LearnML.Api.Tests.Hosting;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class CompareTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_deleted_job_is_reported_and_can_be_removed_from_the_comparison()
    {
        var (first, second) = (await TrainAsync(2), await TrainAsync(2));
        var deleted = Guid.NewGuid();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/compare?ids={first},{second},{deleted}");
        var page = dashboard.Page;
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"There is no job '{deleted}'");

        await page.Locator("label", new() { HasText = deleted.ToString() }).GetByRole(AriaRole.Checkbox).UncheckAsync();

        await Expect(page.Locator(".chart canvas").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_comparison_follows_a_running_job_until_its_final_scores()
    {
        var ended = await TrainAsync(2);
        var spec = new { dataset = "glyphs", model = "followed", name = "Endless", training = new { epochs = 90_000 } };
        var running = (await service.PostAsync("/api/jobs", spec)).GetProperty("id").GetString()!;
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/compare?ids={ended},{running}");
        var page = dashboard.Page;
        var row = page.Locator($"tr[data-job='{running}']");
        await Expect(row.Locator("td.number.soft").First).ToBeVisibleAsync();

        // The curve grows while the page is open.
        var length = await LengthAsync();
        await Deadline.UntilAsync(LengthAsync, current => current > length + 3);
        await Expect(page.GetByText("The jobs have different datasets, targets or tasks.")).ToBeVisibleAsync();
        await Expect(page.Locator(".best")).ToHaveCountAsync(0);

        await service.PostAsync($"/api/jobs/{running}/stop");
        await Expect(row.Locator(".state")).ToHaveTextAsync("Stopped");
        await Expect(row.GetByRole(AriaRole.Link)).ToHaveTextAsync("Endless v1");
        await Expect(row.Locator("td.number.soft")).ToHaveCountAsync(0);
        dashboard.AssertNoProblems();

        async Task<int> LengthAsync() =>
            (await Curves.SaveAsync(page, "loss")).Count(point => point.Curve.StartsWith("Endless", StringComparison.Ordinal));
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_best_scores_are_marked_and_a_pinned_baseline_shows_differences_and_stays_in_the_address()
    {
        var (few, many) = (await TrainAsync(2), await TrainAsync(60));
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/compare?ids={few},{many}");
        var page = dashboard.Page;
        var better = page.Locator($"tr[data-job='{many}']");
        await Expect(better.Locator("td.number").First).ToHaveClassAsync("number best");
        await Expect(page.Locator($"tr[data-job='{few}'] td.number").First).ToHaveClassAsync("number");

        await page.GetByRole(AriaRole.Button, new() { Name = "Pin: compared" }).First.ClickAsync();
        var scores = (await service.GetAsync($"/api/jobs/compare?ids={few},{many}")).GetProperty("jobs");
        var losses = scores.EnumerateArray().Select(job => job.GetProperty("train").GetProperty("loss").GetDouble()).ToList();
        var difference = losses[0] - losses[1];
        var written = await page.EvaluateAsync<string>(
            "(value) => new Intl.NumberFormat('en', { maximumSignificantDigits: 4 }).format(value)", difference);
        await Expect(better.Locator(".difference").First).ToHaveTextAsync($"−{written}");
        await Expect(better.Locator(".difference.better").First).ToBeVisibleAsync();

        // The axis and the smoothing are those of the job's page, and in the address.
        await page.GetByLabel("X axis").SelectOptionAsync("seconds");
        await page.GetByLabel("Smoothing").FillAsync("0.5");
        var seconds = (await Curves.SaveAsync(page, "loss")).Where(point => point.Curve.StartsWith("compared", StringComparison.Ordinal)).ToList();
        Assert.NotEqual(seconds.Count, seconds[^1].X);
        Assert.Contains($"baseline={few}", page.Url, StringComparison.Ordinal);
        await page.ReloadAsync();
        await Expect(better.Locator(".difference").First).ToHaveTextAsync($"−{written}");
        await Expect(page.GetByLabel("X axis")).ToHaveValueAsync("seconds");
        await Expect(page.GetByLabel("Smoothing")).ToHaveValueAsync("0.5");
        await dashboard.SaveScreenshotAsync("compare-baseline");
        await dashboard.NavigateAsync($"#/jobs/{many}");
        await Expect(page.GetByLabel("X axis")).ToHaveValueAsync("seconds");
        await Expect(page.GetByLabel("Smoothing")).ToHaveValueAsync("0.5");
        dashboard.AssertNoProblems();
    }

    private async Task<string> TrainAsync(int epochs) =>
        (await service.TrainAsync("underfit", new { model = "compared", training = new { epochs } })).GetProperty("id").GetString()!;
}
