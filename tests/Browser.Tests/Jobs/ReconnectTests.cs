using LearnML.Api.Tests.Hosting;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

/// <summary>Pages that stay open while the service is killed and restarted, and pages that open while a job changes.</summary>
public sealed class ReconnectTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    private const int NewEpochs = 5;

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task After_a_restart_the_page_reconnects_and_no_point_is_lost_or_shown_twice()
    {
        var spec = new { dataset = "glyphs", network = new { hidden = new[] { 256 } }, training = new { epochs = 90_000, batchSize = 64 } };
        var id = (await service.PostAsync("/api/jobs", spec)).GetProperty("id").GetString();

        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        await Expect(page.Locator(".connection")).ToHaveTextAsync("Live");
        await Expect(page.Locator("[data-metric=loss] canvas")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        dashboard.AssertNoProblems();

        await Expect(page.Locator(".head .state")).ToHaveTextAsync("Running");
        var lastEpoch = await EpochAsync() + NewEpochs;
        await service.KillAsync();
        await Expect(page.Locator(".connection")).ToHaveTextAsync("Reconnecting…", new() { Timeout = 10_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(page.GetByText("The service cannot be reached.")).ToBeVisibleAsync();
        await service.InitializeAsync();
        await Expect(page.Locator(".connection")).ToHaveTextAsync("Live", new() { Timeout = 30_000 });
        dashboard.ClearProblems(); // The browser reported the refused connections.

        // The job first repeats the epochs after its last checkpoint.
        await Deadline.UntilAsync(EpochAsync, epoch => epoch >= lastEpoch);
        await service.PostAsync($"/api/jobs/{id}/stop");
        await Expect(page.Locator(".head .state")).ToHaveTextAsync("Stopped");
        var stored = (await service.GetAsync($"/api/jobs/{id}/metrics")).EnumerateArray()
            .Select(epoch => (epoch.GetProperty("epoch").GetDouble(), epoch.GetProperty("train").GetProperty("loss").GetDouble())).ToList();
        var shown = (await Curves.SaveAsync(page, "loss")).Where(point => point.Curve == "Training").Select(point => (point.X, point.Y)).ToList();
        Assert.Equal(Enumerable.Range(1, await EpochAsync()).Select(epoch => (double)epoch), shown.Select(point => point.X));
        Assert.Equal(stored, shown);
        dashboard.AssertNoProblems();

        async Task<int> EpochAsync() => (await service.GetAsync($"/api/jobs/{id}")).GetProperty("epoch").GetInt32();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_job_that_ends_while_its_page_opens_is_shown_as_ended()
    {
        var job = await service.TrainAsync("underfit", new { training = new { epochs = 2 } });
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/jobs");
        var page = dashboard.Page;

        // The first response shows the job as it was while it ran.
        var runningJob = job.ToString().Replace("\"succeeded\"", "\"running\"", StringComparison.Ordinal);
        await page.RouteAsync(
            $"**/api/jobs/{job.GetProperty("id")}",
            route => route.FulfillAsync(new() { Body = runningJob, ContentType = "application/json" }),
            new() { Times = 1 });
        await page.GetByRole(AriaRole.Link, new() { Name = "underfit" }).ClickAsync();

        await Expect(page.Locator(".head .state")).ToHaveTextAsync("Succeeded");
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_job_that_changes_while_the_list_is_loading_stays_in_the_list()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/system");
        var page = dashboard.Page;
        await Expect(page.Locator(".connection")).ToHaveTextAsync("Live");
        await page.RouteAsync("**/api/jobs?*", async route =>
        {
            var olderList = await route.FetchAsync();
            await service.TrainAsync("underfit", new { model = "newer", training = new { epochs = 2 } });
            await route.FulfillAsync(new() { Response = olderList });
        }, new() { Times = 1 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Jobs", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "newer" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.Locator("tr", new() { HasText = "newer" }).Locator(".state")).ToHaveTextAsync("Succeeded");
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_page_that_failed_while_the_service_was_away_is_shown_when_it_is_back()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/activations");
        var page = dashboard.Page;
        await Expect(page.Locator(".connection")).ToHaveTextAsync("Live");
        await service.KillAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Models" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The service cannot be reached.");

        await service.InitializeAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Models");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }
}
