using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

/// <summary>The first visit of a user who only has a mouse.</summary>
public sealed class FirstVisitTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_user_gets_from_an_empty_service_to_a_trained_model_with_clicks_alone()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address);
        var page = dashboard.Page;
        await Expect(page.GetByText("No job has run here yet")).ToBeVisibleAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Draw a shape" })).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Watch a network learn" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("glyphs");
        await Expect(page.Locator(".head .state")).ToHaveTextAsync("Succeeded", new() { Timeout = 60_000 });
        await Expect(page.Locator("[data-metric=accuracy] canvas")).ToBeVisibleAsync();
        Assert.Equal([1, 2, 3, 4, 5], (await Curves.SaveAsync(page, "loss")).Select(point => point.X).Distinct());

        await page.GetByRole(AriaRole.Tab, new() { Name = "Report" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Confusion matrix (Test)" })).ToBeVisibleAsync();
        await Expect(page.Locator(".images canvas").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Jobs", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Drop your CSV" })).ToBeVisibleAsync();
        await dashboard.SaveScreenshotAsync("first-steps");
        await page.GetByRole(AriaRole.Link, new() { Name = "Draw a shape" }).ClickAsync();
        await Expect(page.Locator("canvas.drawing")).ToBeVisibleAsync();
        dashboard.AssertNoProblems();
    }
}
