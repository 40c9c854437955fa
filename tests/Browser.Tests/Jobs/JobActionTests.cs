using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class JobActionTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Buttons_stop_resume_cancel_and_delete_a_job()
    {
        var id = (await service.PostAsync("/api/jobs", new { dataset = "glyphs", training = new { epochs = 90_000 } })).GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        var state = page.Locator(".head .state");
        await Expect(page.Locator("[data-metric=loss] canvas")).ToBeVisibleAsync(new() { Timeout = 30_000 });

        await Button(page, "Stop").ClickAsync();
        await Expect(state).ToHaveTextAsync("Stopped", new() { Timeout = 30_000 });
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Model, version 1" })).ToBeVisibleAsync();

        await page.GetByLabel("Total epochs").FillAsync("99000");
        await Button(page, "Resume").ClickAsync();
        await Expect(page.Locator(".figures")).ToContainTextAsync("of 99,000", new() { Timeout = 30_000 });
        await Expect(state).ToHaveTextAsync("Running", new() { Timeout = 30_000 });

        await Button(page, "Cancel").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByText("Keep it").ClickAsync();
        await Expect(state).ToHaveTextAsync("Running");
        await Button(page, "Cancel").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByText("Cancel", new() { Exact = true }).ClickAsync();
        await Expect(state).ToHaveTextAsync("Cancelled", new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Tab, new() { Name = "Report" }).ClickAsync();
        await Expect(page.GetByText("The job ended without a report.")).ToBeVisibleAsync();

        await Button(page, "Delete").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByText("Delete", new() { Exact = true }).ClickAsync();
        await Expect(page.GetByText("No job has run here yet")).ToBeVisibleAsync();
        dashboard.AssertNoProblems();
    }

    [Theory(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    [InlineData("#/jobs/00000000-0000-0000-0000-000000000000", "There is no job '00000000")]
    [InlineData("#/models/100%", "There is no model '100%'")]
    public async Task An_unknown_job_or_model_is_reported(string address, string reason)
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, address);
        await Expect(dashboard.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This page could not be shown");
        await Expect(dashboard.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(reason);
    }

    private static ILocator Button(IPage page, string name) => page.Locator(".head").GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
